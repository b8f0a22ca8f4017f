"""Search by meaning: a text to the questions nearest to it, and how sure that is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from index.encoder import Encoder, Vectors
from index.errors import StorageError
from index.lexicon import Lexicon
from index.passages import Passage, PassageKind
from index.storage import StoredIndex

Outcome = Literal["answer", "ambiguous", "nothing"]

SEARCHED: dict[PassageKind, float] = {
    "question": 0.0,
    "ask": 0.0,
    "alias": 0.0,
    "answer": 0.05,
    "point": 0.05,
    "says": 0.05,
}
"""Kinds of passages that tell what a question is about, with what is taken off the cosine when one of
them is a question's best: a single sentence of a rubric may resemble anything."""

BREADTH = 8
"""How many of a question's best passages count together."""

BREADTH_WEIGHT = 0.7
"""Their mean's weight against the best one's. A question that is meant is near in many of its wordings;
one that merely shares a sentence is not. Ranking is flat in both numbers (5 to 12, 0.5 to 0.9)."""

_ABSENT = 0.25
"""How far below a question's best passage those are taken to be that a bare entry does not have."""

CANDIDATES = 1536
"""Passages taken from FAISS; more change no ranking."""


# Question id to score, best cosine and its row; and the score of every question that is not there.
_Reading = tuple[dict[str, tuple[float, float, int]], float]


@dataclass(frozen=True, slots=True)
class Hit:
    """A question found.

    Attributes:
        question_id: the question.
        score: what it is ranked by, in [-1, 1].
        passage: its passage nearest to the text.
        cosine: that passage's cosine similarity, in [-1, 1].
    """

    question_id: str
    score: float
    passage: Passage
    cosine: float


class Searcher:
    """Searches one loaded index. Ties are broken by bank order, so results are deterministic.

    Raises:
        StorageError: the index was built with another encoder.
    """

    def __init__(self, stored: StoredIndex, encoder: Encoder) -> None:
        if stored.manifest.encoder != encoder.id:
            raise StorageError(
                f"The index was built with the encoder {stored.manifest.encoder}, in use is "
                f"{encoder.id}; run: interviewer index build"
            )
        self._stored = stored
        self._encoder = encoder
        self._lexicon = Lexicon(stored.lexicon)
        self._sizes: dict[str, int] = {}
        for passage in stored.passages:
            if passage.kind in SEARCHED:
                self._sizes[passage.question_id] = self._sizes.get(passage.question_id, 0) + 1

    def search(self, text: str, limit: int, exclude: Collection[str] = ()) -> list[Hit]:
        """The questions nearest to a text, best first.

        The text is searched as it is and as the lexicon reads it; a question's score is the mean
        over these readings.

        Args:
            text: what a person typed.
            limit: how many questions at most.
            exclude: ids of questions to leave out.
        """
        if not text.strip() or limit < 1:
            return []
        variants = self._lexicon.read(text).variants(text)
        distinct = list(dict.fromkeys(variants))
        vectors = self._encoder.encode(distinct)
        weights = [variants.count(variant) / len(variants) for variant in distinct]
        return self._ranked(vectors, weights, limit, frozenset(exclude))

    def decide(self, hits: list[Hit], alike: Collection[Collection[str]] = ()) -> Outcome:
        """Whether the best hit is what was meant, one of two may be, or nothing is close.

        Args:
            hits: of a search, best first.
            alike: groups of ids that are the same question: two of them are no ambiguity.
        """
        thresholds = self._stored.manifest.thresholds
        if not hits or hits[0].score < thresholds.nothing:
            return "nothing"
        rivals = [
            hit
            for hit in hits[1:]
            if not any({hits[0].question_id, hit.question_id} <= set(group) for group in alike)
        ]
        if hits[0].score >= thresholds.sure or not rivals:
            return "answer"
        return "ambiguous" if hits[0].score - rivals[0].score < thresholds.margin else "answer"

    def search_without(self, row: int, limit: int) -> list[Hit]:
        """What a passage of the index finds as a query when it is not there itself."""
        vector = self._stored.faiss.reconstruct(row)
        rows = neighbors(self._stored.faiss, vector, CANDIDATES + 1)
        reading = self._scores(pair for pair in rows if pair[0] != row)
        return self._merged([reading], [1.0], set(reading[0]), limit)

    def _ranked(
        self, vectors: Vectors, weights: list[float], limit: int, exclude: frozenset[str]
    ) -> list[Hit]:
        """Merge the rankings of several readings, widening until enough questions are seen."""
        total = self._stored.faiss.ntotal
        wanted = min(total, max(CANDIDATES, 48 * limit))
        while True:
            readings = [self._scores(neighbors(self._stored.faiss, v, wanted)) for v in vectors]
            keys = set().union(*(scores.keys() for scores, _ in readings)) - exclude
            if len(keys) >= limit or wanted >= total:
                break
            wanted = min(total, 4 * wanted)
        return self._merged(readings, weights, keys, limit)

    def _merged(
        self, readings: list[_Reading], weights: list[float], keys: Collection[str], limit: int
    ) -> list[Hit]:
        """The weighted mean over readings, best first."""
        merged: list[tuple[float, int, float]] = []
        for key in keys:
            score, nearest = 0.0, (-2.0, 0)
            for (scores, floor), weight in zip(readings, weights, strict=True):
                value, cosine, row = scores.get(key, (floor, -2.0, 0))
                score += weight * value
                nearest = max(nearest, (cosine, -row))
            merged.append((score, -nearest[1], nearest[0]))
        merged.sort(key=lambda item: (-item[0], item[1]))
        hits = []
        for score, row, cosine in merged[:limit]:
            passage = self._stored.passages[row]
            hits.append(Hit(passage.question_id, round(score, 6), passage, round(cosine, 6)))
        return hits

    def _scores(self, rows: Iterable[tuple[int, float]]) -> _Reading:
        """Score, best cosine and its row for each question, and the floor for all others.

        A passage that FAISS did not return is no nearer than the last one returned: that is the floor.
        """
        best: dict[str, tuple[float, float, int]] = {}
        cosines: dict[str, list[float]] = {}
        floor = 0.0
        for row, cosine in rows:
            floor = cosine
            passage = self._stored.passages[row]
            discount = SEARCHED.get(passage.kind)
            if discount is None:
                continue
            value = (cosine - discount, cosine, row)
            held = best.get(passage.question_id)
            if held is None or (value[0], -row) > (held[0], -held[2]):
                best[passage.question_id] = value
            listed = cosines.setdefault(passage.question_id, [])
            if len(listed) < BREADTH:
                listed.append(cosine)
        scores = {}
        for key, (top, cosine, row) in best.items():
            listed = cosines[key]
            there = min(BREADTH, self._sizes[key])
            missing = floor * (there - len(listed)) + (listed[0] - _ABSENT) * (BREADTH - there)
            mean = (sum(listed) + missing) / BREADTH
            scores[key] = ((1 - BREADTH_WEIGHT) * top + BREADTH_WEIGHT * mean, cosine, row)
        return scores, floor


def neighbors(faiss_index: object, vector: Vectors, count: int) -> list[tuple[int, float]]:
    """Rows and cosines of the nearest vectors, best first, at most `count` of them.

    The only place that sees FAISS's way of saying "nothing": row -1, which comes where count exceeds
    the index or a vector is not finite.
    """
    if count < 1 or not np.isfinite(vector).all():
        return []
    query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
    scores, rows = faiss_index.search(query, count)  # type: ignore[attr-defined]
    pairs = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
    return [(row, max(-1.0, min(1.0, score))) for row, score in pairs if row >= 0]
