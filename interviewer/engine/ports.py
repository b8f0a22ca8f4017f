"""What the engine needs from the outside, as protocols; `interviewer.wiring` plugs the real ones in."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, Protocol

from corpus.models import CodeTask, Concept, Question
from interviewer.engine.state import CodeRun

Outcome = Literal["answer", "ambiguous", "nothing", "not_ready"]


class Reading(Protocol):
    """What some words do to a claim, as probabilities that sum to 1."""

    @property
    def said(self) -> float: ...
    @property
    def half(self) -> float: ...
    @property
    def unsaid(self) -> float: ...
    @property
    def denied(self) -> float: ...


class PointEvidence(Protocol):
    """What an answer does to one key point; `similarity` in [-1, 1]."""

    @property
    def point_id(self) -> str: ...
    @property
    def similarity(self) -> float: ...
    @property
    def reading(self) -> Reading: ...
    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int: ...


class PitfallEvidence(Protocol):
    """Whether an answer makes a wrong claim: its reading is of the claim, so `said` is bad."""

    @property
    def number(self) -> int: ...
    @property
    def similarity(self) -> float: ...
    @property
    def reading(self) -> Reading: ...
    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int: ...


class ProseEvidence(Protocol):
    """All that matching tells of one answer's prose."""

    @property
    def points(self) -> Sequence[PointEvidence]: ...
    @property
    def pitfalls(self) -> Sequence[PitfallEvidence]: ...
    @property
    def question_similarity(self) -> float: ...
    @property
    def reference_similarity(self) -> float: ...


class Evidence(ProseEvidence, Protocol):
    """All that is known of one answer.

    `prose` is what it holds beside code, `code` how that ran, and `elsewhere` the text of another
    question that it answers instead, or empty.
    """

    @property
    def prose(self) -> str: ...
    @property
    def code(self) -> CodeRun | None: ...
    @property
    def elsewhere(self) -> str: ...


class ProseMatcher(Protocol):
    """Finds evidence in prose; must be deterministic."""

    def match(self, question: Question, answer: str) -> ProseEvidence: ...


class Matcher(Protocol):
    """Finds evidence in an answer, and runs its code; must be deterministic."""

    def match(self, question: Question, answer: str) -> Evidence: ...


class CodeRunner(Protocol):
    """Runs a candidate's code against a question's tests; must be deterministic and never raise."""

    def __call__(self, code: str, task: CodeTask) -> CodeRun: ...


class QuestionBank(Protocol):
    """The bank as the engine sees it."""

    @property
    def questions(self) -> Sequence[Question]: ...
    @property
    def by_id(self) -> Mapping[str, Question]: ...
    @property
    def topics(self) -> Sequence[str]: ...
    @property
    def concepts(self) -> Sequence[Concept]: ...
    def twins(self, question_id: str) -> Collection[str]: ...
    def find(self, name: str) -> Question | None: ...
    def find_topic(self, name: str) -> str | None: ...


class Listener(Protocol):
    """Hears what a candidate wants who uses no slash command; must be deterministic."""

    def hear(self, text: str) -> str | None:
        """The name of a request, as in `intent.SPOKEN`; None for an answer, and in any doubt."""


class Library(Protocol):
    """Searches the bank by meaning, over an index that may still be growing."""

    def look_up(self, text: str, limit: int) -> tuple[Outcome, Sequence[str]]:
        """How sure the best hit is, and the ids of the questions nearest to a text, best first."""

    def near(self, question_id: str, limit: int) -> Sequence[str] | None:
        """Ids of questions related to one, best first; None while there is no index."""


class Support(Protocol):
    """All that a session leans on. Only `advance` is given it, and nothing of it is kept."""

    @property
    def bank(self) -> QuestionBank: ...
    @property
    def matcher(self) -> Matcher: ...
    @property
    def listener(self) -> Listener: ...
    @property
    def library(self) -> Library: ...
