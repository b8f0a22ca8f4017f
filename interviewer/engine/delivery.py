"""How an answer was delivered: counted, and told only where it is worth a word."""

import re
from collections.abc import Iterator

from interviewer.engine.state import Delivery
from interviewer.engine.words import words

_FILLER = re.compile(
    r"\b(?:um+|uh+|erm*|hmm+|you know|i mean|kind of|sort of|basically|like,)(?!\w)", re.IGNORECASE
)
_HEDGE = re.compile(
    r"\b(?:i (?:think|guess|suppose|believe)|maybe|perhaps|probably|not (?:really |quite )?sure"
    r"|if i (?:remember|recall)|i'm not certain|or something(?: like that)?|i could be wrong)\b",
    re.IGNORECASE,
)
_LONG = 260
_SHORT = 15
_MANY = 0.04
"""Fillers or hedges a word from which they are mentioned: four in a hundred words."""


def delivery_of(answer: str) -> Delivery:
    """Length in words, and how many fillers and hedges stand in an answer."""
    text = answer.replace("’", "'")
    return Delivery(
        words=len(words(answer)),
        fillers=len(_FILLER.findall(text)),
        hedges=len(_HEDGE.findall(text)),
    )


def remarks(delivery: Delivery) -> Iterator[str]:
    """Sentences on what stands out; none for most answers."""
    if delivery.words > _LONG:
        yield f"That took {delivery.words} words; an interviewer would cut in. Lead with the main point."
    elif delivery.words < _SHORT:
        yield f"That was {delivery.words} words; a sentence more on why would carry further."
    if delivery.fillers >= 3 and delivery.fillers > _MANY * delivery.words:
        yield f"{delivery.fillers} fillers in {delivery.words} words; a short pause does the same."
    if delivery.hedges >= 3 and delivery.hedges > _MANY * delivery.words:
        yield f"{delivery.hedges} hedges in {delivery.words} words; say what you do know plainly."
