"""Matching an answer against a question's rubric: where each point may be said, and what is said there.

The encoder finds the spans that bear on a point; the judge reads them. Only the judge tells a claim from
its opposite, only the encoder is fast enough to look everywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.models import Question
from index.encoder import Encoder, Vectors
from index.judging import Judge, Reading, hypothesis
from index.spans import Span, passage_of, spans_of

MAX_CHARACTERS = 20_000
"""What is read of an answer; people write 1,500 characters at the most."""

_READ_FROM = 0.15
"""Cosine of span and claim below which nothing is read: they are about different things."""

_PITFALLS_READ = 4
_SILENT = 0.7
"""Probability of "something else" from which no words need to be found that say or deny a claim."""
_UNREAD = Reading(0.0, 0.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class PointEvidence:
    """What an answer does to one key point.

    Attributes:
        point_id: the key point.
        similarity: cosine of the nearest pair of span and wording, in [-1, 1].
        reading: what the judge makes of the spans that bear on it.
        quote: the candidate's own words that do it, or else the nearest ones; empty without an answer.
        start: offset of the quote in the answer.
    """

    point_id: str
    similarity: float
    reading: Reading
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class PitfallEvidence:
    """Whether an answer makes a wrong claim.

    Attributes:
        number: of the pitfall in its question.
        similarity: cosine of the nearest pair of span and wrong wording, in [-1, 1].
        reading: what the judge makes of the spans that bear on it; `said` means the wrong claim is made.
        quote: the candidate's words that make it, or else the nearest ones.
        start: offset of the quote in the answer.
    """

    number: int
    similarity: float
    reading: Reading
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that matching tells of one answer to one question.

    Attributes:
        points: one entry a key point, in rubric order.
        pitfalls: one entry a pitfall, in order.
        question_similarity: highest cosine of a span to the question's own wordings.
        reference_similarity: highest cosine of a span to the reference answer.
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


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a claim may be said: the spans that bear on it, nearest first, and how near that is."""

    spans: Sequence[Span]
    similarity: float

    @property
    def said(self) -> str:
        """The spans as one text, in the order in which they were said."""
        return " ".join(span.text for span in sorted(self.spans, key=lambda span: span.start))


class RubricMatcher:
    """Matches answers to rubrics; the same input always gives the same evidence."""

    def __init__(self, encoder: Encoder, judge: Judge) -> None:
        self._encoder = encoder
        self._judge = judge
        self._rubric = lru_cache(maxsize=64)(self._encode_rubric)

    def prepare(self, question: Question) -> None:
        """Encode a question's rubric ahead of its answer, and load what judging needs."""
        self._rubric(question)
        self._judge.read([])

    def match(self, question: Question, answer: str) -> Evidence:
        """Evidence for every key point and pitfall of the question."""
        rubric = self._rubric(question)
        spans = spans_of(answer[:MAX_CHARACTERS])
        if not spans:
            return _nothing(question)
        vectors = self._encoder.encode([span.text for span in spans])
        points = list(
            _found(spans, vectors @ rubric.points.T, rubric.point_owners, len(question.key_points))
        )
        pitfalls = list(
            _found(
                spans, vectors @ rubric.pitfalls.T, rubric.pitfall_owners, len(question.pitfalls)
            )
        )
        claims = [point.point for point in question.key_points]
        claims += [pitfall.claim for pitfall in question.pitfalls]
        claims = [hypothesis(question, claim) for claim in claims]
        found = [*points, *pitfalls]
        readings = self._read(found, claims, _worth(points, pitfalls))
        quotes = [self._quote(*each) for each in zip(found, claims, readings)]
        heard = list(zip(found, readings, quotes))
        return Evidence(
            points=tuple(
                PointEvidence(point.id, at.similarity, reading, quote.text, quote.start)
                for point, (at, reading, quote) in zip(question.key_points, heard)
            ),
            pitfalls=tuple(
                PitfallEvidence(number, at.similarity, reading, quote.text, quote.start)
                for number, (at, reading, quote) in enumerate(heard[len(points) :])
            ),
            question_similarity=_score(np.max(vectors @ rubric.asked.T)),
            reference_similarity=_score(np.max(vectors @ rubric.reference.T, initial=-1.0)),
        )

    def _read(
        self, found: Sequence[_Found], claims: Sequence[str], worth: Sequence[bool]
    ) -> list[Reading]:
        asked = [(at.said, claim) for at, claim, wanted in zip(found, claims, worth) if wanted]
        read = iter(self._judge.read(asked))
        return [next(read) if wanted else _UNREAD for wanted in worth]

    def _quote(self, found: _Found, claim: str, reading: Reading) -> Span:
        """The span that does most of what all together were read to do."""
        if len(found.spans) == 1 or reading.unsaid > _SILENT:
            return found.spans[0]
        alone = self._judge.read([(span.text, claim) for span in found.spans])
        denies = reading.denied > reading.said + reading.half
        done = [each.denied if denies else each.said + each.half / 2 for each in alone]
        return found.spans[done.index(max(done))]

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


def _found(
    spans: Sequence[Span], similarities: Vectors, owners: NDArray[np.int64], count: int
) -> Iterator[_Found]:
    """For each owner, where the answer bears on it most.

    Args:
        spans: of the answer.
        similarities: of spans to wordings, shape (spans, wordings).
        owners: which owner each wording speaks for.
        count: how many owners.
    """
    for owner in range(count):
        nearest = similarities[:, owners == owner].max(axis=1)
        yield _Found(passage_of(spans, nearest.tolist()), _score(nearest.max()))


def _worth(points: Sequence[_Found], pitfalls: Sequence[_Found]) -> list[bool]:
    """Which claims are read: all that are about the same thing, and the nearest pitfalls of them."""
    ranked = sorted(range(len(pitfalls)), key=lambda n: (-pitfalls[n].similarity, n))
    near = set(ranked[:_PITFALLS_READ])
    return [at.similarity >= _READ_FROM for at in points] + [
        number in near and at.similarity >= _READ_FROM for number, at in enumerate(pitfalls)
    ]


def _nothing(question: Question) -> Evidence:
    points = tuple(PointEvidence(point.id, 0.0, _UNREAD, "", 0) for point in question.key_points)
    pitfalls = tuple(
        PitfallEvidence(number, 0.0, _UNREAD, "", 0) for number in range(len(question.pitfalls))
    )
    return Evidence(points, pitfalls, 0.0, 0.0)


def _score(value: float | np.floating[np.typing.NBitBase]) -> float:
    """Rounded, so that the last bits of a sum cannot turn a verdict."""
    return round(float(value), 4)
