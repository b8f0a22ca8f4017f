"""What the engine needs from the outside, as protocols; `interviewer.wiring` plugs the real ones in."""

from collections.abc import Collection, Sequence
from typing import Protocol

from corpus.models import CodeTask, Question
from interviewer.engine.state import CodeRun


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
