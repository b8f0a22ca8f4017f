"""`interviewer chat`: the interview in line mode; also the session options of the TUI."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from interviewer.commands.choices import topic_named

if TYPE_CHECKING:
    from interviewer.engine.state import Settings
    from interviewer.memory import Memory
    from interviewer.wiring import Services

_LEVELS = {"1": 1, "screening": 1, "2": 2, "core": 2, "3": 3, "deep": 3}
_ROLES = ("mle", "ds", "dle", "aie")
# Named here too, so that --help need not load the engine.
_MODES = ("study", "interview", "review", "drill", "rapid")
_PERSONAS = ("warm", "neutral", "demanding")
DEFAULT_QUESTIONS = 5
MAX_QUESTIONS = 100
MAX_MINUTES = 240


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
        "--questions",
        type=_count,
        metavar="N",
        help=f"how many (default: {DEFAULT_QUESTIONS}, or what fits the minutes)",
    )
    group.add_argument("--minutes", type=_minutes, metavar="N", help="how long (default: no limit)")
    group.add_argument(
        "--mode",
        choices=_MODES,
        default="study",
        help="study: feedback after every answer; interview: none until the report; review: what is "
        "due; drill: one topic or what was missed; rapid: short answers (default: study)",
    )
    group.add_argument(
        "--persona",
        choices=_PERSONAS,
        default="neutral",
        help="the interviewer's tone, patience and probing, never the score (default: neutral)",
    )
    group.add_argument(
        "--warm-up", action="store_true", help="begin with a question that is not scored"
    )
    group.add_argument(
        "--self-rating", action="store_true", help="rate each answer yourself before the feedback"
    )
    group.add_argument(
        "--date", type=_date, metavar="DAY", help="day of your real interview, YYYY-MM-DD"
    )
    group.add_argument(
        "--seed",
        type=int,
        metavar="N",
        help="same seed, same session, whatever was asked before (default: by the clock)",
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
        questions=args.questions or (MAX_QUESTIONS if args.minutes else DEFAULT_QUESTIONS),
        minutes=args.minutes,
        mode=args.mode,
        persona=args.persona,
        warm_up=args.warm_up,
        self_rating=args.self_rating,
        date=args.date,
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
    sink = sys.stderr if args.json else sys.stdout
    with remembering(services, repeatable=args.seed is not None) as memory:
        session = hold(services, settings, sys.stdin, sink, memory)
    if args.json:
        import msgspec

        from interviewer.engine.report import report

        result = report(session, services.bank.by_id)
        data = msgspec.json.encode({"session": session, "report": result})
        print(msgspec.json.format(data, indent=2).decode())
    return 0


@contextmanager
def remembering(services: "Services", *, repeatable: bool = False) -> Iterator["Memory"]:
    """The memory of a session in line mode; who is interrupted is told how to go on."""
    from interviewer.memory import Memory

    def tell(text: str) -> None:
        print(text, file=sys.stderr)

    memory = Memory(services, tell, repeatable=repeatable)
    try:
        yield memory
    except (KeyboardInterrupt, SystemExit):
        if memory.farewell:
            tell(memory.farewell)
        raise
    finally:
        memory.close()


def _level(text: str) -> int:
    level = _LEVELS.get(text.lower())
    if level is None:
        raise ArgumentTypeError(f"found {text!r}, expected 1, 2, 3, screening, core or deep")
    return level


def _count(text: str) -> int:
    return _number(text, MAX_QUESTIONS)


def _minutes(text: str) -> int:
    return _number(text, MAX_MINUTES)


def _number(text: str, most: int) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise ArgumentTypeError(f"found {text!r}, expected a number from 1 to {most}")
    return int(text)


def _date(text: str) -> str:
    import datetime

    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ArgumentTypeError(f"found {text!r}, expected a day as YYYY-MM-DD") from None
