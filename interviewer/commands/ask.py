"""`interviewer ask TEXT`: what the bank says about a topic."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from interviewer.commands.output import (
    ProgressLine,
    add_batch,
    add_json,
    print_json,
    run_batch,
    text_field,
)
from interviewer.errors import UsageError

if TYPE_CHECKING:
    from interviewer.wiring import Found, Services

_SHOWN = 5


def add(commands: Any) -> None:
    parser = commands.add_parser("ask", help="ask about a topic in your own words")
    parser.add_argument("text", nargs="*", help="what you want to know")
    add_json(parser)
    add_batch(parser, '"query"')
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from interviewer.wiring import Services

    text = " ".join(args.text).strip()
    if bool(text) == bool(args.batch):
        raise UsageError("give a text to ask about, or --batch FILE")
    services = Services()
    services.ensure_index(ProgressLine())
    if args.batch:
        return run_batch(
            args.batch, lambda record: _answer(services, text_field(record, "query", "text"))
        )
    if args.json:
        print_json(_answer(services, text))
        return 0
    return _show(services, services.search(text))


def _answer(services: "Services", query: str) -> dict[str, Any]:
    return as_record(services, query, services.search(query))


def as_record(services: "Services", query: str, found: "Found") -> dict[str, Any]:
    """The JSON form of a search result; `ranked` holds question texts with scores in [-1, 1]."""
    questions = services.bank.by_id
    return {
        "query": query,
        "outcome": found.outcome,
        "ranked": [[questions[hit.question_id].text, hit.score] for hit in found.hits],
    }


def _show(services: "Services", found: "Found") -> int:
    if not found.hits:
        print("The bank has nothing on that.", file=sys.stderr)
        return 1
    best = services.bank.by_id[found.hits[0].question_id]
    print(f"{best.text}\n")
    print(best.answer or "No answer is written yet.")
    for resource in best.resources:
        print(f"\nStudy: {resource.title}, {resource.url}")
    print("\nAlso near:")
    for hit in found.hits[1:_SHOWN]:
        print(f"- {services.bank.by_id[hit.question_id].text}")
    return 0
