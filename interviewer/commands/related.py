"""`interviewer related QUESTION …`: questions that go with one of the bank, or with several at once."""

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus.models import Question
from interviewer.commands.ask import RANKED_LIMIT, as_record, reason_of
from interviewer.commands.output import (
    ProgressLine,
    add_batch,
    add_json,
    print_json,
    run_batch,
    texts_field,
)
from interviewer.errors import UsageError

if TYPE_CHECKING:
    from interviewer.wiring import Services


def add(commands: Any) -> None:
    parser = commands.add_parser("related", help="questions related to one or several of the bank")
    parser.add_argument(
        "question", nargs="*", help="ids or quoted texts of questions; what goes with all of them"
    )
    add_json(parser)
    add_batch(parser, '"query" (an id, a text, or a list of them)')
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from interviewer.wiring import Services

    if bool(" ".join(args.question).strip()) == bool(args.batch):
        raise UsageError("name questions by id or text, or give --batch FILE")
    services = Services()
    if args.batch:
        return run_batch(
            args.batch,
            lambda record: _related(services, texts_field(record, "query", "question")),
            lambda: services.ensure_index(ProgressLine()),
        )
    names = _names(services, args.question)
    questions = [services.find_question(name) for name in names]
    services.ensure_index(ProgressLine())
    if args.json:
        print_json(_related(services, names))
    else:
        _show(services, questions)
    return 0


def _names(services: "Services", words: Sequence[str]) -> list[str]:
    """What the arguments name: the words of one text, unless each is a question by itself.

    An unquoted text is no list of questions, so that a slip in it is told of the whole of it.
    """
    whole = " ".join(words)
    if services.bank.find(whole) is None and any(services.bank.find(word) for word in words):
        return list(words)
    return [whole.strip()]


def _show(services: "Services", questions: Sequence[Question]) -> None:
    by_id = services.bank.by_id
    for item in services.finder.related([question.id for question in questions], RANKED_LIMIT):
        beside = f"; with: {by_id[item.source].text}" if len(questions) > 1 else ""
        print(f"- {by_id[item.question_id].text}  ({reason_of(item)}{beside})")


def _related(services: "Services", names: Sequence[str]) -> dict[str, Any]:
    """The JSON form: of one question `query` is its name, of several their list."""
    questions = [services.find_question(name) for name in names]
    related = services.finder.related([question.id for question in questions], RANKED_LIMIT)
    outcome = "answer" if related else "nothing"
    pairs = [(item.question_id, item.score) for item in related]
    record = as_record(services, names[0], outcome, pairs)
    several = len(names) > 1
    if several:
        record["query"] = list(names)
    reasons = []
    for item in related:
        reason = {"reason": item.reason, "concepts": list(item.concepts)}
        beside = {"with": services.bank.by_id[item.source].text} if several else {}
        reasons.append(reason | beside)
    return record | {"reasons": reasons}
