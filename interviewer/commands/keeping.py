"""`interviewer backup`, `restore` and `wipe`."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from interviewer.commands.kept import add_yes, confirm, history
from interviewer.commands.output import add_json, counted, print_json


def add(commands: Any) -> None:
    backup = commands.add_parser("backup", help="history, own banks and settings into one file")
    backup.add_argument(
        "file", type=Path, nargs="?", help="a new zip file (default: named by date)"
    )
    add_json(backup)
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", help="go back to a backup")
    restore.add_argument("file", type=Path, help="a file that backup wrote")
    add_yes(restore)
    add_json(restore)
    restore.set_defaults(run=run_restore)
    wipe = commands.add_parser("wipe", help="delete the history for good")
    wipe.add_argument(
        "--all", action="store_true", help="own banks, configuration and cache too: everything"
    )
    add_yes(wipe)
    add_json(wipe)
    wipe.set_defaults(run=run_wipe)


def run_backup(args: Namespace) -> int:
    from interviewer.exporting.archive import backup
    from interviewer.paths import dated
    from interviewer.store.moments import local_clock
    from interviewer.wiring import Services

    services, now = Services(), local_clock()
    file = args.file or dated(Path.cwd(), "interviewer-backup", ".zip", now)
    with history(services) as store:
        manifest = backup(store, services.paths, file, now)
    record = {"file": str(file), "sessions": manifest.sessions, "files": sorted(manifest.files)}
    words = (
        f"{counted(manifest.sessions, 'session')} and {len(manifest.files)} files are in {file}."
    )
    _tell(args.json, record, words)
    return 0


def run_restore(args: Namespace) -> int:
    from interviewer.exporting.archive import read_manifest, restore
    from interviewer.store.moments import local_clock
    from interviewer.wiring import Services

    services = Services()
    manifest = read_manifest(args.file)
    what = (
        f"The history will be as it was on {manifest.made:%Y-%m-%d %H:%M}, with "
        f"{counted(manifest.sessions, 'session')}; what there is now is backed up first."
    )
    if not confirm(args, what, "restore"):
        return 1
    with history(services, write=True) as store:
        _, before = restore(store, services.paths, args.file, local_clock())
    record = {"sessions": manifest.sessions, "before": str(before)}
    _tell(
        args.json,
        record,
        f"{counted(manifest.sessions, 'session')} restored; what there was is in {before}.",
    )
    return 0


def run_wipe(args: Namespace) -> int:
    from interviewer.exporting.wiping import kept_files, wipe
    from interviewer.paths import paths

    places = paths()
    files = kept_files(places, everything=args.all)
    if files:
        listed = "\n".join(f"  {path}" for path in files)
        what = f"This will be deleted for good:\n{listed}"
        if not confirm(args, what, "wipe"):
            return 1
    gone = wipe(places, everything=args.all)
    words = f"Deleted: {', '.join(map(str, gone))}." if gone else "There was nothing to delete."
    _tell(args.json, {"deleted": [str(path) for path in gone]}, words)
    return 0


def _tell(as_json: bool, record: dict[str, Any], words: str) -> None:
    if as_json:
        print_json(record)
    else:
        print(words, file=sys.stderr)
