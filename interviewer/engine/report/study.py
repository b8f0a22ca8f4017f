"""What to study next: from what was missed and what was wrong, in order of what it is worth."""

from collections.abc import Mapping

from corpus.models import Question
from interviewer.engine.report.contents import Study
from interviewer.engine.state import VALUE, Asked, Session

STUDY_LIMIT = 5
_RELATED = 3
_WRONG = 4
"""What a wrong claim counts for, in weights: more than the heaviest point that was only missed."""


def to_study(session: Session, questions: Mapping[str, Question]) -> tuple[Study, ...]:
    """What to study next, most urgent first, at most five questions.

    Args:
        session: at any moment.
        questions: the bank by id.
    """
    ranked = sorted(
        ((_urgency(asked, questions[asked.question_id]), asked) for asked in session.asked),
        key=lambda pair: -pair[0],  # stable: of equals the one asked first
    )
    in_plan = {asked.question_id for asked in session.asked}
    return tuple(
        _study(asked, questions, in_plan) for urgency, asked in ranked[:STUDY_LIMIT] if urgency > 0
    )


def _urgency(asked: Asked, question: Question) -> float:
    """Weights of what was missed, half those of what was vague, and what wrong claims count for."""
    judged = asked.counted
    if judged is None:
        return sum(point.weight for point in question.key_points) if asked.closed else 0
    missing = sum(
        question.key_point(point.point_id).weight * (1 - VALUE[point.verdict])
        for point in judged.points
    )
    return missing + _WRONG * (len(judged.pitfalls) + len(judged.denials))


def _study(asked: Asked, questions: Mapping[str, Question], in_plan: set[str]) -> Study:
    question = questions[asked.question_id]
    judged = asked.counted
    verdicts = {point.point_id: point.verdict for point in judged.points} if judged else {}
    missed = [p for p in question.key_points if verdicts.get(p.id, "missed") != "covered"]
    missed.sort(key=lambda p: (verdicts.get(p.id, "missed") == "partly", -p.weight))
    return Study(
        question_id=question.id,
        text=question.text,
        points=tuple(point.point for point in missed[:3]),
        related=tuple(_related(question, questions, in_plan)[:_RELATED]),
        resources=question.resources,
    )


def _related(question: Question, questions: Mapping[str, Question], in_plan: set[str]) -> list[str]:
    """Authored next questions first, then those that share the central concept."""
    linked = [f.to for f in question.follow_ups if f.to]
    same = [
        other.id
        for other in questions.values()
        if question.concepts and question.concepts[0] in other.concepts[:2]
    ]
    names = dict.fromkeys([*linked, *same])
    texts = [
        questions[key].text
        for key in names
        if key in questions and key != question.id and key not in in_plan
    ]
    return list(dict.fromkeys(texts))  # twins share their text
