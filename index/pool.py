"""Where each text's vector is: in the journal of this build, or in the index that it replaces."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.journal import Journal
from index.storage import StoredIndex


class Pool:
    """Vectors by text, none of them in memory.

    Args:
        texts: what will be asked for.
        journal: vectors that are kept there are found again; new ones go there.
        old: an index of the same encoder whose vectors may be reused.
        rows: which of its rows may hold such texts; all of them by default.
    """

    def __init__(
        self,
        texts: Collection[str],
        journal: Journal,
        old: StoredIndex | None,
        rows: NDArray[np.int64] | None = None,
    ) -> None:
        self._journal = journal
        self._old = old
        # A row of the journal, or the complement of a row of the old index.
        self._places: dict[str, int] = {}
        wanted = frozenset(texts)
        if old is not None:
            for row in range(len(old.passages)) if rows is None else rows.tolist():
                text = old.passages.text(row)
                if text in wanted:
                    self._places[text] = ~row
        kept = journal.read()
        if kept:
            for text in wanted - self._places.keys():
                row = kept.get(journal.key(text))
                if row is not None:
                    self._places[text] = row

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those without a vector, in the given order."""
        return [text for text in texts if text not in self._places]

    def keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Take new vectors, shape (len(texts), dimension).

        Raises:
            StorageError: the disk refuses.
        """
        rows = self._journal.keep(texts, vectors)
        self._places.update(zip(texts, rows.tolist(), strict=True))

    def gather(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, shape (len(texts), dimension).

        Raises:
            KeyError: one of them has none.
        """
        places = np.fromiter((self._places[text] for text in texts), np.int64, len(texts))
        new = places >= 0
        if self._old is None or new.all():
            return self._journal.take(places)
        found = self._old.vectors(np.where(new, 0, ~places))
        found[new] = self._journal.take(places[new])
        return found
