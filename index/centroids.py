"""Mean vectors of questions: what each is found by, and its rubric.

They are summed up while an index is built, block by block, so that related questions are found
without the passages' vectors.
"""

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.passages import PassageKind
from index.rows import Kinds, Owners, kind_numbers

MEANING: tuple[PassageKind, ...] = ("question", "ask", "alias")
RUBRIC: tuple[PassageKind, ...] = ("point", "says")


class Centroids:
    """Sums of unit vectors by question."""

    def __init__(self, questions: int, dimension: int) -> None:
        self._sums = np.zeros((questions, 2, dimension), np.float32)

    def add(self, owners: Owners, kinds: Kinds, vectors: Vectors) -> None:
        """Count some rows in.

        Args:
            owners: question numbers, shape (rows,).
            kinds: shape (rows,); dead rows and other kinds are passed over.
            vectors: shape (rows, dimension).
        """
        for side, wanted in enumerate((MEANING, RUBRIC)):
            rows = np.flatnonzero(np.isin(kinds, kind_numbers(wanted)))
            if not len(rows):
                continue
            rows = rows[np.argsort(owners[rows], kind="stable")]
            numbers, starts = np.unique(owners[rows], return_index=True)
            self._sums[numbers, side] += np.add.reduceat(vectors[rows], starts, axis=0)

    def unit(self) -> Vectors:
        """Unit vectors, shape (questions, 2, dimension): meaning and rubric.

        A question without passages of a side has zeros there.
        """
        lengths: NDArray[np.float32] = np.linalg.norm(self._sums, axis=2, keepdims=True)
        return np.asarray(self._sums / np.maximum(lengths, np.float32(1e-9)))
