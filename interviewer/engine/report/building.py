"""From a session to its report."""

from collections.abc import Iterator, Mapping

from corpus.models import Question
from interviewer.engine.feedback import corrections_of, feedback
from interviewer.engine.hints import total_cost
from interviewer.engine.overruling import score_as_disputed
from interviewer.engine.quoting import is_junk
from interviewer.engine.report.comparing import Comparison, compared
from interviewer.engine.report.contents import QuestionReport, Report, TopicReport
from interviewer.engine.report.delivery import delivery_of
from interviewer.engine.report.study import to_study
from interviewer.engine.state import Asked, Session

CLOSE_CALL = 0.35
"""Confidence below which a score is called uncertain."""


def report(session: Session, questions: Mapping[str, Question]) -> Report:
    """The report on what was asked so far.

    Args:
        session: at any moment.
        questions: the bank by id.
    """
    entries = tuple(_entry(session, asked, questions) for asked in session.asked)
    graded = [entry for entry in entries if entry.score is not None]
    strengths: list[tuple[str, str]] = []
    gaps: list[tuple[str, str]] = []
    corrections: list[tuple[str, str]] = []
    for asked in session.asked:
        question, judged = questions[asked.question_id], asked.counted
        if judged is None or not judged.gradable:
            continue
        for verdict in judged.points:
            point = question.key_point(verdict.point_id)
            if point.weight >= 2 and verdict.verdict == "covered" and is_junk(judged):
                continue  # terms in a row or the reference word for word are no strength
            if point.weight >= 2 and verdict.verdict == "covered":
                strengths.append((point.point, verdict.quote))
            elif point.weight >= 2:
                gaps.append((point.point, verdict.quote))
        corrections += corrections_of(question, judged)
    return Report(
        score=_mean([entry.score for entry in graded]),
        confidence=_mean([entry.confidence for entry in graded]),
        topics=tuple(_topics(graded)),
        strengths=tuple(strengths),
        gaps=tuple(sorted(gaps, key=lambda pair: bool(pair[1]))),  # missed before vague
        corrections=tuple(corrections),
        put_right=tuple(words for asked in session.asked for words in asked.withdrawn),
        delivery=delivery_of([asked.answers[0] for asked in session.asked if asked.answers]),
        hints=sum(entry.hints for entry in entries),
        skips=sum(entry.outcome == "skipped" for entry in entries),
        rating_difference=_mean(
            [e.rating - e.score for e in graded if e.rating is not None and e.score is not None]
        ),
        study=to_study(session, questions),
        unjudged=tuple(_unjudged(session, entries)),
        questions=entries,
    )


def _topics(graded: list[QuestionReport]) -> Iterator[TopicReport]:
    for topic in dict.fromkeys(entry.topic for entry in graded):
        mine = [entry for entry in graded if entry.topic == topic]
        yield TopicReport(
            topic=topic,
            score=_mean([entry.score for entry in mine]) or 0.0,
            confidence=_mean([entry.confidence for entry in mine]) or 0.0,
            graded=len(mine),
        )


def _entry(session: Session, asked: Asked, questions: Mapping[str, Question]) -> QuestionReport:
    question, judged = questions[asked.question_id], asked.counted
    if asked.skipped:
        outcome = "skipped"
    elif judged is None:
        outcome = "unanswered"
    else:
        outcome = "answered" if judged.gradable else "not gradable"
    return QuestionReport(
        question_id=question.id,
        text=question.text,
        topic=question.topic or "",
        score=judged.score if judged is not None and outcome == "answered" else None,
        confidence=judged.confidence if judged is not None else 0.0,
        first_score=asked.first_score,
        outcome=outcome,
        hints=len(asked.hints),
        hint_cost=total_cost(asked.hints),
        rating=asked.rating,
        feedback=feedback(question, judged) if judged is not None else "",
        reference=question.answer or "",
        disputed=asked.disputed,
        as_disputed=score_as_disputed(asked, question),
        retry=_retry(session, asked, question),
        resources=question.resources,
    )


def _retry(session: Session, asked: Asked, question: Question) -> Comparison | None:
    """The latest attempt beside the one before it: of this session, else of an earlier one."""
    earlier = asked.earlier or session.history.attempts.get(question.id)
    if earlier is None or asked.assessment is None:
        return None
    return compared(question, earlier.assessment, asked.assessment)


def _unjudged(session: Session, entries: tuple[QuestionReport, ...]) -> Iterator[str]:
    for entry in entries:
        if entry.outcome == "not gradable":
            yield f"“{entry.text}”: nothing in the answer could be read."
        elif entry.outcome == "answered" and entry.confidence < CLOSE_CALL:
            yield f"“{entry.text}”: the verdicts are close calls, so take its score with care."
    for asked in session.asked:
        for said in asked.follow_ups:
            if said.answer:
                yield f"“{said.ask}”: no rubric is written for this follow-up."
    if any(turn.kind == "answer" and turn.phase == "warm_up" for turn in session.turns):
        yield "The warm-up, which is never scored."


def _mean(values: list[float | None] | list[float]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None
