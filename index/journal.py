"""Vectors of an unfinished build, on disk and mapped, kept by what they are vectors of.

Entries are content-addressed (encoder id and text), so an interrupted build loses at most one chunk
and a changed bank reuses whatever it still contains. Two files grow side by side: vectors, and for
each 512 of them one record with their keys and a checksum over both. Records and vectors have fixed
places, so damage to one chunk never hides another.
"""

import os
import shutil
import struct
import zlib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.errors import StorageError

CAPACITY = 512
"""Vectors of one record."""

_KEY_BYTES = 32
_HEADER = struct.Struct("<8sII")
_MAGIC = b"vectors2"
_RECORD_BYTES = _HEADER.size + CAPACITY * _KEY_BYTES


class Journal:
    """Vectors in a folder, by row in order of writing; damaged chunks are passed over."""

    def __init__(self, folder: Path, encoder: str, dimension: int) -> None:
        self._folder = folder
        self._encoder = encoder
        self._dimension = dimension
        self._vectors = folder / f"vectors-{dimension}.f32"
        self._records = folder / f"texts-{dimension}.log"

    def read(self) -> dict[bytes, int]:
        """Keys of all whole entries with the row of their vector."""
        found: dict[bytes, int] = {}
        try:
            data = self._records.read_bytes()
        except OSError:
            return found
        vectors = self._mapped()
        for number in range(self._count()):
            record = data[number * _RECORD_BYTES : (number + 1) * _RECORD_BYTES]
            if len(record) < _HEADER.size:
                continue
            magic, count, checksum = _HEADER.unpack_from(record)
            first = number * CAPACITY
            if magic != _MAGIC or count > CAPACITY or first + count > len(vectors):
                continue
            keys = record[_HEADER.size : _HEADER.size + count * _KEY_BYTES]
            if checksum != _checksum(count, keys, vectors[first : first + count]):
                continue
            for place in range(count):
                found[keys[place * _KEY_BYTES : (place + 1) * _KEY_BYTES]] = first + place
        return found

    def keep(self, texts: Sequence[str], vectors: Vectors) -> NDArray[np.int64]:
        """Write vectors of texts; gives the row of each, shape (len(texts),).

        Raises:
            StorageError: the disk refuses.
        """
        rows = []
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for start in range(0, len(texts), CAPACITY):
                part = slice(start, start + CAPACITY)
                rows.append(self._written(texts[part], np.ascontiguousarray(vectors[part], "<f4")))
        except OSError as error:
            raise StorageError(
                f"{self._folder} cannot be written ({error.strerror}); free the disk or set another home"
            ) from error
        return np.concatenate(rows) if rows else np.empty(0, np.int64)

    def take(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors in some rows, shape (len(rows), dimension)."""
        return np.asarray(self._mapped()[rows], np.float32)

    def key(self, text: str) -> bytes:
        """What a vector is found by: SHA-256 over encoder and text."""
        return sha256(f"{self._encoder}\0{text}".encode("utf-8", "surrogatepass")).digest()

    def clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _written(self, texts: Sequence[str], vectors: Vectors) -> NDArray[np.int64]:
        number = self._count()
        keys = b"".join(self.key(text) for text in texts)
        header = _HEADER.pack(_MAGIC, len(texts), _checksum(len(texts), keys, vectors))
        # Vectors first: a record without its vectors would only be one to pass over.
        _write_at(self._vectors, number * CAPACITY * 4 * self._dimension, vectors.tobytes())
        _write_at(self._records, number * _RECORD_BYTES, header + keys)
        return np.arange(number * CAPACITY, number * CAPACITY + len(texts))

    def _count(self) -> int:
        """Records there are, whole or not."""
        try:
            return -(-self._records.stat().st_size // _RECORD_BYTES)
        except FileNotFoundError:
            return 0

    def _mapped(self) -> Vectors:
        try:
            rows = self._vectors.stat().st_size // (4 * self._dimension)
        except OSError:
            rows = 0
        if not rows:
            return np.empty((0, self._dimension), np.float32)
        return np.memmap(self._vectors, "<f4", "r", shape=(rows, self._dimension))


def _checksum(count: int, keys: bytes, vectors: Vectors) -> int:
    return zlib.crc32(np.ascontiguousarray(vectors).tobytes(), zlib.crc32(keys, count))


def _write_at(file: Path, place: int, data: bytes) -> None:
    with open(file, "r+b" if file.exists() else "w+b") as out:
        out.seek(place)
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
