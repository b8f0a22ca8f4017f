"""Building the index: only what is new is embedded, in order of use, resumable at every chunk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from corpus.banks import Bank
from index import storage
from index.encoder import Encoder, Vectors
from index.errors import BuildInterrupted, StorageError
from index.journal import Journal
from index.lexicon import lexicon_data
from index.manifest import FORMAT, Manifest
from index.passages import EARLY_KINDS, Passage, passages, texts_fingerprint
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
    works long before the build is done.

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
    journal = Journal(root / "journal", encoder.id)
    if force:
        journal.clear()
    known = {} if force else _known_vectors(root, encoder.id) | _journaled(journal, listed)
    pending = _in_order(listed, known)
    reused = len({p.text for p in listed}) - len(pending)
    total = reused + len(pending)
    progress(Progress(reused, total, reused))
    early = len({p.text for p in listed if p.kind in EARLY_KINDS} - known.keys())
    held = storage.read_manifest(root)
    publish_early = held is None or held.encoder != encoder.id

    lexicon = lexicon_data(bank, encoder.known_words())

    def publish(chosen: list[Passage], *, complete: bool) -> Manifest:
        manifest = Manifest(
            format=FORMAT,
            encoder=encoder.id,
            dimension=encoder.dimension,
            texts=texts_fingerprint(chosen),
            source=source,
            questions=len({p.question_id for p in chosen}),
            passages=len(chosen),
            complete=complete,
        )
        vectors = _faiss_index(chosen, known, encoder.dimension)
        stored = storage.StoredIndex(manifest, chosen, lexicon, vectors)
        if complete:
            thresholds = calibrate(bank, stored, encoder)
            stored.manifest = msgspec.structs.replace(manifest, thresholds=thresholds)
        storage.publish(root, stored)
        return stored.manifest

    for start in range(0, len(pending), _CHUNK):
        if stop():
            raise BuildInterrupted(
                f"The build was stopped at {reused + start} of {total} texts; the next one goes on from there"
            )
        chunk = pending[start : start + _CHUNK]
        vectors = encoder.encode(chunk)
        known.update(zip(chunk, vectors, strict=True))
        journal.keep(chunk, vectors)
        progress(Progress(reused + start + len(chunk), total, reused))
        if publish_early and start + len(chunk) >= early:
            publish([p for p in listed if p.kind in EARLY_KINDS], complete=False)
            publish_early = False
    manifest = publish(listed, complete=True)
    journal.clear()
    return Built(manifest, len(pending), reused)


def _in_order(listed: Sequence[Passage], known: dict[str, Vectors]) -> list[str]:
    """The texts without a vector, once each: those searched by first, each part by length.

    Texts of one length make batches without padding.
    """
    early = {p.text for p in listed if p.kind in EARLY_KINDS} - known.keys()
    rest = {p.text for p in listed} - early - known.keys()
    return [text for part in (early, rest) for text in sorted(part, key=lambda t: (len(t), t))]


def _known_vectors(root: Path, encoder: str) -> dict[str, Vectors]:
    """Vectors of the current generation by text, where the same encoder made them."""
    manifest = storage.read_manifest(root)
    if manifest is None or manifest.encoder != encoder:
        return {}
    try:
        stored = storage.load(root)
    except StorageError:
        return {}
    return dict(zip((p.text for p in stored.passages), stored.vectors(), strict=True))


def _journaled(journal: Journal, listed: Sequence[Passage]) -> dict[str, Vectors]:
    kept = journal.read()
    if not kept:
        return {}
    texts = {p.text for p in listed}
    return {text: kept[key] for text in texts if (key := journal.key(text)) in kept}


def _faiss_index(listed: Sequence[Passage], known: dict[str, Vectors], dimension: int) -> Any:
    """An exact inner-product index; row by row the passages' vectors."""
    import faiss

    flat = faiss.IndexFlatIP(dimension)
    if listed:
        flat.add(np.stack([known[p.text] for p in listed]).astype(np.float32, copy=False))
    return flat
