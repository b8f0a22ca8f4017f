"""The command line: parsing, dispatch, and errors as one sentence with an exit status.

Exit status: 0 done, 1 a problem found, 2 usage, 130 interrupted, 143 terminated.
"""

import contextlib
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from types import FrameType
from typing import Any, NoReturn

from interviewer import __version__

# One thread is best for queries, and numpy's BLAS pool alone costs 50 ms of a cold start.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    parser = _parser()
    args = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminated)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        _tell("Interrupted.")
        return 130
    except BrokenPipeError:
        # The reader went away; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        status, text = _explained(error)
        _tell(text)
        return status


def _explained(error: Exception) -> tuple[int, str]:
    """Exit status and sentence for an error that a person can do something about.

    Raises:
        Exception: the error itself, where it is a defect of ours.
    """
    from corpus.errors import BankError
    from index.errors import RetrievalError
    from interviewer.engine.selection import NothingToAsk
    from interviewer.errors import UsageError, UserError

    if isinstance(error, UsageError):
        return 2, f"interviewer: {error}"
    if isinstance(error, (UserError, NothingToAsk, BankError, RetrievalError)):
        return 1, f"interviewer: {error}"
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return 1, f"interviewer: the system refused: {error.strerror or error}{where}"
    raise error


def _tell(text: str) -> None:
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr)


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    # Leaves by the ordinary way, so that child processes are stopped and files closed.
    raise SystemExit(143)


def _parser() -> ArgumentParser:
    from interviewer.commands import (
        ask,
        assess,
        bank,
        chat,
        exports,
        history,
        indexing,
        keeping,
        places,
        practice,
        related,
        resume,
    )

    parser = ArgumentParser(
        prog="interviewer",
        description="A mock interviewer for machine-learning jobs, offline. Without a command it "
        "opens the interview in the terminal.",
    )
    parser.add_argument("--version", action="version", version=f"interviewer {__version__}")
    chat.add_session_options(parser)
    parser.set_defaults(run=_start_tui)
    commands: Any = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in (
        chat,
        resume,
        history,
        practice,
        exports,
        ask,
        related,
        assess,
        indexing,
        bank,
        keeping,
        places,
    ):
        module.add(commands)
    return parser


def _start_tui(args: Namespace) -> int:
    from interviewer.commands.chat import settings_of
    from interviewer.errors import UsageError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("this is no terminal; for pipes there is: interviewer chat")
    from interviewer.tui.app import run
    from interviewer.wiring import Services

    services = Services()
    return run(services, settings_of(args, services), repeatable=args.seed is not None)
