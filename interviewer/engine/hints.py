"""Help in three steps, each at a price: a nudge, the first words of the point, the point itself."""

from corpus.models import KeyPoint, Question
from interviewer.engine.state import Asked, HintGiven

COSTS: dict[int, float] = {1: 0.10, 2: 0.10, 3: 0.20}
"""Step to what it takes off its question's score, as a share; the steps of all points add up."""
MOST = 0.8
"""What hints take off together at the most."""
_FIRST_WORDS = 6


def next_hint(question: Question, asked: Asked) -> HintGiven | None:
    """The next step: on the point that is asked about, else on the heaviest not heard.

    A point that was begun is gone through to its end before another is begun, unless it was
    heard meanwhile. None where every open point has been said.
    """
    verdicts = {p.point_id: p.verdict for p in asked.assessment.points} if asked.assessment else {}
    steps = steps_given(asked)
    in_question = _asked_about(question, asked)
    candidates = [
        point
        for point in question.key_points
        if verdicts.get(point.id) != "covered" and steps.get(point.id, 0) < 3
    ]
    if not candidates:
        return None
    # max keeps the first of equals, so rubric order breaks ties.
    point = max(
        candidates,
        key=lambda p: (p.id == in_question, steps.get(p.id, 0) > 0, p.weight),
    )
    step = steps.get(point.id, 0) + 1
    # Where no nudge is written, help begins with the first words.
    return HintGiven(point_id=point.id, step=2 if step == 1 and not point.hint else step)


def hint_text(point: KeyPoint, step: int) -> str:
    """What a step tells of its point."""
    if step == 1:
        return point.hint or ""
    if step == 2:
        parts = point.point.split()
        return " ".join(parts[: max(2, min(_FIRST_WORDS, len(parts) // 2))]).rstrip(",;:")
    return point.point


def steps_given(asked: Asked) -> dict[str, int]:
    """Key point to the furthest step it was helped to."""
    found: dict[str, int] = {}
    for hint in asked.hints:
        found[hint.point_id] = max(hint.step, found.get(hint.point_id, 0))
    return found


def revealed(asked: Asked) -> frozenset[str]:
    """Ids of the points that a hint said outright."""
    return frozenset(hint.point_id for hint in asked.hints if hint.step == 3)


def total_cost(hints: tuple[HintGiven, ...]) -> float:
    """What hints take off the score, as a share in [0, `MOST`]."""
    return min(MOST, round(sum(COSTS[hint.step] for hint in hints), 4))


def _asked_about(question: Question, asked: Asked) -> str | None:
    if not asked.probed:
        return None
    name = asked.probed[-1]
    if name.startswith("pitfall-"):
        return question.pitfalls[int(name.removeprefix("pitfall-"))].contradicts
    return name
