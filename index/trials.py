"""Calibrating a built index: its own aliases and foreign questions, searched and compared."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from corpus.banks import Bank
from index.calibrating import Thresholds, Trial, fit, foreign_queries, sample
from index.encoder import Encoder, Vectors
from index.rows import kind_numbers
from index.searching import Searcher
from index.storage import StoredIndex


def calibrate(
    bank: Bank,
    stored: StoredIndex,
    encoder: Encoder,
    vectors_of: Callable[[NDArray[np.int64]], Vectors] | None = None,
) -> Thresholds:
    """Thresholds fitted to an index; the same index always gives the same ones.

    Args:
        bank: what the index was built of.
        stored: the index.
        encoder: the one it was built with.
        vectors_of: vectors of some rows, shape (rows, dimension), where the index's own are rounded.
    """
    searcher = Searcher(stored, encoder)
    aliases = np.flatnonzero(stored.passages.kinds == kind_numbers(["alias"])[0])
    rows = aliases[sample(len(aliases))]
    vectors = (vectors_of or stored.vectors)(rows)
    own = [
        _trial(bank, searcher, stored.passages[row].question_id, row, vector)
        for row, vector in zip(rows.tolist(), vectors, strict=True)
    ]
    found = [searcher.search(text, 1) for text in foreign_queries()]
    return fit(own, [(hits[0].score, hits[0].cosine) for hits in found if hits])


def _trial(bank: Bank, searcher: Searcher, question_id: str, row: int, vector: Vectors) -> Trial:
    wanted = bank.twins(question_id)
    hits = searcher.search_without(row, 8, vector)
    if not hits:
        return Trial(score=-1.0, lead=0.0, right=False)
    alike = bank.twins(hits[0].question_id)
    rival = next((hit.score for hit in hits[1:] if hit.question_id not in alike), -1.0)
    return Trial(
        score=hits[0].score,
        lead=hits[0].score - rival,
        right=hits[0].question_id in wanted,
    )
