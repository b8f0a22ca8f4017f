"""`interviewer sessions`: list, search, name, mark and delete."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from interviewer.commands.kept import add_yes, confirm, history, positive, resolved, session_id
from interviewer.commands.output import add_json, print_json

if TYPE_CHECKING:
    from interviewer.store.records import SessionRow
    from interviewer.store.store import Store
    from interviewer.wiring import Services

_LISTED = 20
_NEAR = 5
_SIGNS = {"bookmark": "bookmarked", "flag": "flagged", "suspend": "suspended"}


def add(commands: Any) -> None:
    parser = commands.add_parser("sessions", help="list, search, name, mark or delete sessions")
    parser.add_argument("--open", action="store_true", help="those that can be gone on with only")
    _add_limit(parser)
    add_json(parser)
    parser.set_defaults(run=run_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    search = actions.add_parser("search", help="find sessions by what was said")
    search.add_argument("words", nargs="+", help="words of a transcript")
    search.add_argument(
        "--meaning", action="store_true", help="by the questions that the words mean, too"
    )
    _add_limit(search)
    add_json(search)
    search.set_defaults(run=run_search)
    rename = _on_one(actions, "rename", "give a session a name")
    rename.add_argument("name", help="the name; an empty one takes it away")
    rename.set_defaults(run=run_rename)
    note = _on_one(actions, "note", "put a note on a session")
    note.add_argument("text", help="the note; an empty one takes it away")
    note.set_defaults(run=run_note)
    mark = _on_one(actions, "mark", "bookmark, flag or suspend a session")
    mark.add_argument("sign", choices=tuple(_SIGNS), help="which mark")
    mark.add_argument("--off", action="store_true", help="take it off")
    mark.set_defaults(run=run_mark)
    delete = _on_one(actions, "delete", "delete a session for good")
    add_yes(delete)
    delete.set_defaults(run=run_delete)


def run_list(args: Namespace) -> int:
    from interviewer.exporting.data import row_record
    from interviewer.wiring import Services

    with history(Services()) as store:
        rows = store.sessions.rows(open_only=args.open, limit=args.limit)
        count = store.sessions.count(open_only=args.open)
    if args.json:
        print_json([row_record(row) for row in rows])
        return 0
    for row in rows:
        print(_line(row))
    if not rows:
        print("There are no open sessions." if args.open else "There are no sessions yet.")
    elif count > len(rows):
        print(f"… and {count - len(rows)} older ones; --limit N shows more")
    return 0


def run_search(args: Namespace) -> int:
    import msgspec

    from interviewer.wiring import Services

    services, words = Services(), " ".join(args.words)
    with history(services) as store:
        found = store.search.turns(words, args.limit)
        near = _near(services, store, words, args.limit) if args.meaning else []
    if args.json:
        print_json(
            {
                "turns": [msgspec.to_builtins(one) for one in found],
                "sessions": [{"id": number, "question": question} for number, question in near],
            }
        )
        return 0
    for one in found:
        excerpt = " ".join(one.excerpt.split())
        print(f"{one.session_id}, {one.speaker}: {excerpt}")
    for number, question in near:
        print(f"{number}, asked: {question}")
    if not found and not near:
        print("Nothing was found.")
    return 0


def run_rename(args: Namespace) -> int:
    from interviewer.wiring import Services

    with history(Services(), write=True) as store:
        store.marking.rename(resolved(store, args.session), args.name.strip())
    return 0


def run_note(args: Namespace) -> int:
    return _mark(args, note=args.text.strip())


def run_mark(args: Namespace) -> int:
    return _mark(args, **{_SIGNS[args.sign]: not args.off})


def run_delete(args: Namespace) -> int:
    from interviewer.wiring import Services

    with history(Services(), write=True) as store:
        row = store.sessions.row(resolved(store, args.session))
        what = f"Session {row.id} with its transcript will be deleted for good: {_line(row)}."
        if not confirm(args, what, "delete"):
            return 1
        store.sessions.delete(row.id)
    return 0


def _mark(args: Namespace, **changes: Any) -> int:
    import msgspec

    from interviewer.wiring import Services

    with history(Services(), write=True) as store:
        row = store.sessions.row(resolved(store, args.session))
        store.marking.mark_session(row.id, msgspec.structs.replace(row.marks, **changes))
    return 0


def _near(services: "Services", store: "Store", words: str, limit: int) -> list[tuple[int, str]]:
    """Sessions in which a question was put that the words mean, each with the nearest of them."""
    hits = services.finder.ask(words, _NEAR).hits
    found: dict[int, str] = {}
    for hit in hits:
        for number in store.search.by_questions([hit.question_id], limit):
            found.setdefault(number, services.bank.by_id[hit.question_id].text)
    return list(found.items())[:limit]


def _line(row: "SessionRow") -> str:
    from datetime import timedelta

    began = row.began + timedelta(minutes=row.utc_offset)
    score = "-" if row.score is None else f"{round(100 * row.score)} %"
    parts = [
        f"{row.id}",
        f"{began:%Y-%m-%d %H:%M}",
        f"{row.asked}/{row.planned}",
        score,
        row.name or ", ".join(row.topics) or "all topics",
    ]
    signs = [sign for sign, field in _SIGNS.items() if getattr(row.marks, field)]
    parts += ["open"] * row.open + signs
    parts += [" ".join(row.marks.note.split())] if row.marks.note else []
    return "  ".join(parts)


def _on_one(actions: Any, name: str, words: str) -> Any:
    parser = actions.add_parser(name, help=words)
    parser.add_argument("session", type=session_id, help="its number, or last")
    return parser


def _add_limit(parser: Any) -> None:
    parser.add_argument(
        "--limit",
        type=positive,
        default=_LISTED,
        metavar="N",
        help=f"at most N (default: {_LISTED})",
    )
