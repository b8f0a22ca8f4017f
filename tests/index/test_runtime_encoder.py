"""The runtime encoder against sentence-transformers, and against itself."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, Vectors, open_encoder
from index.runtime_encoder import OnnxEncoder

TEXTS = [
    "",
    " ",
    "a",
    "?",
    "What is overfitting?",
    "WHAT IS OVERFITTING?",
    "Regularization adds a penalty on the size of the weights to the loss.",
    "def f(x):\n    return {'a': [x ** 2, 1e-9]}  # ok",
    " ".join(f"word{n} about gradient descent" for n in range(250)),
    "antidisestablishmentarianism" * 40,
    "😀 🤖🏽‍♀️ 👩‍👩‍👧‍👦",
    "過学習とは何ですか。モデルが訓練データを暗記することです",
    "Что такое переобучение?",
    "ما هو التعلم الآلي؟",
    "a\x00b\x07c\x1b[31m\x7f\u200b\ufeff\u202e",
    "naïve Bayes — “quoted” ﬁne ½ x² e\u0301 é",
    "[CLS] [SEP] [PAD] [MASK] ##ing",
    "tab\tand\nnew\r\nlines   and   spaces",
]

_REFERENCE = """
import sys, json, numpy as np
from index.reference_encoder import SentenceTransformersEncoder
from index.weights import default_folder
encoder = SentenceTransformersEncoder(default_folder())
np.save(sys.argv[2], encoder.encode(json.load(open(sys.argv[1]))))
print(encoder.id, encoder.dimension)
"""


def test_parity_with_sentence_transformers(
    encoder: Encoder, together: Vectors, repo: Path, tmp_path: Path
) -> None:
    (tmp_path / "texts.json").write_text(json.dumps(TEXTS))
    child = subprocess.run(
        [sys.executable, "-c", _REFERENCE, tmp_path / "texts.json", tmp_path / "out.npy"],
        cwd=repo,
        check=True,
        capture_output=True,
        text=True,
    )
    assert child.stdout.split() == [encoder.id, str(encoder.dimension)]
    reference = np.load(tmp_path / "out.npy")
    cosines = (reference * together).sum(axis=1)
    worst = int(np.argmin(cosines))
    # GELU by its tanh formula would give 0.999997.
    assert cosines[worst] >= 0.999999, repr(TEXTS[worst])
    assert cosines.max() <= 1.0001


def test_this_process_stays_free_of_torch(encoder: Encoder, repo: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.encoder import open_encoder\n"
        "open_encoder(None, Path(sys.argv[1])).encode(['x'])\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, tmp_path], cwd=repo, check=True, capture_output=True, text=True
    )
    assert child.stdout == "[]\n"


def test_identity(encoder: Encoder) -> None:
    assert isinstance(encoder, OnnxEncoder)
    assert (encoder.id, encoder.dimension) == ("all-MiniLM-L6-v2@53aa51172d14", 384)


@pytest.fixture(scope="module")
def together(encoder: Encoder) -> Vectors:
    """All texts, encoded in one call."""
    return encoder.encode(TEXTS)


def test_vectors_are_of_unit_length(together: Vectors) -> None:
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)


def test_neither_order_nor_company_count(encoder: Encoder, together: Vectors) -> None:
    order = np.random.default_rng(3).permutation(len(TEXTS))
    shuffled = encoder.encode([TEXTS[n] for n in order])
    np.testing.assert_allclose(shuffled, together[order], atol=2e-6)
    for number in (0, 4, 8, 11):
        np.testing.assert_allclose(encoder.encode([TEXTS[number]])[0], together[number], atol=2e-6)


def test_more_texts_than_a_batch(encoder: Encoder) -> None:
    texts = [f"{'deep ' * (n % 7)}learning number {n}" for n in range(70)]
    vectors = encoder.encode(texts)
    for number in (0, 31, 32, 63, 64, 69):
        np.testing.assert_allclose(vectors[number], encoder.encode([texts[number]])[0], atol=2e-6)


def test_the_same_call_gives_the_same_bits(encoder: Encoder) -> None:
    short = [text for text in TEXTS if len(text) < 200]
    np.testing.assert_array_equal(encoder.encode(short), encoder.encode(short))


def test_a_build_gives_the_same_vectors(together: Vectors, session_caches: Path) -> None:
    # Its weights are packed, those of a query are not.
    build = open_encoder(None, session_caches / "encoders", threads=2)
    np.testing.assert_allclose(build.encode(TEXTS), together, atol=1e-6)


def test_no_texts(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_what_lies_beyond_256_tokens_is_cut(encoder: Encoder) -> None:
    long = "tree " * 300
    one, two, three = encoder.encode([long + "alpha", long + "omega", "tree " * 253 + "omega"])
    np.testing.assert_array_equal(one, two)
    assert float(one @ three) < 0.9999  # the 254th word of 254 still counts


def test_lone_surrogates_are_read_as_question_marks(encoder: Encoder) -> None:
    one, two = encoder.encode(["a \udc80 b", "a ? b"])
    np.testing.assert_array_equal(one, two)


def test_meaning(encoder: Encoder) -> None:
    query, near, far = encoder.encode(
        ["What is overfitting?", "training error is low but test error is high", "onion soup"]
    )
    assert float(query @ near) > float(query @ far) + 0.2
