"""The index directory: generations written aside, one of them current.

CURRENT            the name of the current generation, replaced atomically
gen-<suffix>/      manifest.json
                   contents.msgpack    question ids, and the sizes of the mapped files
                   owners.npy, kinds.npy, offsets.npy, texts.npy    the passages' columns
                   centroids.npy       mean vectors of questions
                   lexicon.msgpack     the bank's words
                   vectors.faiss
journal/           vectors of an unfinished build

Whatever grows with the number of passages is mapped, not read.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from index import files
from index.centroids import Centroids
from index.encoder import Vectors
from index.errors import StorageError
from index.layout import readable, reconstructed
from index.lexicon import LexiconData
from index.manifest import FORMAT, Manifest
from index.passages import Passage
from index.rows import DEAD, KINDS, NOBODY, PassageTable

CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_CONTENTS = "contents.msgpack"
_LEXICON = "lexicon.msgpack"
_VECTORS = "vectors.faiss"
_COLUMNS = ("owners", "kinds", "offsets", "texts", "centroids")
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


class Contents(msgspec.Struct, frozen=True):
    """What reading the mapped files needs.

    Attributes:
        questions: question ids in bank order.
        sizes: bytes of each mapped file by name: reading past a file's end would end the process.
    """

    questions: list[str]
    sizes: dict[str, int]


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
        passages: Sequence[Passage] | PassageTable,
        lexicon: LexiconData,
        faiss_index: Any,
        centroids: Vectors | None = None,
    ) -> None:
        self.manifest = manifest
        self.passages = (
            passages if isinstance(passages, PassageTable) else PassageTable.of(passages)
        )
        self.lexicon = lexicon
        self.faiss = faiss_index
        self._centroids = centroids

    def vectors(self, rows: NDArray[np.int64] | None = None) -> Vectors:
        """The vectors in some rows or, for small indexes, in all: shape (rows, dimension)."""
        return reconstructed(self.faiss, np.arange(len(self.passages)) if rows is None else rows)

    @cached_property
    def centroids(self) -> Vectors:
        """Unit mean vectors of questions: shape (questions, 2, dimension), meaning and rubric."""
        if self._centroids is not None:
            return self._centroids
        table = self.passages
        found = Centroids(len(table.questions), self.manifest.dimension)
        found.add(table.owners, table.kinds, self.vectors())
        return found.unit()

    @property
    def alive(self) -> NDArray[np.bool_] | None:
        """Which rows a search may find, shape (rows,); None where all."""
        return self.passages.living if self.manifest.dead else None


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
        if manifest.format != FORMAT:
            raise OSError(f"its format is {manifest.format}, not {FORMAT}")
        if not readable(manifest.factory):
            raise OSError(f"its vectors are laid out as {manifest.factory}")
        contents = msgspec.msgpack.decode((place / _CONTENTS).read_bytes(), type=Contents)
        lexicon = msgspec.msgpack.decode((place / _LEXICON).read_bytes(), type=LexiconData)
        for name in (_VECTORS, *(f"{column}.npy" for column in _COLUMNS)):
            if (place / name).stat().st_size < contents.sizes.get(name, 1):
                raise OSError(f"{name} is truncated")
        owners, kinds, offsets, texts, centroids = (
            # As plain arrays: each slice of a memmap costs a Python call.
            np.asarray(np.load(place / f"{column}.npy", mmap_mode="r", allow_pickle=False))
            for column in _COLUMNS
        )
        # IO_FLAG_MMAP_IFC maps the vectors instead of reading them.
        vectors = faiss.read_index(str(place / _VECTORS), faiss.IO_FLAG_MMAP_IFC)
        table = PassageTable(contents.questions, owners, kinds, offsets, texts)
        if not _fits(table, centroids, manifest):
            raise OSError("its columns do not belong together")
    except (OSError, msgspec.MsgspecError, RuntimeError, ValueError, MemoryError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise StorageError(f"The index in {place} is damaged ({reason}); {_REBUILD}") from error
    if vectors.ntotal != len(table) or vectors.d != manifest.dimension:
        raise StorageError(
            f"The index in {place} is damaged (its manifest says {manifest.passages} passages, found "
            f"{len(table)} rows and {vectors.ntotal} vectors); {_REBUILD}"
        )
    return StoredIndex(manifest, table, lexicon, vectors, centroids)


def publish(root: Path, stored: StoredIndex) -> None:
    """Write a generation aside and make it current; older ones are removed.

    Raises:
        StorageError: the directory cannot be written.
    """
    import faiss

    table = stored.passages
    try:
        root.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=root, prefix="new-"))
        faiss.write_index(stored.faiss, str(aside / _VECTORS))
        columns: tuple[NDArray[Any], ...] = (
            *(table.owners, table.kinds, table.offsets, table.texts),
            stored.centroids,
        )
        for name, values in zip(_COLUMNS, columns, strict=True):
            np.save(aside / f"{name}.npy", values, allow_pickle=False)
        sizes = {file.name: file.stat().st_size for file in aside.iterdir()}
        contents = Contents(list(table.questions), sizes)
        (aside / _CONTENTS).write_bytes(msgspec.msgpack.encode(contents))
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


def vectors_file(root: Path) -> str:
    """Path of the current generation's FAISS file, for what FAISS must read itself.

    Raises:
        StorageError: there is no index.
    """
    place = _current(root)
    if place is None:
        raise StorageError(f"There is no index in {root}; run: interviewer index build")
    return str(place / _VECTORS)


def _fits(table: PassageTable, centroids: Vectors, manifest: Manifest) -> bool:
    """Whether columns are of the right types and shapes and point nowhere outside each other."""
    rows, questions = len(table), len(table.questions)
    columns = (table.owners, table.kinds, table.offsets, table.texts, centroids)
    shapes = [(rows,), (rows,), (2 * rows + 1,), table.texts.shape]
    shapes.append((questions, 2, manifest.dimension))
    types = ["int32", "uint8", "int64", "uint8", "float32"]
    if [c.shape for c in columns] != shapes or [str(c.dtype) for c in columns] != types:
        return False
    dead = table.kinds == DEAD
    return bool(
        table.texts.ndim == 1
        and rows == manifest.passages + manifest.dead == manifest.passages + dead.sum()
        and np.where(dead, 0, table.kinds).max(initial=0) < len(KINDS)
        and table.owners.max(initial=NOBODY) < questions
        and table.owners.min(initial=questions) >= (NOBODY if manifest.dead else 0)
        and table.offsets[0] == 0
        and table.offsets[-1] <= len(table.texts)
    )


def _current(root: Path) -> Path | None:
    try:
        name = (root / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    if not name.startswith("gen-") or "/" in name or "\\" in name:
        return None
    place = root / name
    return place if os.path.isdir(place) else None  # Path.is_dir raises for a name too long
