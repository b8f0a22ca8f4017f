"""What the commands on the history share: opening it, naming a session, files, and asking first."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.errors import UsageError, UserError

if TYPE_CHECKING:
    from interviewer.store.store import Store
    from interviewer.wiring import Services

FORMATS = ("markdown", "html", "json")
LAST = 0
"""Stands for the last session where a number is asked for."""


@contextmanager
def history(services: "Services", *, write: bool = False) -> Iterator["Store"]:
    """The history, with all answers taken into the schedule where it is written to."""
    with services.open_store() if write else services.open_history() as store:
        for notice in store.notices:
            print(notice, file=sys.stderr)
        if write:
            from interviewer.schedule.reviewing import take_reviews

            take_reviews(store)
        yield store


@contextmanager
def practiced(services: "Services") -> Iterator["Store"]:
    """The history with all answers in the schedule; as it was where it cannot be written to."""
    from interviewer.store.errors import StoreUnavailable

    with ExitStack() as stack:
        try:
            exists = services.paths.history.exists()
            store = stack.enter_context(history(services, write=exists))
        except StoreUnavailable as error:
            print(error, file=sys.stderr)
            store = stack.enter_context(history(services))
        yield store


def positive(text: str) -> int:
    """A number from 1."""
    if not text.isdecimal() or int(text) < 1 or len(text) > 15:
        raise ArgumentTypeError(f"found {text!r}, expected a number from 1")
    return int(text)


def session_id(text: str) -> int:
    """A session's number, or `last`."""
    if text == "last":
        return LAST
    try:
        return positive(text)
    except ArgumentTypeError as error:
        raise ArgumentTypeError(f"{error}: a session's number; or last") from error


def resolved(store: "Store", number: int) -> int:
    """The number, or that of the last session.

    Raises:
        UserError: there is no session at all.
    """
    if number != LAST:
        return number
    rows = store.sessions.rows(limit=1)
    if not rows:
        raise UserError("There is no session yet; begin one with: interviewer")
    return rows[0].id


def add_format(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="markdown", help="default: markdown")
    parser.add_argument("--json", action="store_true", help="the same as --format json")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to FILE, not to stdout")


def format_of(args: Namespace) -> str:
    return "json" if args.json else str(args.format)


def put_out(text: str, file: Path | None) -> None:
    """Write a text to stdout or, whole or not at all, to a file.

    Raises:
        UserError: the file cannot be written.
    """
    if file is None:
        print(text, end="" if text.endswith("\n") else "\n")
        return
    partial = file.with_name(file.name + ".partial")
    try:
        partial.write_text(text, "utf-8")
        partial.replace(file)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise UserError(f"{file} cannot be written ({error.strerror})") from error
    print(f"Written to {file}.", file=sys.stderr)


def add_yes(parser: ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do it without asking")


def confirm(args: Namespace, what: str, word: str) -> bool:
    """Whether the person wants it: `--yes`, or the word typed at a terminal.

    Raises:
        UsageError: nobody can be asked.
    """
    if args.yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(f"{what} Nobody can be asked here; add --yes to do it")
    print(f"{what}\nType {word} to go on: ", end="", file=sys.stderr, flush=True)
    sure = sys.stdin.readline().strip() == word
    if not sure:
        print("Nothing was done.", file=sys.stderr)
    return sure
