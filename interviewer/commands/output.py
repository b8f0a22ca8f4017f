"""What the commands share: JSON and batches on stdout, words and progress on stderr."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from interviewer.errors import UsageError, UserError

if TYPE_CHECKING:
    from index.building import Progress

_MAX_LINE = 1_000_000


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_batch(parser: ArgumentParser, fields: str) -> None:
    parser.add_argument(
        "--batch",
        metavar="FILE",
        help=f"read JSON Lines with {fields} from FILE or -, print a JSON line for each, in order",
    )


def print_json(value: Any) -> None:
    """Indented JSON on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def counted(count: int, what: str) -> str:
    """`1 problem`, `2 problems`."""
    return f"{count} {what}{'s' * (count != 1)}"


def run_batch(
    source: str,
    answer: Callable[[dict[str, Any]], dict[str, Any]],
    prepare: Callable[[], None] = lambda: None,
) -> int:
    """Answer every line of a JSON Lines file, in order; a wrong line stops the batch.

    Args:
        source: a path, or `-` for stdin.
        answer: makes the output object of an input object.
        prepare: what takes long and is done once a first line could be read.

    Raises:
        UserError: the file cannot be read, or a line is wrong; it names the line.
    """
    name = "standard input" if source == "-" else source
    for place, (number, record) in enumerate(_records(source, name)):
        if place == 0:
            prepare()
        try:
            result = answer(record)
        except UserError as error:
            raise UserError(f"{name}:{number}: {error}") from error
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return 0


def text_field(record: dict[str, Any], *names: str) -> str:
    """The first of some fields that is there.

    Raises:
        UserError: none is there, or it is no text.
    """
    for name in names:
        if name in record:
            if not isinstance(record[name], str):
                kind = type(record[name]).__name__
                raise UserError(f"found {kind} in the field {name!r}, expected text")
            return str(record[name])
    raise UserError(f"found no field {names[0]!r}, expected one")


def texts_field(record: dict[str, Any], *names: str) -> list[str]:
    """Like `text_field`, where a list of texts may stand for several.

    Raises:
        UserError: none is there, or it is neither a text nor a list of texts.
    """
    name = next((name for name in names if name in record), names[0])
    found = record.get(name)
    if not isinstance(found, list):
        return [text_field(record, name)]
    if not found or not all(isinstance(text, str) for text in found):
        raise UserError(f"found {json.dumps(found)} in the field {name!r}, expected texts")
    return [str(text) for text in found]


def _records(source: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines: TextIO = sys.stdin if source == "-" else Path(source).open(encoding="utf-8-sig")  # noqa: SIM115
    except OSError as error:
        raise UserError(f"{source} cannot be read ({error.strerror})") from error
    try:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            if len(line) > _MAX_LINE:
                found = f"{len(line)} characters"
                raise UserError(f"{name}:{number}: found {found}, expected at most {_MAX_LINE}")
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise UserError(f"{name}:{number}: found no JSON ({error})") from error
            if not isinstance(record, dict):
                kind = type(record).__name__
                raise UserError(f"{name}:{number}: found {kind}, expected a JSON object")
            yield number, record
    except UnicodeDecodeError as error:
        raise UserError(f"{name}: found bytes that are not UTF-8 text ({error.reason})") from error
    finally:
        if source != "-":
            lines.close()


def read_stdin() -> str:
    """All of stdin.

    Raises:
        UsageError: stdin is closed or a terminal with nothing to pipe.
        UserError: it is not UTF-8 text.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise UsageError("standard input is closed; pipe the answer in")
    if sys.stdin.isatty():
        print("Type the answer; end it with Ctrl+D.", file=sys.stderr)
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise UserError(f"standard input is not UTF-8 text ({error.reason})") from error


class ProgressLine:
    """Progress of a build on stderr: one line kept up to date, or one a tenth where it is no
    terminal."""

    def __init__(self) -> None:
        self._tenth = -1
        self._shown = False

    def __call__(self, progress: "Progress") -> None:
        if progress.total == progress.reused:
            return
        tenth = int(progress.share * 10)
        if sys.stderr.isatty():
            line = f"\rBuilding the index: {progress.done} of {progress.total} texts"
            print(line, end="", file=sys.stderr, flush=True)
            self._shown = True
            if progress.done == progress.total:
                print(file=sys.stderr)
        elif tenth > self._tenth:
            self._tenth = tenth
            print(f"Building the index: {progress.done} of {progress.total} texts", file=sys.stderr)
