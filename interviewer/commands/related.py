"""`interviewer related QUESTION`: questions near one of the bank."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from interviewer.commands.ask import as_record
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
    record = _related(services, name)
    if args.json:
        print_json(record)
        return 0
    for text, _ in record["ranked"]:
        print(f"- {text}")
    return 0


def _related(services: "Services", name: str) -> dict[str, Any]:
    question = services.find_question(name)
    return as_record(services, name, services.related(question))
