"""The score as the candidate sees it."""

from corpus.models import Question
from interviewer.engine.assessment import overruled
from interviewer.engine.hints import total_cost
from interviewer.engine.state import Asked


def score_as_disputed(asked: Asked, question: Question) -> float | None:
    """The score in [0, 1] with the candidate's own verdicts; None where no point was turned over."""
    judged = asked.counted
    if judged is None or not asked.overruled:
        return None
    score = overruled(question, judged, dict(asked.overruled))
    return None if score is None else round(score * (1 - total_cost(asked.hints)), 4)
