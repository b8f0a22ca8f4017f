"""The report on a session: pure data, and its Markdown."""

from collections.abc import Mapping

from corpus.models import Question, Resource
from interviewer.engine.feedback import feedback
from interviewer.engine.markdown import escaped, percent, quoted
from interviewer.engine.state import Asked, Session, State


class QuestionReport(State, frozen=True, kw_only=True):
    """One question of the session.

    Attributes:
        question_id: the question.
        text: its text in the bank.
        topic: its topic.
        score: in [0, 1]; None where skipped or not gradable.
        first_score: before the probe.
        outcome: `answered`, `skipped`, `not gradable` or `unanswered`.
        hints: how many hints were taken.
        feedback: Markdown.
        reference: the reference answer, Markdown.
        resources: where to study.
    """

    question_id: str
    text: str
    topic: str
    score: float | None
    first_score: float | None
    outcome: str
    hints: int
    feedback: str
    reference: str
    resources: tuple[Resource, ...] = ()


class Report(State, frozen=True, kw_only=True):
    """A whole session.

    Attributes:
        score: mean of the graded questions, in [0, 1]; None where none was graded.
        topics: topic to mean score of its graded questions.
        strengths: key points of weight 2 or more that were covered, with the words that did it.
        gaps: key points of weight 2 or more that were missed.
        corrections: wrong claims as (the candidate's words, what is right).
        questions: question by question.
    """

    score: float | None
    topics: dict[str, float]
    strengths: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...]
    questions: tuple[QuestionReport, ...]


def report(session: Session, questions: Mapping[str, Question]) -> Report:
    """The report on what was asked so far.

    Args:
        session: at any moment.
        questions: the bank by id.
    """
    entries = tuple(_entry(asked, questions[asked.question_id]) for asked in session.asked)
    by_topic: dict[str, list[float]] = {}
    for entry in entries:
        if entry.score is not None:
            by_topic.setdefault(entry.topic, []).append(entry.score)
    scores = [score for listed in by_topic.values() for score in listed]
    strengths: list[tuple[str, str]] = []
    gaps: list[str] = []
    corrections: list[tuple[str, str]] = []
    for asked in session.asked:
        question = questions[asked.question_id]
        if asked.assessment is None or not asked.assessment.gradable:
            continue
        for verdict in asked.assessment.points:
            point = question.key_point(verdict.point_id)
            if point.weight >= 2 and verdict.verdict == "covered":
                strengths.append((point.point, verdict.quote))
            elif point.weight >= 2 and verdict.verdict == "missed":
                gaps.append(point.point)
        for found in asked.assessment.pitfalls:
            corrections.append((found.quote, question.pitfalls[found.number].correction))
    return Report(
        score=_mean(scores),
        topics={topic: _mean(listed) or 0.0 for topic, listed in by_topic.items()},
        strengths=tuple(strengths),
        gaps=tuple(gaps),
        corrections=tuple(corrections),
        questions=entries,
    )


def render_markdown(result: Report, *, references: bool = True) -> str:
    """The report as Markdown, for a terminal or a file; with or without the reference answers."""
    lines = ["# Report", "", _summary(result)]
    if len(result.topics) > 1:
        lines += ["", "## By topic", ""]
        lines += [f"- {topic}: {percent(score)}" for topic, score in result.topics.items()]
    if result.strengths:
        lines += ["", "## What was strong", ""]
        lines += [
            f"- {escaped(point)} (“{quoted(quote)}”)" for point, quote in result.strengths[:5]
        ]
    if result.gaps:
        lines += ["", "## What was missing", ""]
        lines += [f"- {escaped(point)}" for point in result.gaps[:8]]
    if result.corrections:
        lines += ["", "## What to correct", ""]
        lines += [f"- “{quoted(said)}”: {escaped(right)}" for said, right in result.corrections]
    lines += ["", "## Question by question"]
    for number, entry in enumerate(result.questions, 1):
        lines += ["", f"### {number}. {escaped(entry.text)}", ""]
        if entry.outcome == "answered":
            lines.append(entry.feedback)
            if entry.first_score is not None and entry.score != entry.first_score:
                lines += ["", f"Before the probe: {percent(entry.first_score)}."]
        else:
            lines.append(f"{entry.outcome.capitalize()}.")
        if entry.hints:
            lines += ["", f"Hints taken: {entry.hints}."]
        if entry.reference and references:
            lines += ["", "**A strong answer**", "", entry.reference]
        for resource in entry.resources:
            lines += ["", f"Study: [{resource.title}]({resource.url})"]
    return "\n".join(lines) + "\n"


def _summary(result: Report) -> str:
    graded = sum(entry.score is not None for entry in result.questions)
    skipped = sum(entry.outcome == "skipped" for entry in result.questions)
    if result.score is None:
        return "Nothing was graded, so there is no score."
    parts = [f"Overall {percent(result.score)} over {graded} graded question{'s' * (graded != 1)}"]
    if skipped:
        parts.append(f"{skipped} skipped")
    return "; ".join(parts) + "."


def _entry(asked: Asked, question: Question) -> QuestionReport:
    assessment = asked.assessment
    if asked.skipped:
        outcome = "skipped"
    elif assessment is None:
        outcome = "unanswered"
    elif assessment.gradable:
        outcome = "answered"
    else:
        outcome = "not gradable"
    graded = assessment is not None and outcome == "answered"
    return QuestionReport(
        question_id=question.id,
        text=question.text,
        topic=question.topic or "",
        score=assessment.score if graded and assessment is not None else None,
        first_score=asked.first_score,
        outcome=outcome,
        hints=len(asked.hints),
        feedback=feedback(question, assessment) if assessment is not None else "",
        reference=question.answer or "",
        resources=question.resources,
    )


def _mean(scores: list[float]) -> float | None:
    return round(sum(scores) / len(scores), 4) if scores else None
