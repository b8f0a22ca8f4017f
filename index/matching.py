"""Matching an answer against a question's rubric by meaning."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.models import Question
from index.encoder import Encoder, Vectors
from index.spans import Span, spans_of

MAX_CHARACTERS = 20_000
"""What is read of an answer; people write 1,500 characters at the most."""


@dataclass(frozen=True, slots=True)
class PointEvidence:
    """How near an answer comes to one key point.

    Attributes:
        point_id: the key point.
        similarity: cosine of the nearest pair of span and wording, in [-1, 1].
        quote: the candidate's own words of that span; empty where there are none.
        start: offset of the quote in the answer.
    """

    point_id: str
    similarity: float
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class PitfallEvidence:
    """How near an answer comes to a wrong claim.

    Attributes:
        number: of the pitfall in its question.
        similarity: cosine of the nearest pair of span and wrong wording, in [-1, 1].
        margin: that similarity less the same span's similarity to the right wordings of the key
            point it denies and of the others; positive where the span reads as the wrong claim.
        quote: the candidate's words.
        start: offset of the quote in the answer.
    """

    number: int
    similarity: float
    margin: float
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that matching tells of one answer to one question.

    Attributes:
        points: one entry a key point, in rubric order.
        pitfalls: one entry a pitfall, in order.
        question_similarity: cosine of the whole answer to the question's own wordings.
        reference_similarity: cosine of the whole answer to the reference answer.
    """

    points: tuple[PointEvidence, ...]
    pitfalls: tuple[PitfallEvidence, ...]
    question_similarity: float
    reference_similarity: float


@dataclass(frozen=True, slots=True)
class _Rubric:
    """Vectors of a question's rubric; `owners` says which point or pitfall a row speaks for."""

    points: Vectors
    point_owners: NDArray[np.int64]
    pitfalls: Vectors
    pitfall_owners: NDArray[np.int64]
    asked: Vectors
    reference: Vectors


class RubricMatcher:
    """Matches answers to rubrics with an encoder; the same input always gives the same evidence."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rubric = lru_cache(maxsize=64)(self._encode_rubric)

    def prepare(self, question: Question) -> None:
        """Encode a question's rubric ahead of its answer."""
        self._rubric(question)

    def match(self, question: Question, answer: str) -> Evidence:
        """Evidence for every key point and pitfall of the question."""
        answer = answer[:MAX_CHARACTERS]
        rubric = self._rubric(question)
        spans = spans_of(answer)
        if not spans:
            return _nothing(question)
        vectors = self._encoder.encode([" ".join(answer.split()), *(span.text for span in spans)])
        whole, pieces = vectors[0], vectors[1:]
        to_points = _by_owner(
            pieces @ rubric.points.T, rubric.point_owners, len(question.key_points)
        )
        to_pitfalls = _by_owner(
            pieces @ rubric.pitfalls.T, rubric.pitfall_owners, len(question.pitfalls)
        )
        return Evidence(
            points=tuple(_point_evidence(question, spans, to_points)),
            pitfalls=tuple(_pitfall_evidence(question, spans, to_points, to_pitfalls)),
            question_similarity=_score(float(np.max(rubric.asked @ whole))),
            reference_similarity=_score(float(np.max(rubric.reference @ whole, initial=-1.0))),
        )

    def _encode_rubric(self, question: Question) -> _Rubric:
        points = [
            (n, text) for n, p in enumerate(question.key_points) for text in (p.point, *p.says)
        ]
        wrong = [(n, text) for n, p in enumerate(question.pitfalls) for text in (p.claim, *p.says)]
        asked = [question.text, question.spoken]
        reference = [question.answer] if question.answer else []
        texts = [t for _, t in points] + [t for _, t in wrong] + asked + reference
        vectors = self._encoder.encode(texts)
        borders = np.cumsum([len(points), len(wrong), len(asked)])
        parts = np.split(vectors, borders)
        return _Rubric(
            points=parts[0],
            point_owners=np.array([n for n, _ in points], np.int64),
            pitfalls=parts[1],
            pitfall_owners=np.array([n for n, _ in wrong], np.int64),
            asked=parts[2],
            reference=parts[3],
        )


def _by_owner(similarities: Vectors, owners: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    """Best similarity of every span to every owner, shape (spans, count)."""
    best = np.full((len(similarities), count), -1.0, np.float32)
    for owner in range(count):
        columns = owners == owner
        if columns.any():
            best[:, owner] = similarities[:, columns].max(axis=1)
    return best


def _point_evidence(
    question: Question, spans: list[Span], to_points: NDArray[np.float32]
) -> list[PointEvidence]:
    found = []
    for number, point in enumerate(question.key_points):
        row = int(np.argmax(to_points[:, number]))
        span = spans[row]
        found.append(PointEvidence(point.id, _score(to_points[row, number]), span.text, span.start))
    return found


def _pitfall_evidence(
    question: Question,
    spans: list[Span],
    to_points: NDArray[np.float32],
    to_pitfalls: NDArray[np.float32],
) -> list[PitfallEvidence]:
    right = to_points.max(axis=1, initial=-1.0)
    found = []
    for number in range(len(question.pitfalls)):
        # The span that reads most as the wrong claim rather than as anything right.
        margins = to_pitfalls[:, number] - right
        row = int(np.argmax(to_pitfalls[:, number] + margins))
        span = spans[row]
        similarity, margin = _score(to_pitfalls[row, number]), _score(margins[row])
        found.append(PitfallEvidence(number, similarity, margin, span.text, span.start))
    return found


def _nothing(question: Question) -> Evidence:
    points = tuple(PointEvidence(point.id, 0.0, "", 0) for point in question.key_points)
    pitfalls = tuple(
        PitfallEvidence(number, 0.0, -1.0, "", 0) for number in range(len(question.pitfalls))
    )
    return Evidence(points, pitfalls, 0.0, 0.0)


def _score(value: float) -> float:
    """Rounded, so that the last bits of a sum cannot turn a verdict."""
    return round(float(value), 4)
