"""What to ask about an answer: the wrong claim first, else the heaviest point not fully heard."""

from corpus.models import KeyPoint, Pitfall, Question
from interviewer.engine.state import Asked, Assessment

PROBES_PER_QUESTION = 1


def pitfall_to_probe(question: Question, asked: Asked) -> tuple[str, Pitfall] | None:
    """The first wrong claim not probed yet, with the name it is remembered under."""
    if asked.assessment is None:
        return None
    for found in asked.assessment.pitfalls:
        name = f"pitfall-{found.number}"
        if name not in asked.probed:
            return name, question.pitfalls[found.number]
    return None


def point_to_probe(question: Question, asked: Asked) -> KeyPoint | None:
    """The heaviest key point missed, or else only partly heard, that was not probed yet."""
    if asked.assessment is None:
        return None
    verdicts = {point.point_id: point.verdict for point in asked.assessment.points}
    open_points = [
        point
        for point in question.key_points
        if verdicts.get(point.id, "missed") != "covered" and point.id not in asked.probed
    ]
    if not open_points:
        return None
    order = {point.id: number for number, point in enumerate(question.key_points)}
    return min(
        open_points,
        key=lambda p: (-p.weight, verdicts.get(p.id, "missed") != "missed", order[p.id]),
    )


def enough_said(assessment: Assessment, asked: Asked) -> bool:
    """Whether to move on rather than probe: all was heard, nothing can be, or it was probed."""
    if len(asked.probed) >= PROBES_PER_QUESTION:
        return True
    if "dont_know" in assessment.guards:
        return True
    if assessment.pitfalls:
        return False
    return all(point.verdict == "covered" for point in assessment.points)


def hint_point(question: Question, asked: Asked) -> KeyPoint | None:
    """The key point that the next hint is about: the heaviest not heard and not hinted at yet."""
    verdicts = (
        {point.point_id: point.verdict for point in asked.assessment.points}
        if asked.assessment is not None
        else {}
    )
    candidates = [
        point
        for point in question.key_points
        if point.hint and point.id not in asked.hints and verdicts.get(point.id) != "covered"
    ]
    # max keeps the first of equals, so rubric order breaks ties.
    return max(candidates, key=lambda point: point.weight, default=None)
