"""Labelled data and its scorers, read where they lie; they are no part of the project."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file, in order."""
    try:
        lines = path.read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path} cannot be read as JSON Lines: {error}") from error


def read_scorer(path: Path) -> ModuleType:
    """The scorer that comes with labelled data, as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"There is no scorer at {path}.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
