"""What an encoder is, and how to open the one in use."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.weights import ModelFolder, default_folder, own_folder

Vectors = NDArray[np.float32]
MAX_TOKENS = 256


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity."""

    @property
    def id(self) -> str:
        """Name and weights, e.g. `all-MiniLM-L6-v2@53aa51172d14`: equal ids, equal vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts: float32, shape (len(texts), dimension).

        Texts beyond 256 tokens are cut there, as sentence-transformers does for this model.
        """

    def known_words(self) -> Collection[str]:
        """Words of the language that the encoder's vocabulary holds whole, lower-cased."""


class TokenVectors(NamedTuple):
    """A text's tokens in order, without the marks that the model adds around it.

    Attributes:
        tokens: entries of the vocabulary, e.g. `over`, `##fit`.
        vectors: of the tokens in their context, not of unit length: float32, shape (tokens, dimension).
        offsets: begin and end of each in the text, in characters.
    """

    tokens: tuple[str, ...]
    vectors: Vectors
    offsets: tuple[tuple[int, int], ...]


class TokenEncoder(Protocol):
    """An encoder that tells its tokens too."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of every text, at most 254 of each."""


def model_folder(setting: Path | None) -> ModelFolder:
    """The model folder that a setting names; without one, that of the installed weights package.

    Raises:
        WeightsError: there are no weights.
    """
    return default_folder() if setting is None else own_folder(setting)


def whole_words(vocabulary: Iterable[str]) -> list[str]:
    """The entries of a WordPiece vocabulary that are whole words of letters."""
    return [entry for entry in vocabulary if entry.isalpha() and entry.islower()]


def clean(text: str) -> str:
    """Lone surrogates, which no tokenizer takes, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def encoder_id(folder: ModelFolder, sha256: str) -> str:
    """An encoder's identity: equal for equal weights, wherever they lie and whatever runs them."""
    return f"{folder.name}@{sha256[:12]}"


def open_encoder(setting: Path | None, cache: Path, *, threads: int = 1) -> Encoder:
    """The encoder in use, run without torch wherever its model allows.

    Args:
        setting: a sentence-transformers folder, or None for the default model.
        cache: where the exported graph is kept; made on first use in about 0.3 s.
        threads: 1 for queries, the number of cores for building.

    Raises:
        WeightsError: the weights are missing or altered.
    """
    from index.runtime_encoder import open_runtime_encoder

    folder = model_folder(setting)
    runtime = open_runtime_encoder(folder, cache, threads=threads)
    if runtime is not None:
        return runtime
    from index.reference_encoder import SentenceTransformersEncoder

    return SentenceTransformersEncoder(folder)
