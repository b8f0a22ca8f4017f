"""A bank of any size whose vectors lie as those of the built-in bank do, and an encoder that knows them.

A passage is a mixture of its question's theme, another real passage and noise, so that questions overlap;
separated clusters would flatter an index with lists.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.banks import Bank
from corpus.models import KeyPoint, Question
from index.encoder import Vectors

PER_QUESTION = 50
_NOISE_ROWS = 1 << 15


class SyntheticEncoder:
    """Vectors by the number that a text begins with; `q7 …` is a query near passage 7.

    Args:
        real: unit vectors of real passages, shape (passages, dimension).
    """

    id = "synthetic@1"

    def __init__(self, real: Vectors) -> None:
        self._real = np.ascontiguousarray(real, np.float32)
        self.dimension = real.shape[1]
        noise = np.random.default_rng(1).standard_normal((_NOISE_ROWS, self.dimension), np.float32)
        self._noise = noise / np.float32(np.sqrt(self.dimension))

    def known_words(self) -> list[str]:
        return []

    def encode(self, texts: Sequence[str]) -> Vectors:
        heads = [text.split(maxsplit=1)[0] for text in texts]
        numbers = np.array([int(h.lstrip("q")) if h.lstrip("q").isdigit() else 0 for h in heads])
        found = self.passages(numbers)
        asked = np.array([head.startswith("q") for head in heads], bool)
        found[asked] = _unit(found[asked] + 0.6 * self._noisy(numbers[asked], 3))
        return found

    def passages(self, numbers: NDArray[np.int64]) -> Vectors:
        """Vectors of passages, shape (len(numbers), dimension)."""
        theme = self._real[_mixed(numbers // PER_QUESTION, 1) % len(self._real)]
        other = self._real[_mixed(numbers, 2) % len(self._real)]
        noise = self._noisy(numbers, 4) + self._noisy(numbers, 5)
        return _unit(0.65 * theme + 0.5 * other + 0.3 * noise)

    def _noisy(self, numbers: NDArray[np.int64], seed: int) -> Vectors:
        return self._noise[_mixed(numbers, seed) % _NOISE_ROWS]


def synthetic_bank(passages: int, words: Sequence[str]) -> Bank:
    """A bank of so many passages, 50 a question; texts are as long as real ones."""
    return Bank(tuple(_question(n, words) for n in range(max(1, passages // PER_QUESTION))))


def _question(number: int, words: Sequence[str]) -> Question:
    first = number * PER_QUESTION
    texts = [_text(first + place, words) for place in range(PER_QUESTION)]
    points = (
        KeyPoint(id=f"p{n}", point=texts[14 + 6 * n], says=tuple(texts[15 + 6 * n : 20 + 6 * n]))
        for n in range(6)
    )
    return Question(
        id=f"question-{number}",
        text=texts[0],
        ask=texts[1],
        aliases=tuple(texts[2:10]),
        answer="\n\n".join(texts[10:14]),
        key_points=tuple(points),
    )


def _text(number: int, words: Sequence[str]) -> str:
    picked = _mixed(np.arange(10) + 10 * number, 9) % len(words)
    return f"{number} " + " ".join(words[place] for place in picked.tolist())


def _mixed(numbers: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """A hash of numbers (Steele et al. 2014, SplitMix64), not negative."""
    with np.errstate(over="ignore"):
        value = numbers.astype(np.uint64) + np.uint64(seed * 0x9E3779B97F4A7C15 % 2**64)
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((value ^ (value >> np.uint64(31))) >> np.uint64(1)).astype(np.int64)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(vectors / lengths, np.float32)
