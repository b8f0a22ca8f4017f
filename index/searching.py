"""Search by meaning: a text to the questions nearest to it, and how sure that is."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder, Vectors
from index.errors import StorageError
from index.layout import nearest
from index.lexicon import Lexicon
from index.passages import Passage
from index.ranking import Ints, Reading, is_searched, merged, reading
from index.storage import StoredIndex

Outcome = Literal["answer", "ambiguous", "nothing"]

CANDIDATES = 1536
"""Passages taken from FAISS; more change no ranking."""


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

    @cached_property
    def _sizes(self) -> Ints:
        """Searched passages of every question, shape (questions,)."""
        table = self._stored.passages
        owners = table.owners[is_searched(table.kinds)]
        return np.bincount(owners, minlength=len(table.questions))

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
        return self._ranked(vectors, weights, limit, exclude)

    def decide(self, hits: list[Hit], alike: Collection[Collection[str]] = ()) -> Outcome:
        """Whether the best hit is what was meant, one of two may be, or nothing is close.

        Args:
            hits: of a search, best first.
            alike: groups of ids that are the same question: two of them are no ambiguity.
        """
        thresholds = self._stored.manifest.thresholds
        if not hits:
            return "nothing"
        if hits[0].score < thresholds.nothing and hits[0].cosine < thresholds.near:
            return "nothing"
        rivals = [
            hit
            for hit in hits[1:]
            if not any({hits[0].question_id, hit.question_id} <= set(group) for group in alike)
        ]
        if hits[0].score >= thresholds.sure or not rivals:
            return "answer"
        return "ambiguous" if hits[0].score - rivals[0].score < thresholds.margin else "answer"

    def search_without(self, row: int, limit: int, vector: Vectors | None = None) -> list[Hit]:
        """What a passage of the index finds as a query when it is not there itself.

        Args:
            row: the passage.
            limit: how many questions at most.
            vector: the passage's, shape (dimension,); without it the index's own is used.
        """
        if vector is None:
            vector = self._stored.vectors(np.array([row]))[0]
        found = self._reading(vector, CANDIDATES + 1, without=row)
        return self._hits([found], [1.0], found.owners, limit)

    def _ranked(
        self, vectors: Vectors, weights: list[float], limit: int, exclude: Collection[str]
    ) -> list[Hit]:
        """Merge the rankings of several readings, widening until enough questions are seen."""
        numbers = self._stored.passages.numbers if exclude else {}
        excluded = np.array([numbers[key] for key in exclude if key in numbers], np.int64)
        total = self._stored.manifest.passages
        wanted = min(total, max(CANDIDATES, 48 * limit))
        while True:
            readings = [self._reading(vector, wanted) for vector in vectors]
            # Sorted and each once; np.unique would import numpy.ma, 7 ms of a cold start.
            owners = np.flatnonzero(np.bincount(np.concatenate([r.owners for r in readings])))
            keys = np.setdiff1d(owners, excluded, assume_unique=True)
            if len(keys) >= limit or wanted >= total:
                break
            wanted = min(total, 4 * wanted)
        return self._hits(readings, weights, keys, limit)

    def _reading(self, vector: Vectors, count: int, without: int | None = None) -> Reading:
        table = self._stored.passages
        rows, cosines = nearest(self._stored.faiss, vector, count, self._stored.alive)
        if without is not None:
            rows, cosines = rows[rows != without], cosines[rows != without]
        return reading(rows, cosines, table.owners[rows], table.kinds[rows], self._sizes)

    def _hits(
        self, readings: list[Reading], weights: list[float], keys: NDArray[np.int64], limit: int
    ) -> list[Hit]:
        table = self._stored.passages
        columns = (column[:limit].tolist() for column in merged(readings, weights, keys))
        return [
            Hit(table.questions[owner], round(score, 6), table[row], round(cosine, 6))
            for owner, score, cosine, row in zip(*columns, strict=True)
        ]
