"""Small encoders for tests that are about files and rows, not about meaning."""

import hashlib
import json
import shutil
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Vectors
from index.weights import ModelFolder, default_folder


class FakeEncoder:
    """Unit vectors drawn from a text's own hash; counts what it was given."""

    def __init__(self, name: str = "fake@1", dimension: int = 16) -> None:
        self.id = name
        self.dimension = dimension
        self.seen: list[str] = []

    def known_words(self) -> list[str]:
        return []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        out = np.empty((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            digest = hashlib.sha256(f"{self.id}\0{text}".encode("utf-8", "surrogatepass")).digest()
            vector = np.random.default_rng(list(digest)).standard_normal(self.dimension)
            out[row] = vector / np.linalg.norm(vector)
        return out


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def make_encoder() -> Callable[..., FakeEncoder]:
    """Fake encoders of another name or dimension."""
    return FakeEncoder


@pytest.fixture
def tiny_model(tmp_path: Path) -> ModelFolder:
    """A BERT of one layer and eight numbers a vector, with random weights, as a folder on disk.

    Its tokenizer is the real one.
    """
    folder = tmp_path / "tiny-bert"
    folder.mkdir()
    shutil.copy(default_folder().path / "tokenizer.json", folder)
    config = {
        "model_type": "bert",
        "hidden_act": "gelu",
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "hidden_size": 8,
    }
    (folder / "config.json").write_text(json.dumps(config))
    random = np.random.default_rng(7)
    tensors: dict[str, np.ndarray] = {}

    def tensor(name: str, *shape: int) -> None:
        tensors[name] = random.standard_normal(shape).astype(np.float32)

    tensor("embeddings.word_embeddings.weight", 30522, 8)
    tensor("embeddings.position_embeddings.weight", 256, 8)
    tensor("embeddings.token_type_embeddings.weight", 2, 8)
    layer = "encoder.layer.0"
    for part in ("attention.self.query", "attention.self.key", "attention.self.value"):
        tensor(f"{layer}.{part}.weight", 8, 8)
        tensor(f"{layer}.{part}.bias", 8)
    for part, rows, columns in (
        ("attention.output.dense", 8, 8),
        ("intermediate.dense", 16, 8),
        ("output.dense", 8, 16),
    ):
        tensor(f"{layer}.{part}.weight", rows, columns)
        tensor(f"{layer}.{part}.bias", rows)
    for name in ("embeddings", f"{layer}.attention.output", f"{layer}.output"):
        tensor(f"{name}.LayerNorm.weight", 8)
        tensor(f"{name}.LayerNorm.bias", 8)
    write_safetensors(folder / "model.safetensors", tensors)
    return ModelFolder(folder, "tiny-bert", None)


def write_safetensors(file: Path, tensors: dict[str, np.ndarray]) -> None:
    """The format by hand: length of the header, the header, the tensors."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    at = 0
    for name, values in tensors.items():
        size = values.nbytes
        entry = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [at, at + size]}
        header[name] = entry
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with file.open("wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for values in tensors.values():
            out.write(values.tobytes())
