"""The candidate's own words, cut so that they fit into a sentence of the interviewer."""

import re

from corpus.models import Question
from interviewer.engine.state import Assessment, Guard, Verdict
from interviewer.engine.words import FUNCTION_WORDS, words

_LONGEST = 14
_OPENERS = re.compile(
    r"^(?:(?:and|so|but|well|um+|uh+|er+|hm+|ok(?:ay)?|yeah|yes|no|like|basically|actually|then|also|now"
    r"|i (?:think|guess|mean|believe|would say)|you know|let me (?:think|see)|because)\b[\s,.…:;-]*)+",
    re.IGNORECASE,
)
_JUNK: frozenset[Guard] = frozenset(
    {"empty", "gibberish", "echo", "keyword_list", "off_topic", "dont_know", "pasted"}
)


def trimmed(quote: str) -> str:
    """A quote as a phrase: one line, without a hesitant opening, at most 14 words."""
    text = " ".join(quote.split()).strip(" “”\"'")
    text = _OPENERS.sub("", text).rstrip(" .,;:!?…")
    parts = text.split(" ")
    if len(parts) <= _LONGEST:
        return text
    kept = parts[:_LONGEST]
    # Not to end in the middle of "of the".
    while len(kept) > _LONGEST // 2 and kept[-1].casefold() in FUNCTION_WORDS:
        kept.pop()
    return " ".join(kept).rstrip(" .,;:!?…") + " …"


def is_junk(assessment: Assessment) -> bool:
    """Whether there is nothing in an answer that deserves an acknowledgement."""
    return bool(_JUNK.intersection(assessment.guards))


def telling_quote(
    question: Question, assessment: Assessment, within: str
) -> tuple[Verdict, str] | None:
    """The words that say most toward the rubric, with the verdict on them; None where there are none.

    Args:
        question: the question.
        assessment: of all answers to it.
        within: the answer that is acknowledged; older words are not quoted again.
    """
    if is_junk(assessment):
        return None
    wrong = {found.quote for found in assessment.pitfalls}
    heard = [
        point
        for point in assessment.points
        if point.verdict != "missed"
        and point.quote
        and point.quote in within
        and point.quote not in wrong
        and len(words(trimmed(point.quote))) >= 2
    ]
    if not heard:
        return None
    best = max(
        heard,
        key=lambda point: (
            point.verdict == "covered",
            question.key_point(point.point_id).weight,
            point.similarity,
        ),
    )
    return best.verdict, trimmed(best.quote)


def first_phrase(text: str) -> str:
    """The first statement of a text with some content, as a phrase; empty where there is none."""
    for sentence in re.split(r"(?<=[.!?;])\s+|\n", text):
        phrase = trimmed(sentence)
        if len([word for word in words(phrase) if word not in FUNCTION_WORDS]) >= 2:
            return phrase
    return ""
