"""Alignment against a plain loop over tokens, and by the real encoder against hand-picked texts."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.alignment import Alignment, recall
from index.encoder import Encoder, TokenVectors
from index.runtime_encoder import OnnxEncoder, open_runtime_encoder
from index.weights import ModelFolder

LIGHT = frozenset({"the", "a", "is", "of", "it"})


class FakeTokens:
    """Words as tokens, each with a vector of its own; `auto` lies between `car` and `tree`."""

    VECTORS = {  # noqa: RUF012
        "car": (2.0, 0.0, 0.0),
        "tree": (0.0, 3.0, 0.0),
        "auto": (0.8, 0.6, 0.0),
        "the": (0.0, 0.0, 1.0),
        "?": (0.0, 0.0, -5.0),
    }

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        found = []
        for text in texts:
            words = text.split()
            vectors = np.array([self.VECTORS[word] for word in words], np.float32).reshape(-1, 3)
            found.append(TokenVectors(tuple(words), vectors, tuple((0, 0) for _ in words)))
        return found


def unit_rows(random: np.random.Generator, count: int) -> np.ndarray:
    rows = random.standard_normal((count, 8)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize(("m", "n"), [(1, 1), (3, 7), (20, 2)])
def test_recall_is_the_weighted_mean_of_each_token_s_best_cosine(m: int, n: int) -> None:
    random = np.random.default_rng(m)
    reference, answer, weights = unit_rows(random, m), unit_rows(random, n), random.random(m)
    oracle = 0.0
    for row in range(m):
        best = max(float(np.dot(reference[row], answer[column])) for column in range(n))
        oracle += float(weights[row]) * best
    assert recall(reference, answer, weights) == pytest.approx(oracle / weights.sum(), abs=1e-4)


def test_a_side_without_tokens_or_weight_recalls_nothing() -> None:
    some = unit_rows(np.random.default_rng(1), 2)
    none = some[:0]
    assert recall(none, some, np.ones(0)) == 0.0
    assert recall(some, none, np.ones(2)) == 0.0
    assert recall(some, some, np.zeros(2)) == 0.0


def test_what_was_asked_and_light_words_count_a_fifth_and_marks_nothing() -> None:
    alignment = Alignment(FakeTokens(), LIGHT)
    # `car` finds `auto` at .8, `tree` at .6, `the` nothing at 0, `?` is no word.
    (plain,) = alignment.recalls("", ["the car tree ?"], "auto")
    assert plain == pytest.approx((0.2 * 0 + 0.8 + 0.6) / 2.2, abs=1e-4)
    (asked,) = alignment.recalls("car ?", ["the car tree ?"], "auto")
    assert asked == pytest.approx((0.2 * 0 + 0.2 * 0.8 + 0.6) / 1.4, abs=1e-4)


def test_one_number_a_reference_in_order_and_silence_recalls_nothing() -> None:
    alignment = Alignment(FakeTokens(), LIGHT)
    assert alignment.recalls("the", ["tree", "car", ""], "tree") == [1.0, 0.0, 0.0]
    assert alignment.recalls("the", ["tree"], "") == [0.0]
    assert alignment.recalls("the", [], "tree") == []


@pytest.fixture(scope="module")
def real(encoder: Encoder) -> OnnxEncoder:
    assert isinstance(encoder, OnnxEncoder)
    return encoder


def test_a_text_holds_all_of_itself_and_less_of_another(real: OnnxEncoder) -> None:
    claim = "Boosting fits each model to the errors of those before it."
    alignment = Alignment(real, LIGHT)
    own, near, far = (
        alignment.recalls("What is boosting?", [claim], answer)[0]
        for answer in (
            f"Well. {claim}",
            "every new learner goes after the mistakes of the earlier ones",
            "my favorite soup has onions and a little salt",
        )
    )
    assert own > near > far
    assert own > 0.8
    assert far < 0.4


def test_tokens_are_those_of_the_text_with_their_places(
    tiny_model: ModelFolder, tmp_path: Path
) -> None:
    encoder = open_runtime_encoder(tiny_model, tmp_path / "cache")
    assert encoder is not None
    long, short, empty = encoder.encode_tokens(["Overfitting, then: a tree too deep", "Tree", ""])
    assert [text for text, _ in zip(long.tokens, range(3))] == ["over", "##fi", "##tting"]
    assert "[CLS]" not in long.tokens
    assert long.vectors.shape == (len(long.tokens), 8)
    assert long.offsets[0] == (0, 4)
    assert short.tokens == ("tree",)
    assert empty.tokens == ()
    assert empty.vectors.shape == (0, 8)


def test_vectors_of_tokens_do_not_depend_on_their_batch(
    tiny_model: ModelFolder, tmp_path: Path
) -> None:
    encoder = open_runtime_encoder(tiny_model, tmp_path / "cache")
    assert encoder is not None
    texts = ["a tree", "a tree of many branches", "gradient descent goes down", "loss"]
    together = encoder.encode_tokens(texts)
    for text, found in zip(texts, together):
        (alone,) = encoder.encode_tokens([text])
        assert alone.tokens == found.tokens
        np.testing.assert_allclose(alone.vectors, found.vectors, atol=1e-5)
