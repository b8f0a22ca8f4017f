"""Vectors of an unfinished build, kept by what they are vectors of.

Entries are content-addressed (encoder id and text), so an interrupted build loses at most one chunk
and a changed bank reuses whatever it still contains.
"""

import hashlib
import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index import files
from index.encoder import Vectors


class Journal:
    """Chunks of vectors in a folder; unreadable chunks are passed over."""

    def __init__(self, folder: Path, encoder: str) -> None:
        self._folder = folder
        self._encoder = encoder

    def read(self) -> dict[bytes, Vectors]:
        """All kept vectors by key."""
        found: dict[bytes, Vectors] = {}
        for chunk in sorted(self._folder.glob("*.npz")):
            try:
                # From memory: of a damaged file numpy would leave the handle open.
                with np.load(io.BytesIO(chunk.read_bytes()), allow_pickle=False) as data:
                    keys, vectors = data["keys"], data["vectors"]
            except Exception:  # zipfile and numpy raise many kinds for a damaged file
                continue
            if len(keys) == len(vectors):
                found.update((key.tobytes(), vector) for key, vector in zip(keys, vectors))
        return found

    def keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Write one chunk; where the disk refuses, the build goes on without."""
        keys = np.stack([np.frombuffer(self.key(text), np.uint8) for text in texts])
        buffer = io.BytesIO()
        np.savez(buffer, keys=keys, vectors=vectors)
        data = buffer.getvalue()
        files.try_write(self._folder / f"{hashlib.sha256(data).hexdigest()[:24]}.npz", data)

    def key(self, text: str) -> bytes:
        """What a vector is found by: SHA-256 over encoder and text."""
        return hashlib.sha256(f"{self._encoder}\0{text}".encode("utf-8", "surrogatepass")).digest()

    def clear(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
