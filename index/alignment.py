"""Alignment: how much of a text another text says, token by token.

Recall in the manner of BERTScore (Zhang et al. 2020): each token of a reference is held against the nearest
token of an answer, in context. Words that the question already used count little, as in Sultan et al. 2016,
and so do words that only hold a sentence together. It tells more than the cosine of two whole texts, but
like that it does not hear a claim from its opposite.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.encoder import TokenEncoder, Vectors

_ASKED_WEIGHT = 0.2
_LIGHT_WEIGHT = 0.2
_REMEMBERED = 512


class Alignment:
    """Holds references against answers; the same texts always give the same numbers.

    Each text is encoded for itself, so that no number depends on what stands beside it.

    Args:
        encoder: gives the tokens in their context.
        light: lower-cased words that say little by themselves.
    """

    def __init__(self, encoder: TokenEncoder, light: Collection[str]) -> None:
        self._encoder = encoder
        self._light = light
        self._read = lru_cache(maxsize=_REMEMBERED)(self._encode)

    def recalls(self, question: str, references: Sequence[str], answer: str) -> list[float]:
        """How much of each reference the answer says, each in [-1, 1].

        Args:
            question: what both speak to; its words prove little.
            references: texts whose content is looked for; one without words counts as not said.
            answer: where it is looked for.
        """
        asked = set(self._read(question)[0])
        _, heard = self._read(answer)
        found = []
        for reference in references:
            tokens, wanted = self._read(reference)
            found.append(recall(wanted, heard, self._weights(tokens, asked)))
        return found

    def _encode(self, text: str) -> tuple[tuple[str, ...], Vectors]:
        (read,) = self._encoder.encode_tokens([text])
        lengths = np.linalg.norm(read.vectors, axis=1, keepdims=True)
        return read.tokens, (read.vectors / np.maximum(lengths, 1e-12)).astype(np.float32)

    def _weights(self, tokens: Sequence[str], asked: Collection[str]) -> NDArray[np.float64]:
        """What each token of a reference counts, shape (tokens,)."""
        return np.array(
            [
                (_ASKED_WEIGHT if token in asked else 1.0)
                * (_LIGHT_WEIGHT if token in self._light else 1.0)
                * any(character.isalnum() for character in token)
                for token in tokens
            ],
            np.float64,
        )


def recall(reference: Vectors, answer: Vectors, weights: NDArray[np.float64]) -> float:
    """Weighted mean of the best cosine that each token of a reference finds in an answer, in [-1, 1].

    Args:
        reference: unit vectors, shape (m, dimension).
        answer: unit vectors, shape (n, dimension).
        weights: shape (m,), at least 0.

    Returns:
        Rounded to four digits; 0 where either side has no tokens, or all weights are 0.
    """
    total = weights.sum()
    if not len(answer) or not total:
        return 0.0
    nearest = (reference @ answer.T).max(axis=1)
    return round(float(weights @ nearest / total), 4)
