"""What the engine needs from the outside, as protocols; `interviewer.wiring` plugs the real ones in."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, Protocol

from corpus.models import Concept, Question

Outcome = Literal["answer", "ambiguous", "nothing", "not_ready"]


class PointEvidence(Protocol):
    """How near an answer comes to one key point; `similarity` in [-1, 1]."""

    @property
    def point_id(self) -> str: ...
    @property
    def similarity(self) -> float: ...
    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int: ...


class PitfallEvidence(Protocol):
    """How near an answer comes to a wrong claim; positive `margin`: nearer than to a right one."""

    @property
    def number(self) -> int: ...
    @property
    def similarity(self) -> float: ...
    @property
    def margin(self) -> float: ...
    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int: ...


class Evidence(Protocol):
    """All that matching tells of one answer."""

    @property
    def points(self) -> Sequence[PointEvidence]: ...
    @property
    def pitfalls(self) -> Sequence[PitfallEvidence]: ...
    @property
    def question_similarity(self) -> float: ...
    @property
    def reference_similarity(self) -> float: ...


class Matcher(Protocol):
    """Finds evidence in an answer; must be deterministic."""

    def match(self, question: Question, answer: str) -> Evidence: ...


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
