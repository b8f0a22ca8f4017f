"""A large index after a small change of the bank: rows are added and struck out, nothing is rebuilt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from index import layout, storage
from index.centroids import Centroids
from index.layout import Gather
from index.lexicon import LexiconData
from index.manifest import Manifest
from index.passages import Passage
from index.rows import PassageTable
from index.storage import StoredIndex

_REBUILT_FROM = 0.2
"""Share of dead or later added rows beyond which the whole index is built anew: codes and thresholds were
fitted to other rows, and dead rows cost time in every search."""


@dataclass(frozen=True, slots=True)
class Update:
    """What an index lacks and what is too much in it.

    Attributes:
        old: the index.
        questions: ids of the new bank, in its order.
        dead: rows of questions that are gone or changed, shape (rows,).
        added: all passages of new and changed questions, in bank order.
    """

    old: StoredIndex
    questions: list[str]
    dead: NDArray[np.bool_]
    added: list[Passage]

    @property
    def reusable(self) -> NDArray[np.int64]:
        """Rows whose vectors the added passages may use again."""
        return np.flatnonzero(self.dead | ~self.old.passages.living)


def plan(old: StoredIndex, listed: Sequence[Passage]) -> Update | None:
    """How to bring an index up to a bank's passages; None where it is to be built as a whole.

    Args:
        old: a complete index of the same encoder.
        listed: all passages of the bank.
    """
    if not layout.grows(old.manifest.factory):
        return None
    wanted = PassageTable.of(listed)
    held, signatures = old.passages.signatures(), wanted.signatures()
    same = {key for key, signature in signatures.items() if held.get(key) == signature}
    kept = np.array([key in same for key in (*old.passages.questions, "")], bool)
    dead = ~kept[old.passages.owners] & old.passages.living
    added = [passage for passage in listed if passage.question_id not in same]
    manifest = old.manifest
    worn = manifest.dead + int(dead.sum()) + manifest.added + len(added)
    if worn > _REBUILT_FROM * (len(old.passages) + len(added)):
        return None
    return Update(old, list(wanted.questions), dead, added)


def apply(
    update: Update, manifest: Manifest, lexicon: LexiconData, gather: Gather, root: Path
) -> StoredIndex:
    """The index after an update, in memory.

    Args:
        update: from `plan`.
        manifest: of the new index; how it is worn is filled in.
        lexicon: of the new bank.
        gather: vectors of the added passages by their places, shape (places, dimension).
        root: the index directory, where the old index is current.

    Raises:
        StorageError: the old index is gone.
    """
    old, added = update.old, PassageTable.of(update.added)
    centroids = Centroids(len(added.questions), manifest.dimension)

    def blocks() -> list[NDArray[np.float32]]:
        found = []
        for start in range(0, len(added), layout.BLOCK):
            rows = np.arange(start, min(len(added), start + layout.BLOCK))
            vectors = gather(rows)
            centroids.add(added.owners[rows], added.kinds[rows], vectors)
            found.append(vectors)
        return found

    vectors = layout.extended(storage.vectors_file(root), blocks())
    table = old.passages.updated(update.questions, update.dead, added)
    manifest = msgspec.structs.replace(
        manifest,
        factory=old.manifest.factory,
        thresholds=old.manifest.thresholds,
        dead=int(len(table) - table.living.sum()),
        added=old.manifest.added + len(added),
    )
    means = np.zeros((len(table.questions), 2, manifest.dimension), np.float32)
    for held, values in ((old.passages, old.centroids), (added, centroids.unit())):
        rows = np.array([table.numbers.get(key, -1) for key in held.questions], np.int64)
        means[rows[rows >= 0]] = values[rows >= 0]
    return StoredIndex(manifest, table, lexicon, vectors, means)
