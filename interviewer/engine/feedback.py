"""What the candidate is told of an answer, made from the assessment alone."""

from corpus.models import STAGES, Question
from interviewer.engine.delivery import remarks
from interviewer.engine.describing import described
from interviewer.engine.markdown import escaped, percent, quoted
from interviewer.engine.state import Assessment, Guard, PointVerdict

_GUARD_NOTES: dict[Guard, str] = {
    "dont_know": "You said you don't know; that is recorded as such.",
    "echo": "That mostly repeats the question, so there is little to judge.",
    "keyword_list": "That is a list of terms. Say how they hang together, and it can count.",
    "off_topic": "That seems to be about something else.",
    "too_short": "That is very short; a sentence or two would show more.",
    "pasted": "That is the reference answer word for word.",
    "empty": "There was nothing to judge.",
    "gibberish": "That could not be read as an answer.",
}
_SURE = 0.7


def feedback(question: Question, assessment: Assessment) -> str:
    """Feedback in Markdown: score, what was heard with quotes, what was missed, what was wrong."""
    lines = [_headline(assessment)]
    lines += [_GUARD_NOTES[guard] for guard in assessment.guards]
    if assessment.elsewhere:
        lines.append(f"It answers another question: “{escaped(assessment.elsewhere)}”")
    if assessment.code is not None:
        lines += ["", "**Code**", "", described(assessment.code)]
    numbers = {point.id: number for number, point in enumerate(question.key_points, 1)}
    for verdict, title in (("covered", "Heard"), ("partly", "Partly"), ("missed", "Missed")):
        points = [point for point in assessment.points if point.verdict == verdict]
        if points:
            lines += ["", f"**{title}**", ""]
        for point in points:
            claim = escaped(question.key_point(point.point_id).point)
            words = f" — you said: “{quoted(point.quote)}”" if point.quote else ""
            lines.append(f"- ({numbers[point.point_id]}) {claim}{words}")
    wrong = corrections_of(question, assessment)
    if wrong:
        lines += ["", "**To correct**", ""]
        lines += [f"- You said: “{quoted(said)}”. {escaped(right)}" for said, right in wrong]
    parts = _by_stage(question, assessment.points)
    if parts and assessment.gradable:
        lines += ["", "**By part**", "", *parts]
    if assessment.delivery is not None and assessment.gradable:
        notes = list(remarks(assessment.delivery))
        if notes:
            lines += ["", "**Delivery**", "", *(f"- {note}" for note in notes)]
    return "\n".join(lines)


def corrections_of(question: Question, assessment: Assessment) -> list[tuple[str, str]]:
    """What was wrong as (the candidate's words, what is right), plain texts."""
    listed = [
        (found.quote, question.pitfalls[found.number].correction) for found in assessment.pitfalls
    ]
    return listed + [
        (
            denial.quote,
            f"That does not agree with this: {question.key_point(denial.point_id).point}",
        )
        for denial in assessment.denials
    ]


def _by_stage(question: Question, points: tuple[PointVerdict, ...]) -> list[str]:
    """How much of each part of a design or a story was heard, in the order of a good answer."""
    verdicts = {point.point_id: point.verdict for point in points}
    lines = []
    for stage in STAGES:
        ids = [point.id for point in question.key_points if point.stage == stage]
        if not ids:
            continue
        heard = sum(verdicts.get(point_id) == "covered" for point_id in ids)
        partly = sum(verdicts.get(point_id) == "partly" for point_id in ids)
        told = f"{heard} of {len(ids)} heard" if heard or partly else "not heard"
        if partly:
            told += f", {partly} partly"
        lines.append(f"- {stage.capitalize()}: {told}")
    return lines


def _headline(assessment: Assessment) -> str:
    if assessment.score is None:
        return "Not enough to grade."
    sure = "" if assessment.confidence >= _SURE else " (a close call)"
    heard = sum(point.verdict == "covered" for point in assessment.points)
    return f"Score {percent(assessment.score)}{sure}: {heard} of {len(assessment.points)} points heard."
