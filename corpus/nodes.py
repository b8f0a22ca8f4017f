"""A bank file before it is a model: its text, and the values that a reader finds in it with their lines.

Apart from the reader itself, since importing a YAML library takes longer than reading a compiled bank.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BankError, Problem

MAX_BYTES = 32 * 1024 * 1024


@dataclass(slots=True)
class Node:
    """A YAML value and the line (from 1) it starts on.

    `value` is a scalar, a list of nodes, or a dict from key text to node. `key_line` is the line of
    the key in front of the value, 0 where there is none.
    """

    value: Any
    line: int
    key_line: int = 0


@dataclass(frozen=True, slots=True)
class Exotic:
    """A plain scalar that YAML 1.1 does not read as text: `1:30`, `0x1F`, `2024-01-01`."""

    text: str
    what: str


def read_text(path: Path) -> str:
    """The text of a bank file.

    Raises:
        BankError: the file cannot be read, is larger than 32 MiB, or is not UTF-8 text.
    """
    name = str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BankError(
                [Problem(name, 0, "", f"{size} bytes", f"at most {MAX_BYTES} (split the file)")]
            )
        with path.open("rb") as source:
            data = source.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:  # a device has no size
            raise BankError([Problem(name, 0, "", "an endless file", f"at most {MAX_BYTES} bytes")])
    except OSError as error:
        reason = error.strerror or str(error)
        raise BankError([Problem(name, 0, "", reason, "a readable file")]) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x}"
        raise BankError([Problem(name, line, "", found, "UTF-8 text")]) from error
