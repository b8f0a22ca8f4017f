"""The bank's vocabulary as immutable models.

The models are the single description of a bank file: the parser checks YAML against them, and the
JSON Schema for editors is generated from them (`corpus.schema`). Texts are plain Unicode; Markdown
is allowed in `Question.answer` only.
"""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

Level = Literal[1, 2, 3]
Weight = Literal[1, 2, 3]
Kind = Literal["concept", "comparison", "procedure", "design", "coding", "behavioral"]
Role = Literal["mle", "ds", "dle", "aie"]
DesignStage = Literal[
    "clarify", "metrics", "data", "features", "model", "training", "serving", "monitoring"
]
StoryStage = Literal["situation", "task", "action", "result", "reflection"]
Stage = Literal[
    "clarify",
    "metrics",
    "data",
    "features",
    "model",
    "training",
    "serving",
    "monitoring",
    "situation",
    "task",
    "action",
    "result",
    "reflection",
]

LEVELS: dict[int, str] = {1: "screening", 2: "core", 3: "deep"}
ROLES: dict[str, str] = {
    "mle": "machine-learning engineer",
    "ds": "data scientist",
    "dle": "deep-learning engineer",
    "aie": "AI engineer",
}
KINDS: tuple[str, ...] = get_args(Kind)
STAGES: tuple[str, ...] = get_args(Stage)
"""Parts of a design, then of a story, in the order of a good answer."""

Slug = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=80,
        description="lower-case letters, digits and single hyphens",
    ),
]
Line = Annotated[
    str,
    Meta(
        min_length=1, max_length=1000, pattern=r"\S", description="a text of 1 to 1000 characters"
    ),
]
Text = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=20000,
        pattern=r"\S",
        description="a text of 1 to 20000 characters",
    ),
]
Url = Annotated[
    str,
    Meta(
        pattern=r"^https?://[^\s]+$",
        max_length=2000,
        description="an address that starts with http:// or https://",
    ),
]


class Model(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all models: immutable, compared by value, unknown fields refused."""


class Resource(Model, frozen=True, kw_only=True):
    """A page to study from."""

    title: Line
    url: Url


class Source(Model, frozen=True, kw_only=True):
    """Where the questions of a file come from, and under which licence."""

    name: Line
    license: Line
    url: Url | None = None


class KeyPoint(Model, frozen=True, kw_only=True):
    """One claim a strong candidate makes; it can be heard or missed on its own."""

    id: Annotated[Slug, Meta(extra_json_schema={"description": "unique within the question"})]
    point: Annotated[Line, Meta(extra_json_schema={"description": "the claim, a full sentence"})]
    weight: Annotated[
        Weight,
        Meta(extra_json_schema={"description": "1 nice to have, 2 expected, 3 the heart"}),
    ] = 2
    stage: Annotated[
        Stage | None,
        Meta(extra_json_schema={"description": "design and behavioral questions only"}),
    ] = None
    says: Annotated[
        tuple[Line, ...],
        Meta(extra_json_schema={"description": "how candidates put it in their own words"}),
    ] = ()
    hint: Annotated[
        Line | None, Meta(extra_json_schema={"description": "a nudge that gives nothing away"})
    ] = None
    probe: Annotated[
        Line | None,
        Meta(extra_json_schema={"description": "the question put when this point was missed"}),
    ] = None


class Pitfall(Model, frozen=True, kw_only=True):
    """A wrong claim worth catching, with what is right instead."""

    claim: Line
    says: tuple[Line, ...] = ()
    correction: Line
    contradicts: Annotated[
        Slug, Meta(extra_json_schema={"description": "id of the key point that it denies"})
    ]


class FollowUp(Model, frozen=True, kw_only=True):
    """An authored next question: own words (`ask`), a bank question (`to`), or both."""

    ask: Line | None = None
    to: Slug | None = None


class WrongVariant(Model, frozen=True, kw_only=True):
    """A typical faulty solution; at least one test must fail on it."""

    why: Line
    code: Text


class CodeTask(Model, frozen=True, kw_only=True):
    """What a coding question hands out and is checked with.

    `tests` is Python source of ``test_*`` functions run in one namespace with the solution.
    """

    starter: Text
    solution: Text
    tests: Text
    wrong: tuple[WrongVariant, ...] = ()
    requires: Annotated[
        tuple[Slug, ...],
        Meta(extra_json_schema={"description": "third-party modules that the code imports"}),
    ] = ()


class Question(Model, frozen=True, kw_only=True):
    """An interview question with everything needed to ask, judge and teach it.

    Only `id` and `text` must be there; a question without key points can be found and read, but is
    never asked, because nothing could judge the answer.
    """

    id: Annotated[
        Slug, Meta(extra_json_schema={"description": "stable: progress hangs on it; never reused"})
    ]
    text: Line
    topic: Annotated[
        Line | None, Meta(extra_json_schema={"description": "only to differ from the file's topic"})
    ] = None
    ask: Annotated[
        Line | None, Meta(extra_json_schema={"description": "how the interviewer says it aloud"})
    ] = None
    level: Annotated[
        Level, Meta(extra_json_schema={"description": "1 screening, 2 core, 3 deep"})
    ] = 2
    kind: Kind = "concept"
    roles: Annotated[tuple[Role, ...], Meta(min_length=1)] = ("mle", "ds", "dle", "aie")
    concepts: Annotated[
        tuple[Slug, ...], Meta(extra_json_schema={"description": "slugs of concepts.yaml"})
    ] = ()
    aliases: Annotated[
        tuple[Line, ...],
        Meta(extra_json_schema={"description": "other ways a person may type the question"}),
    ] = ()
    answer: Annotated[
        Text | None, Meta(extra_json_schema={"description": "the reference answer, Markdown"})
    ] = None
    key_points: tuple[KeyPoint, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    resources: tuple[Resource, ...] = ()
    same_as: Annotated[
        tuple[Slug, ...],
        Meta(extra_json_schema={"description": "the same question elsewhere in the bank"}),
    ] = ()
    code: CodeTask | None = None

    @property
    def has_rubric(self) -> bool:
        """Whether an answer can be judged, and so whether the question may be asked."""
        return bool(self.key_points)

    @property
    def spoken(self) -> str:
        """What the interviewer says: `ask` where it is written, else the bare text."""
        return self.ask or self.text

    def key_point(self, point_id: str) -> KeyPoint:
        """The key point with this id.

        Raises:
            KeyError: the question has no such key point.
        """
        for point in self.key_points:
            if point.id == point_id:
                return point
        raise KeyError(point_id)


class TopicFile(Model, frozen=True, kw_only=True):
    """One bank file: the questions of one topic, in order."""

    format: Annotated[
        Literal[1], Meta(extra_json_schema={"description": "version of this file format"})
    ] = 1
    topic: Line
    source: Source | None = None
    questions: tuple[Question, ...] = ()


class Concept(Model, frozen=True, kw_only=True):
    """An entry of the shared concept vocabulary."""

    id: Slug
    name: Line
    definition: Line
    abbreviations: Annotated[
        tuple[Line, ...],
        Meta(extra_json_schema={"description": "short forms and other names people type"}),
    ] = ()
    requires: Annotated[
        tuple[Slug, ...], Meta(extra_json_schema={"description": "concepts to know first"})
    ] = ()


class ConceptFile(Model, frozen=True, kw_only=True):
    """The vocabulary file, concepts.yaml."""

    format: Literal[1] = 1
    concepts: tuple[Concept, ...] = ()
