"""How the answers were given, counted in words: nothing here touches a score."""

import re
from collections.abc import Sequence

from interviewer.engine.state import State
from interviewer.engine.words import words

LONG = 250
SHORT = 20
_FILLERS = re.compile(
    r"\b(?:um+|uh+|er+m?|hm+|you know|basically|actually|literally|kind of|sort of|i mean"
    r"|or whatever|and stuff)\b",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(?:maybe|perhaps|probably|i think|i guess|i believe|i suppose|not sure|might be|could be|somehow"
    r"|something like)\b",
    re.IGNORECASE,
)


class Delivery(State, frozen=True, kw_only=True):
    """Counts over the first answers to the questions.

    Attributes:
        answers: how many.
        mean_words: words an answer.
        long: answers of more than 250 words.
        short: answers of fewer than 20 words.
        fillers: "um", "you know" and the like, in 100 words.
        hedges: "maybe", "I guess" and the like, in 100 words.
    """

    answers: int
    mean_words: float
    long: int
    short: int
    fillers: float
    hedges: float


def delivery_of(answers: Sequence[str]) -> Delivery | None:
    """How these answers were given; None without answers."""
    lengths = [len(words(answer)) for answer in answers]
    total = sum(lengths)
    if not total:
        return None
    return Delivery(
        answers=len(answers),
        mean_words=round(total / len(answers), 1),
        long=sum(length > LONG for length in lengths),
        short=sum(length < SHORT for length in lengths),
        fillers=round(100 * _count(_FILLERS, answers) / total, 1),
        hedges=round(100 * _count(_HEDGES, answers) / total, 1),
    )


def _count(pattern: re.Pattern[str], answers: Sequence[str]) -> int:
    return sum(len(pattern.findall(answer)) for answer in answers)
