"""Two attempts at one question side by side."""

from corpus.models import Question
from interviewer.engine.state import VALUE, Assessment, State


class Comparison(State, frozen=True, kw_only=True):
    """A later attempt beside an earlier one.

    Attributes:
        earlier: score before, in [0, 1]; None where it could not be graded.
        later: score now.
        added: key points that are heard better now.
        lost: key points that were heard better then.
        cleared: wrong claims that are gone, as their corrections.
        new: wrong claims that were not there before, as their corrections.
    """

    earlier: float | None
    later: float | None
    added: tuple[str, ...]
    lost: tuple[str, ...]
    cleared: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def compared(question: Question, earlier: Assessment, later: Assessment) -> Comparison:
    """What a later attempt added, and what it lost.

    Args:
        question: both are of this one; points it no longer has are passed over.
        earlier: the assessment before.
        later: the assessment now.
    """
    then = {point.point_id: VALUE[point.verdict] for point in earlier.points}
    now = {point.point_id: VALUE[point.verdict] for point in later.points}
    change = {
        point.point: now.get(point.id, 0.0) - then.get(point.id, 0.0)
        for point in question.key_points
    }
    wrong_then = {found.number for found in earlier.pitfalls}
    wrong_now = {found.number for found in later.pitfalls}
    right = [pitfall.correction for pitfall in question.pitfalls]
    return Comparison(
        earlier=earlier.score,
        later=later.score,
        added=tuple(point for point, by in change.items() if by > 0),
        lost=tuple(point for point, by in change.items() if by < 0),
        cleared=tuple(c for n, c in enumerate(right) if n in wrong_then - wrong_now),
        new=tuple(c for n, c in enumerate(right) if n in wrong_now - wrong_then),
    )
