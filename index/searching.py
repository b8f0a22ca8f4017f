"""Search by meaning: a text, or a question, to the questions nearest to it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.encoder import Encoder, Vectors
from index.errors import StorageError
from index.passages import Passage, PassageKind
from index.storage import StoredIndex

# Only what says what a question is about is searched; pitfalls and follow-ups lead astray.
SEARCHED: dict[PassageKind, float] = {
    "question": 0.0,
    "ask": 0.04,
    "alias": 0.04,
    "answer": 0.08,
    "point": 0.08,
    "says": 0.08,
}
"""Kinds that take part, with what is taken off their score.

A question has one text but thirty other passages; without a discount their maximum would lift richly
written entries over others (measured with the retrieval benchmark).
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A question found.

    Attributes:
        question_id: the question.
        score: of its best passage: cosine less the discount of its kind, in [-1, 1].
        passage: that passage.
        cosine: the passage's plain cosine similarity, in [-1, 1].
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

    def search(self, text: str, limit: int, exclude: Collection[str] = ()) -> list[Hit]:
        """The questions nearest to a text, best first.

        Args:
            text: what a person typed.
            limit: how many questions at most.
            exclude: ids of questions to leave out.
        """
        if not text.strip():
            return []
        return self._best(self._encoder.encode([text])[0], limit, frozenset(exclude))

    def near_question(self, question_id: str, limit: int, exclude: Collection[str]) -> list[Hit]:
        """The questions nearest to a question of the bank, which itself is left out."""
        rows = [
            row
            for row, passage in enumerate(self._stored.passages)
            if passage.question_id == question_id and passage.kind in ("question", "ask", "alias")
        ]
        if not rows:
            return []
        vectors = np.stack([self._stored.faiss.reconstruct(row) for row in rows])
        mean = vectors.mean(axis=0)
        mean /= max(float(np.linalg.norm(mean)), 1e-12)
        return self._best(mean, limit, frozenset({question_id, *exclude}))

    def _best(self, vector: Vectors, limit: int, exclude: frozenset[str]) -> list[Hit]:
        """Widen the search until no further passage can change the hits."""
        if limit < 1:
            return []
        total = self._stored.faiss.ntotal
        wanted = min(total, max(256, 32 * limit))
        while True:
            rows = neighbors(self._stored.faiss, vector, wanted)
            hits = self._by_question(rows, exclude)
            # A passage not seen yet has at most the last one's cosine, and may have no discount.
            settled = len(hits) >= limit and hits[limit - 1].score > rows[-1][1] + 1e-6
            if settled or wanted >= total:
                return hits[:limit]
            wanted = min(total, 4 * wanted)

    def _by_question(self, rows: Iterable[tuple[int, float]], exclude: frozenset[str]) -> list[Hit]:
        best: dict[str, tuple[float, int, float]] = {}
        for row, cosine in rows:
            passage = self._stored.passages[row]
            discount = SEARCHED.get(passage.kind)
            if discount is None or passage.question_id in exclude:
                continue
            score = cosine - discount
            held = best.get(passage.question_id)
            if held is None or (score, -row) > (held[0], -held[1]):
                best[passage.question_id] = (score, row, cosine)
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[1][1]))
        return [
            Hit(key, round(score, 6), self._stored.passages[row], round(cosine, 6))
            for key, (score, row, cosine) in ordered
        ]


def neighbors(faiss_index: object, vector: Vectors, count: int) -> list[tuple[int, float]]:
    """Rows and cosines of the nearest vectors, best first, at most `count` of them.

    The only place that sees FAISS's way of saying "nothing": row -1, which comes where count exceeds
    the index or a vector is not finite.
    """
    if count < 1 or not np.isfinite(vector).all():
        return []
    query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
    scores, rows = faiss_index.search(query, count)  # type: ignore[attr-defined]
    pairs: Sequence[tuple[int, float]] = list(zip(rows[0].tolist(), scores[0].tolist()))
    return [(row, max(-1.0, min(1.0, score))) for row, score in pairs if row >= 0]
