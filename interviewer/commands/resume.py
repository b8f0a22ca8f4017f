"""`interviewer resume`: go on with a kept session, on the full screen or in line mode."""

import sys
from argparse import Namespace
from typing import Any

from interviewer.commands.kept import LAST, session_id


def add(commands: Any) -> None:
    parser = commands.add_parser("resume", help="go on with a session where it stopped")
    parser.add_argument(
        "session",
        type=session_id,
        nargs="?",
        default=LAST,
        help="its number (default: the last open one)",
    )
    parser.add_argument(
        "--chat", action="store_true", help="in line mode, as where there is no terminal"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from interviewer.errors import UsageError
    from interviewer.wiring import Services

    if sys.stdin is None or sys.stdin.closed:
        raise UsageError("standard input is closed; answers are read from it, one a line")
    services = Services()
    if not args.chat and sys.stdin.isatty() and sys.stdout.isatty():
        from interviewer.engine.state import Settings
        from interviewer.tui.app import run as show

        return show(services, Settings(), resume=args.session)
    from interviewer.commands.chat import remembering
    from interviewer.plain import resume

    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    with remembering(services) as memory:
        resume(services, args.session, sys.stdin, sys.stdout, memory)
    return 0
