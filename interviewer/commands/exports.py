"""`interviewer report` and `export`: sessions, progress and questions as files."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.commands.choices import topic_named
from interviewer.commands.kept import (
    FORMATS,
    add_format,
    format_of,
    history,
    practiced,
    put_out,
    resolved,
    session_id,
)
from interviewer.commands.output import add_json, counted, print_json
from interviewer.commands.practice import overview_of, progress_as
from interviewer.errors import UserError

if TYPE_CHECKING:
    from interviewer.exporting.telling import Told
    from interviewer.store.store import Store
    from interviewer.wiring import Services

_SUFFIXES = {"markdown": "md", "html": "html", "json": "json"}


def add(commands: Any) -> None:
    report = commands.add_parser("report", help="the report on a session")
    report.add_argument("session", type=session_id, help="its number, or last")
    add_format(report)
    report.set_defaults(run=run_report)
    export = commands.add_parser("export", help="an Anki deck, or everything as files")
    kinds = export.add_subparsers(title="kinds", metavar="KIND", required=True)
    deck = kinds.add_parser("deck", help="questions or weak points for Anki")
    deck.add_argument("file", type=Path, help="the .apkg file to write")
    deck.add_argument("--weak-points", action="store_true", help="what you keep missing, only")
    deck.add_argument("--topic", metavar="T", help="questions of one topic")
    add_json(deck)
    deck.set_defaults(run=run_deck)
    whole = kinds.add_parser("all", help="every session, the progress and both decks")
    whole.add_argument("folder", type=Path, help="a folder; it is made where it is missing")
    add_json(whole)
    whole.set_defaults(run=run_all)


def run_report(args: Namespace) -> int:
    from interviewer.exporting.telling import told
    from interviewer.wiring import Services

    with history(Services()) as store:
        # Each session keeps its questions, so no bank is needed.
        result = told(store, resolved(store, args.session), {})
    put_out(report_as(result, format_of(args)), args.output)
    return 0


def run_deck(args: Namespace) -> int:
    from interviewer.wiring import Services

    services = Services()
    if args.file.suffix != ".apkg":
        raise UserError(f"found the file name {args.file}, expected one that ends in .apkg")
    with practiced(services) as store:
        count = _write_deck(services, store, args.file, weak=args.weak_points, topic=args.topic)
    _tell(args.json, {"file": str(args.file), "notes": count}, counted(count, "note"))
    return 0


def run_all(args: Namespace) -> int:
    from interviewer.exporting.telling import told
    from interviewer.wiring import Services

    services, folder = Services(), args.folder
    try:
        (folder / "sessions").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror})") from error
    with practiced(services) as store:
        rows = store.sessions.rows()
        for row in rows:
            result = told(store, row.id, {})
            for form in FORMATS:
                name = f"{row.id:05}.{_SUFFIXES[form]}"
                _write(folder / "sessions" / name, report_as(result, form))
        seen = overview_of(services, store)
        for form in FORMATS:
            name = f"progress.{_SUFFIXES[form]}"
            _write(folder / name, progress_as(services, seen, form))
        _write_deck(services, store, folder / "questions.apkg")
        _write_deck(services, store, folder / "weak-points.apkg", weak=True)
    record = {"folder": str(folder), "sessions": len(rows)}
    _tell(args.json, record, f"{counted(len(rows), 'session')}, progress and two decks")
    return 0


def report_as(result: "Told", form: str) -> str:
    """A session's report as markdown, html or json."""
    if form == "html":
        from interviewer.exporting.web import session_html

        return session_html(result)
    if form == "json":
        import json

        from interviewer.exporting.data import session_record

        return json.dumps(session_record(result), ensure_ascii=False, indent=2)
    from interviewer.exporting.markdown import session_markdown

    return session_markdown(result)


def _write_deck(
    services: "Services",
    store: "Store",
    file: Path,
    *,
    weak: bool = False,
    topic: str | None = None,
) -> int:
    from interviewer.exporting.anki import write_questions, write_weak_points
    from interviewer.store.moments import local_clock

    bank, now = services.bank, local_clock()
    try:
        if weak:
            points = overview_of(services, store).weak_points
            return write_weak_points(file, points, bank.by_id, now)
        chosen = topic_named(bank, topic) if topic else None
        return write_questions(file, [q for q in bank.questions if chosen in (None, q.topic)], now)
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error.strerror})") from error


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error.strerror})") from error


def _tell(as_json: bool, record: dict[str, Any], words: str) -> None:
    if as_json:
        print_json(record)
    else:
        print(f"Written: {words}.", file=sys.stderr)
