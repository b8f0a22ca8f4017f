"""The interviewer's sentences: seeded, varied, claiming nothing that the assessment does not support."""

from random import Random

from interviewer.engine.phrasing.common import COMMON
from interviewer.engine.phrasing.demanding import DEMANDING
from interviewer.engine.phrasing.neutral import NEUTRAL
from interviewer.engine.phrasing.warm import WARM
from interviewer.engine.state import Persona

_TABLES = {"warm": WARM, "neutral": NEUTRAL, "demanding": DEMANDING}


def sentences(persona: Persona, key: str) -> tuple[str, ...]:
    """The sentences a persona has for a purpose: its own, else the neutral ones, else the common ones.

    Raises:
        KeyError: there is no such purpose.
    """
    return _TABLES[persona].get(key) or NEUTRAL.get(key) or COMMON[key]


def choose(persona: Persona, key: str, seed: int, said: tuple[str, ...]) -> int:
    """The number of the sentence to say next for a purpose.

    One not said yet, drawn by the seed; when all were said, the one said longest ago.

    Args:
        persona: who speaks.
        key: the purpose.
        seed: the session's.
        said: names of all sentences said so far, in order, as `name` gives them.
    """
    count = len(sentences(persona, key))
    last = {name: place for place, name in enumerate(said)}
    fresh = [number for number in range(count) if name_of(key, number) not in last]
    if fresh:
        return Random(f"{key}-{seed}-{len(said)}").choice(fresh)
    return min(range(count), key=lambda number: last[name_of(key, number)])


def name_of(key: str, number: int) -> str:
    """The name a sentence is remembered under."""
    return f"{key}:{number}"
