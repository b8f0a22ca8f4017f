"""The index directory: generations written aside, one of them current.

CURRENT            the name of the current generation, replaced atomically
gen-<digest>/      manifest.json, passages.msgpack, vectors.faiss
journal/           vectors of an unfinished build, by chunk
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from index import files
from index.encoder import Vectors
from index.errors import StorageError
from index.lexicon import LexiconData
from index.manifest import FORMAT, Manifest
from index.passages import Passage

CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_PASSAGES = "passages.msgpack"
_LEXICON = "lexicon.msgpack"
_VECTORS = "vectors.faiss"
# What FAISS writes before a flat index's vectors. It crashes on a mapped file that ends within.
_HEADER_BYTES = 45
_REBUILD = "run: interviewer index build --force"


def read_manifest(root: Path) -> Manifest | None:
    """The current generation's manifest; None where there is no readable one."""
    place = _current(root)
    if place is None:
        return None
    try:
        return msgspec.json.decode((place / _MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None


class StoredIndex:
    """An index generation, loaded.

    Attributes:
        manifest: its description.
        passages: row by row what the vectors stand for.
        lexicon: the bank's words.
        faiss: the FAISS index over unit vectors, inner product.
    """

    def __init__(
        self,
        manifest: Manifest,
        passages: list[Passage],
        lexicon: LexiconData,
        faiss_index: Any,
    ) -> None:
        self.manifest = manifest
        self.passages = passages
        self.lexicon = lexicon
        self.faiss = faiss_index

    def vectors(self) -> Vectors:
        """All vectors, shape (passages, dimension)."""
        found: Vectors = self.faiss.reconstruct_n(0, self.faiss.ntotal)
        return found


def load(root: Path) -> StoredIndex:
    """The current generation.

    Raises:
        StorageError: there is none, or it is damaged.
    """
    place = _current(root)
    if place is None:
        raise StorageError(f"There is no index in {root}; run: interviewer index build")
    import faiss

    # A query is over before a second thread is awake; on a busy machine waiting for it costs 30 ms.
    faiss.omp_set_num_threads(1)
    try:
        manifest = msgspec.json.decode((place / _MANIFEST).read_bytes(), type=Manifest)
        listed = msgspec.msgpack.decode((place / _PASSAGES).read_bytes(), type=list[Passage])
        lexicon = msgspec.msgpack.decode((place / _LEXICON).read_bytes(), type=LexiconData)
        whole = _HEADER_BYTES + 4 * manifest.dimension * manifest.passages
        if (place / _VECTORS).stat().st_size < whole:
            raise OSError(f"{_VECTORS} is truncated")
        # IO_FLAG_MMAP_IFC maps the vectors instead of reading them.
        vectors = faiss.read_index(str(place / _VECTORS), faiss.IO_FLAG_MMAP_IFC)
    except (OSError, msgspec.MsgspecError, RuntimeError, ValueError, MemoryError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise StorageError(f"The index in {place} is damaged ({reason}); {_REBUILD}") from error
    counts = {manifest.passages, len(listed), vectors.ntotal}
    if manifest.format != FORMAT or len(counts) != 1 or vectors.d != manifest.dimension:
        raise StorageError(
            f"The index in {place} is damaged (its manifest says {manifest.passages} passages, found "
            f"{len(listed)} and {vectors.ntotal} vectors); {_REBUILD}"
        )
    return StoredIndex(manifest, listed, lexicon, vectors)


def publish(root: Path, stored: StoredIndex) -> None:
    """Write a generation aside and make it current; older ones are removed.

    Raises:
        StorageError: the directory cannot be written.
    """
    import faiss

    try:
        root.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=root, prefix="new-"))
        faiss.write_index(stored.faiss, str(aside / _VECTORS))
        (aside / _PASSAGES).write_bytes(msgspec.msgpack.encode(stored.passages))
        (aside / _LEXICON).write_bytes(msgspec.msgpack.encode(stored.lexicon))
        (aside / _MANIFEST).write_bytes(
            msgspec.json.format(msgspec.json.encode(stored.manifest), indent=2)
        )
        # mkdtemp's suffix is unique, so a reader of an older CURRENT never sees a mixture.
        final = root / aside.name.replace("new-", "gen-", 1)
        os.rename(aside, final)
    except (OSError, RuntimeError) as error:
        raise StorageError(
            f"The index cannot be written to {root} ({error}); free the disk or set another home"
        ) from error
    files.write(root / CURRENT, final.name.encode())
    for old in [*root.glob("gen-*"), *root.glob("new-*")]:
        if old != final:
            shutil.rmtree(old, ignore_errors=True)


def _current(root: Path) -> Path | None:
    try:
        name = (root / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    if not name.startswith("gen-") or "/" in name or "\\" in name:
        return None
    place = root / name
    return place if os.path.isdir(place) else None  # Path.is_dir raises for a name too long
