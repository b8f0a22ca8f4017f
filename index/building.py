"""Building the index: only what is new is embedded, in order of use, resumable at every chunk.

Vectors stay on disk, in the journal or in the index that is replaced, until FAISS takes them in blocks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from corpus.banks import Bank
from index import layout, storage, updating
from index.centroids import Centroids
from index.encoder import Encoder, Vectors
from index.errors import BuildInterrupted, StorageError
from index.journal import Journal
from index.lexicon import LexiconData, lexicon_data
from index.manifest import FORMAT, Manifest
from index.passages import EARLY_KINDS, Passage, passages, texts_fingerprint
from index.pool import Pool
from index.rows import PassageTable
from index.storage import StoredIndex
from index.trials import calibrate

_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is; `done` of `total` texts have a vector, of which `reused` were kept."""

    done: int
    total: int
    reused: int

    @property
    def share(self) -> float:
        """In [0, 1]."""
        return self.done / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    manifest: Manifest
    embedded: int
    reused: int


def build(
    bank: Bank,
    encoder: Encoder,
    root: Path,
    *,
    source: str,
    force: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Built:
    """Build the index of a bank into a directory.

    Vectors of the current generation and of an interrupted build are reused text by text. Where no
    index exists yet, one over the texts people search by is published first, so that a search
    works long before the build is done. A large index is added to as long as little of it changes.

    Args:
        bank: the questions.
        encoder: must be the one that queries are encoded with.
        root: the index directory.
        source: fingerprint of the bank files, kept in the manifest.
        force: reuse nothing.
        progress: called after every chunk.
        stop: asked before every chunk.

    Raises:
        BuildInterrupted: `stop` said so; the journal keeps what was embedded.
        StorageError: the directory cannot be written.
    """
    listed = passages(bank.questions)
    journal = Journal(root / "journal", encoder.id, encoder.dimension)
    if force:
        journal.clear()
    old = None if force else _reusable(root, encoder.id)
    update = updating.plan(old, listed) if old is not None and old.manifest.complete else None
    texts = _in_order(listed if update is None else update.added)
    pool = Pool(texts, journal, old, None if update is None else update.reusable)
    pending = pool.missing(texts)
    total = len(texts) if update is None else len({p.text for p in listed})
    reused = total - len(pending)
    progress(Progress(reused, total, reused))
    wanted_early = {p.text for p in listed if p.kind in EARLY_KINDS}
    early = sum(text in wanted_early for text in pending)
    held = storage.read_manifest(root)
    publish_early = held is None or held.encoder != encoder.id

    lexicon = lexicon_data(bank, encoder.known_words())

    def manifest_of(chosen: list[Passage], *, complete: bool) -> Manifest:
        return Manifest(
            format=FORMAT,
            encoder=encoder.id,
            dimension=encoder.dimension,
            texts=texts_fingerprint(chosen),
            source=source,
            questions=len({p.question_id for p in chosen}),
            passages=len(chosen),
            complete=complete,
            factory=layout.factory(len(chosen), encoder.dimension),
        )

    def publish(chosen: list[Passage], *, complete: bool) -> Manifest:
        gather = _gathering(chosen, pool)
        stored = _assembled(chosen, manifest_of(chosen, complete=complete), lexicon, gather)
        if complete:
            thresholds = calibrate(bank, stored, encoder, gather)
            stored.manifest = msgspec.structs.replace(stored.manifest, thresholds=thresholds)
        storage.publish(root, stored)
        return stored.manifest

    def publish_update(change: updating.Update) -> Manifest:
        gather = _gathering(change.added, pool)
        stored = updating.apply(change, manifest_of(listed, complete=True), lexicon, gather, root)
        storage.publish(root, stored)
        return stored.manifest

    for start in range(0, len(pending), _CHUNK):
        if stop():
            raise BuildInterrupted(
                f"The build was stopped at {reused + start} of {total} texts; the next one goes on from there"
            )
        chunk = pending[start : start + _CHUNK]
        vectors = encoder.encode(chunk)
        pool.keep(chunk, vectors)
        progress(Progress(reused + start + len(chunk), total, reused))
        if publish_early and start + len(chunk) >= early:
            publish([p for p in listed if p.kind in EARLY_KINDS], complete=False)
            publish_early = False
    manifest = publish(listed, complete=True) if update is None else publish_update(update)
    journal.clear()
    return Built(manifest, len(pending), reused)


def _in_order(listed: Sequence[Passage]) -> list[str]:
    """The texts, once each: those searched by first, each part by length.

    Texts of one length make batches without padding.
    """
    early = {p.text for p in listed if p.kind in EARLY_KINDS}
    rest = {p.text for p in listed} - early
    return [text for part in (early, rest) for text in sorted(part, key=lambda t: (len(t), t))]


def _reusable(root: Path, encoder: str) -> StoredIndex | None:
    """The current generation where the same encoder made it and it can be read."""
    manifest = storage.read_manifest(root)
    if manifest is None or manifest.encoder != encoder:
        return None
    try:
        return storage.load(root)
    except StorageError:
        return None


def _gathering(chosen: Sequence[Passage], pool: Pool) -> layout.Gather:
    """Vectors of passages by their places, shape (places, dimension)."""

    def gather(rows: NDArray[np.int64]) -> Vectors:
        return pool.gather([chosen[row].text for row in rows.tolist()])

    return gather


def _assembled(
    chosen: Sequence[Passage], manifest: Manifest, lexicon: LexiconData, gather: layout.Gather
) -> StoredIndex:
    """An index over all of some passages, in memory."""
    table = PassageTable.of(chosen)
    centroids = Centroids(len(table.questions), manifest.dimension)

    def seen(start: int, vectors: Vectors) -> None:
        block = slice(start, start + len(vectors))
        centroids.add(table.owners[block], table.kinds[block], vectors)

    vectors = layout.assemble(len(table), manifest.dimension, gather, seen)
    return StoredIndex(manifest, table, lexicon, vectors, centroids.unit())
