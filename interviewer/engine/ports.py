"""What the engine needs from the outside, as protocols; `interviewer.wiring` plugs the real ones in."""

from collections.abc import Collection, Sequence
from typing import Protocol

from corpus.models import CodeTask, Question
from interviewer.engine.state import CodeRun


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
    def topics(self) -> Sequence[str]: ...
    def twins(self, question_id: str) -> Collection[str]: ...
