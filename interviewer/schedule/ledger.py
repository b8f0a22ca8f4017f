"""The weak-point ledger: key points missed again and again, one entry for those that mean the same.

It looks at the latest answers to each question (`store.scores.LATEST`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from corpus.models import KeyPoint, Question
from interviewer.store.records import PointCount

MISSES = 2
"""From so many misses on, alone or with those that mean the same, a point is weak."""
SAME_MEANING = 0.8
"""Cosine from which two key points are taken for one. Looked at in the built-in bank: the 62 pairs of
different questions above it mean the same, nearly all; of those from 0.75 on about half do."""


class Meaning(Protocol):
    """Turns texts into unit vectors: shape (len(texts), dimension); the index's encoders do."""

    def encode(self, texts: Sequence[str]) -> Any: ...


class Source(Struct, frozen=True, kw_only=True):
    """A key point of a question in the ledger, and how often it was missed of how often judged."""

    question_id: str
    point_id: str
    missed: int
    judged: int


class WeakPoint(Struct, frozen=True, kw_only=True):
    """An entry of the ledger.

    Attributes:
        point: the claim that keeps being missed; of several that mean the same, the weightiest.
        missed: how often, over all its sources.
        judged: how often it could have been made.
        sources: where it belongs, the most missed first.
    """

    point: str
    missed: int
    judged: int
    sources: tuple[Source, ...]


def weak_points(
    counts: Sequence[PointCount],
    questions: Mapping[str, Question],
    meaning: Meaning | None = None,
) -> list[WeakPoint]:
    """The ledger, the most missed first. A point that was made the last time is no longer in it.

    Args:
        counts: key points missed at least once, the most missed first.
        questions: the bank by id; points that it no longer holds are left out.
        meaning: merges points by meaning; without it each stands alone.
    """
    found = [
        (count, point)
        for count in counts
        if count.last_missed
        and (point := _point(questions.get(count.question_id), count.point_id)) is not None
    ]
    entries = []
    for group in _groups([point.point for _, point in found], meaning):
        members = [found[number] for number in group]
        missed = sum(count.missed for count, _ in members)
        if missed < MISSES:
            continue
        heaviest = max(members, key=lambda member: (member[1].weight, member[0].missed))
        entries.append(
            WeakPoint(
                point=heaviest[1].point,
                missed=missed,
                judged=sum(count.judged for count, _ in members),
                sources=tuple(
                    Source(
                        question_id=count.question_id,
                        point_id=count.point_id,
                        missed=count.missed,
                        judged=count.judged,
                    )
                    for count, _ in members
                ),
            )
        )
    return sorted(entries, key=lambda entry: (-entry.missed, entry.judged, entry.point))


def _point(question: Question | None, point_id: str) -> KeyPoint | None:
    if question is None:
        return None
    return next((point for point in question.key_points if point.id == point_id), None)


def _groups(texts: Sequence[str], meaning: Meaning | None) -> list[list[int]]:
    """Numbers of texts that mean the same, each text in one group.

    A text joins the first group whose first member it is near to: no chain of small steps can tie
    together what means different things.
    """
    if meaning is None or len(texts) < 2:
        return [[number] for number in range(len(texts))]
    import numpy as np

    vectors = np.asarray(meaning.encode(list(texts)))
    groups: list[list[int]] = []
    for number in range(len(texts)):
        heads = [group[0] for group in groups]
        near = vectors[heads] @ vectors[number] if heads else np.zeros(0)
        if near.size and near.max() >= SAME_MEANING:
            groups[int(near.argmax())].append(number)
        else:
            groups.append([number])
    return groups
