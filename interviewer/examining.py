"""The engine's matcher: what the rubric's matcher finds, and for a coding question what its tests say."""

from collections.abc import Callable
from dataclasses import dataclass

from corpus.models import Question
from interviewer.engine.assessment import PARTLY, expected
from interviewer.engine.ports import (
    CodeRunner,
    Evidence,
    PitfallEvidence,
    PointEvidence,
    ProseMatcher,
)
from interviewer.engine.state import CodeRun


@dataclass(frozen=True, slots=True)
class Examined:
    """Evidence of an answer whose code, if any, was run.

    Attributes:
        points: what the prose does to each key point.
        pitfalls: which wrong claims the prose makes.
        question_similarity: of the prose.
        reference_similarity: of the prose.
        prose: the answer without its code; comments and docstrings count as prose.
        code: what the tests made of the code; None where there is no code or nothing to test it with.
        elsewhere: text of another question that the prose answers, where it says nothing on this one.
    """

    points: tuple[PointEvidence, ...]
    pitfalls: tuple[PitfallEvidence, ...]
    question_similarity: float
    reference_similarity: float
    prose: str
    code: CodeRun | None
    elsewhere: str


class Examiner:
    """Matches prose with a rubric's matcher, runs code, and recognizes answers to other questions.

    Args:
        matcher: finds evidence in prose.
        run_tests: runs code.
        recognize: text of the question, not a twin of the first one, that some words answer; else empty.
    """

    def __init__(
        self,
        matcher: ProseMatcher,
        run_tests: CodeRunner,
        recognize: Callable[[Question, str], str],
    ) -> None:
        self._matcher = matcher
        self._run_tests = run_tests
        self._recognize = recognize

    def match(self, question: Question, answer: str) -> Evidence:
        """Evidence in an answer."""
        prose, run = answer, None
        if question.code is not None:
            from interviewer.coding.extracting import extract

            taken = extract(answer, question.code.starter)
            if taken.code:
                prose = taken.explanation
                run = self._run_tests(taken.code, question.code)
        found = self._matcher.match(question, prose)
        # Only where nothing was heard: it costs a search.
        silent = all(expected(point.reading) < PARTLY for point in found.points)
        return Examined(
            points=tuple(found.points),
            pitfalls=tuple(found.pitfalls),
            question_similarity=found.question_similarity,
            reference_similarity=found.reference_similarity,
            prose=prose,
            code=run,
            elsewhere=self._recognize(question, prose) if silent and run is None else "",
        )
