"""What the candidate is told of an answer, made from the assessment alone."""

import re

from corpus.models import Question
from interviewer.engine.state import Assessment, Guard

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
_QUOTE_LIMIT = 140
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def feedback(question: Question, assessment: Assessment) -> str:
    """Feedback in Markdown: score, what was heard with quotes, what was missed, what was wrong."""
    lines = [_headline(assessment)]
    lines += [_GUARD_NOTES[guard] for guard in assessment.guards]
    for verdict, title in (("covered", "Heard"), ("partly", "Partly"), ("missed", "Missed")):
        points = [point for point in assessment.points if point.verdict == verdict]
        if points:
            lines += ["", f"**{title}**", ""]
        for point in points:
            claim = escaped(question.key_point(point.point_id).point)
            words = f" — you said: “{quoted(point.quote)}”" if point.quote else ""
            lines.append(f"- {claim}{words}")
    if assessment.pitfalls:
        lines += ["", "**To correct**", ""]
    for found in assessment.pitfalls:
        correction = escaped(question.pitfalls[found.number].correction)
        lines.append(f"- You said: “{quoted(found.quote)}”. {correction}")
    return "\n".join(lines)


def _headline(assessment: Assessment) -> str:
    if assessment.score is None:
        return "Not enough to grade."
    sure = "" if assessment.confidence >= 0.35 else " (a close call)"
    heard = sum(point.verdict == "covered" for point in assessment.points)
    return f"Score {percent(assessment.score)}{sure}: {heard} of {len(assessment.points)} points heard."


def percent(score: float) -> str:
    """A score in [0, 1] as people read it."""
    return f"{round(100 * score)} %"


def shorten(quote: str) -> str:
    """A quote cut at a word border where it is long."""
    if len(quote) <= _QUOTE_LIMIT:
        return quote
    return quote[: _QUOTE_LIMIT - 1].rsplit(" ", 1)[0] + "…"


def quoted(quote: str) -> str:
    """A quote for Markdown: shortened, and shown to the letter."""
    return escaped(shorten(quote))


def escaped(text: str) -> str:
    """A plain text for Markdown: nothing in it is taken for markup."""
    return _MARKUP.sub(r"\\\1", text)
