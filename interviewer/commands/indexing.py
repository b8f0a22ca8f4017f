"""`interviewer index build` and `index status`."""

import contextlib
import json
import os
import signal
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.commands.output import ProgressLine, add_json, print_json

if TYPE_CHECKING:
    from index.building import Progress

_NICENESS = 10
_AUTOGROUP = Path("/proc/self/autogroup")


def add(commands: Any) -> None:
    parser = commands.add_parser("index", help="build the index of the bank, or see its state")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    build = actions.add_parser("build", help="embed what is new and write the index")
    build.add_argument("--force", action="store_true", help="embed everything again")
    build.add_argument("--no-wait", action="store_true", help="leave it to a build under way")
    build.add_argument("--nice", action="store_true", help="give way to other programs")
    add_json(build)
    build.set_defaults(run=run_build)
    status = actions.add_parser("status", help="what the index holds, and whether it fits the bank")
    add_json(status)
    status.set_defaults(run=run_status)


def run_build(args: Namespace) -> int:
    """Build; with --json progress comes as JSON lines on stdout, the result last."""
    from interviewer.wiring import Services

    stopped = False

    def stop_soon(_signal: int, _frame: object) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop_soon)
    signal.signal(signal.SIGINT, stop_soon)
    if args.nice:
        _step_back()
    services = Services()
    with services.build_lock(wait=not args.no_wait) as held:
        if not held:
            print("Another process is building the index.", file=sys.stderr)
            return 0
        if not args.force and (reason := services.stale_reason()) is None:
            manifest = _manifest(services)
            _tell(
                args.json, {"embedded": 0, "reused": 0, "manifest": manifest}, "It is up to date."
            )
            return 0
        if not args.force:
            print(f"Building the index: {reason}.", file=sys.stderr)
        progress = _json_progress if args.json else ProgressLine()
        built = services.build(progress, force=args.force, stop=lambda: stopped)
    words = f"The index is built: {built.embedded} texts embedded, {built.reused} reused."
    record = {"embedded": built.embedded, "reused": built.reused, "manifest": _manifest(services)}
    _tell(args.json, record, words)
    return 0


def _step_back() -> None:
    """Let everything else go before this process."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    if hasattr(os, "getsid") and os.getsid(0) == os.getpid():
        # Linux divides the processor among sessions first and among their processes then: to the screens,
        # which are of another session, the line above would make no difference.
        with contextlib.suppress(OSError):
            _AUTOGROUP.write_text(str(_NICENESS))


def run_status(args: Namespace) -> int:
    """Exit status 1 where the index is stale."""
    from interviewer.wiring import Services

    services = Services()
    reason = services.stale_reason()
    manifest = _manifest(services)
    if args.json:
        print_json({"folder": str(services.paths.index), "stale": reason, "manifest": manifest})
    else:
        print(f"folder: {services.paths.index}")
        for key, value in (manifest or {}).items():
            print(f"{key}: {value}")
        print(f"state: stale: {reason}" if reason else "state: up to date")
    return 1 if reason else 0


def _manifest(services: Any) -> dict[str, Any] | None:
    import msgspec

    from index.storage import read_manifest

    manifest = read_manifest(services.paths.index)
    return None if manifest is None else msgspec.to_builtins(manifest)


def _json_progress(progress: "Progress") -> None:
    record = {"done": progress.done, "total": progress.total, "reused": progress.reused}
    print(json.dumps(record), flush=True)


def _tell(as_json: bool, record: dict[str, Any], words: str) -> None:
    print(json.dumps(record) if as_json else words)
