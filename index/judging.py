"""A judge: reads what a candidate said and tells whether it says a claim of the rubric.

The default judge is a small cross-encoder that ships with this package (see judge/MODEL_CARD.md). Any
object with the same two members can stand in its place.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from corpus.models import Question


class Reading(NamedTuple):
    """Probabilities that sum to 1, of what some words do to a claim.

    Attributes:
        said: they say it.
        half: they say a part of it.
        unsaid: they say something else.
        denied: they say the opposite, or get it wrong.
    """

    said: float
    half: float
    unsaid: float
    denied: float


class Judge(Protocol):
    """Must be deterministic, and must read each pair for itself, whatever stands beside it."""

    @property
    def id(self) -> str:
        """Equal ids, equal readings."""

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        """A reading for every pair of what was said and a claim, put by `hypothesis`."""


def hypothesis(question: Question, claim: str) -> str:
    """A claim as a judge is asked about it: after its question, for "it" to have something to stand for."""
    return f"{question.text} {claim}"
