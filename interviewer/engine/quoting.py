"""The candidate's own words, cut so that they fit into a sentence of the interviewer."""

import re

from corpus.models import Question
from interviewer.engine.state import Assessment, Guard, Verdict
from interviewer.engine.words import FUNCTION_WORDS, words

_LONGEST, _LONGEST_WHOLE = 14, 30
_SHORTEST = 4
"""Words that a phrase keeps in any case."""
_ENDS = " .,;:!?…"
# Where a statement may be cut: after a sentence, and where it is still long at a clause.
_BORDERS = (re.compile(r"[.!?;](?=\s)"), re.compile(r"[,:](?=\s)"))
_OPENERS = re.compile(
    r"^(?:(?:and|so|but|well|um+|uh+|er+|hm+|ok(?:ay)?|yeah|yes|no|like|basically|actually|then|also|now"
    r"|i (?:think|guess|mean|believe|would say)|you know|let me (?:think|see)|because(?! of))\b[\s,.…:;-]*)+",
    re.IGNORECASE,
)
_JUNK: frozenset[Guard] = frozenset(
    {"empty", "gibberish", "echo", "keyword_list", "off_topic", "dont_know", "pasted"}
)


def trimmed(quote: str, *, whole: bool = False) -> str:
    """A quote as a phrase: one line, without a hesitant opening, short.

    Args:
        quote: the candidate's words.
        whole: keep several sentences and up to 30 words, where all of it is in question; else the
            first statement, up to 14 words.
    """
    text = " ".join(quote.split()).strip(" “”\"'")
    text = _OPENERS.sub("", text).rstrip(_ENDS)
    longest = _LONGEST_WHOLE if whole else _LONGEST
    for border in _BORDERS:
        long = len(text.split(" ")) > longest
        if whole or (not long and border is not _BORDERS[0]):
            break
        found = border.search(text, _at_word(text, _SHORTEST))
        if found is not None:
            text = text[: found.start()].rstrip(_ENDS)
    parts = text.split(" ")
    if len(parts) <= longest:
        return text
    kept = parts[:longest]
    # Not to end in the middle of "of the".
    while len(kept) > longest // 2 and kept[-1].casefold() in FUNCTION_WORDS:
        kept.pop()
    return " ".join(kept).rstrip(_ENDS) + " …"


def _at_word(text: str, number: int) -> int:
    """Where a word begins, by its number; the length of a shorter text."""
    return len(" ".join(text.split(" ")[:number]))


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
    wrong |= {denial.quote for denial in assessment.denials}
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
