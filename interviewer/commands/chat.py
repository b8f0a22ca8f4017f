"""`interviewer chat`: the interview in line mode; also the session options of the TUI."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any

from interviewer.commands.choices import topic_named

if TYPE_CHECKING:
    from interviewer.engine.state import Settings
    from interviewer.wiring import Services

_LEVELS = {"1": 1, "screening": 1, "2": 2, "core": 2, "3": 3, "deep": 3}
_ROLES = ("mle", "ds", "dle", "aie")
MAX_QUESTIONS = 100


def add(commands: Any) -> None:
    parser = commands.add_parser("chat", help="hold the interview in line mode, also in a pipe")
    add_session_options(parser)
    parser.add_argument("--json", action="store_true", help="print the whole session at its end")
    parser.set_defaults(run=run)


def add_session_options(parser: ArgumentParser) -> None:
    """The options that choose what a session is about."""
    group = parser.add_argument_group("session")
    group.add_argument(
        "--topic", action="append", default=[], metavar="T", help="a topic, or a part of its name"
    )
    group.add_argument(
        "--level", type=_level, metavar="L", help="1 screening, 2 core or 3 deep (default: all)"
    )
    group.add_argument("--role", choices=_ROLES, help="for whom (default: all)")
    group.add_argument(
        "--questions", type=_count, default=5, metavar="N", help="how many (default: 5)"
    )
    group.add_argument(
        "--mode",
        choices=("study", "interview"),
        default="study",
        help="feedback after every answer, or at the end only (default: study)",
    )
    group.add_argument(
        "--seed", type=int, metavar="N", help="same seed, same session (default: by the clock)"
    )


def settings_of(args: Namespace, services: "Services") -> "Settings":
    """The session settings that the options name.

    Raises:
        UserError: a topic is unknown.
    """
    import secrets

    from interviewer.engine.state import Settings

    return Settings(
        topics=tuple(dict.fromkeys(topic_named(services.bank, name) for name in args.topic)),
        level=args.level,
        role=args.role,
        questions=args.questions,
        mode=args.mode,
        seed=args.seed if args.seed is not None else secrets.randbelow(1_000_000),
    )


def run(args: Namespace) -> int:
    from interviewer.errors import UsageError
    from interviewer.plain import run as hold
    from interviewer.wiring import Services

    if sys.stdin is None or sys.stdin.closed:
        raise UsageError("standard input is closed; answers are read from it, one a line")
    services = Services()
    settings = settings_of(args, services)
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    session = hold(services, settings, sys.stdin, sys.stderr if args.json else sys.stdout)
    if args.json:
        import msgspec

        from interviewer.engine.report import report

        result = report(session, services.bank.by_id)
        data = msgspec.json.encode({"session": session, "report": result})
        print(msgspec.json.format(data, indent=2).decode())
    return 0


def _level(text: str) -> int:
    level = _LEVELS.get(text.lower())
    if level is None:
        raise ArgumentTypeError(f"found {text!r}, expected 1, 2, 3, screening, core or deep")
    return level


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MAX_QUESTIONS:
        raise ArgumentTypeError(f"found {text!r}, expected a number from 1 to {MAX_QUESTIONS}")
    return int(text)
