"""`interviewer related QUESTION`: questions near one of the bank."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from interviewer.commands.ask import RANKED_LIMIT, as_record, reason_of
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
    from interviewer.wiring import Services


def add(commands: Any) -> None:
    parser = commands.add_parser("related", help="questions related to one of the bank")
    parser.add_argument("question", nargs="*", help="id or text of the question")
    add_json(parser)
    add_batch(parser, '"query"')
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from interviewer.wiring import Services

    name = " ".join(args.question).strip()
    if bool(name) == bool(args.batch):
        raise UsageError("name a question by id or text, or give --batch FILE")
    services = Services()
    if name:
        services.find_question(name)
    services.ensure_index(ProgressLine())
    if args.batch:
        return run_batch(
            args.batch, lambda record: _related(services, text_field(record, "query", "question"))
        )
    if args.json:
        print_json(_related(services, name))
        return 0
    question = services.find_question(name)
    for item in services.finder.related([question.id], RANKED_LIMIT):
        print(f"- {services.bank.by_id[item.question_id].text}  ({reason_of(item)})")
    return 0


def _related(services: "Services", name: str) -> dict[str, Any]:
    question = services.find_question(name)
    related = services.finder.related([question.id], RANKED_LIMIT)
    outcome = "answer" if related else "nothing"
    pairs = [(item.question_id, item.score) for item in related]
    return as_record(services, name, outcome, pairs) | {
        "reasons": [{"reason": item.reason, "concepts": list(item.concepts)} for item in related]
    }
