"""`interviewer ask TEXT`: what the bank says about a topic."""

from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from corpus.banks import topic_of
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
    from index.relating import Related
    from interviewer.wiring import Services

_SHOWN = 5
RANKED_LIMIT = 10


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
    if args.batch:
        return run_batch(
            args.batch,
            lambda record: _answer(services, text_field(record, "query", "text")),
            lambda: services.ensure_index(ProgressLine()),
        )
    services.ensure_index(ProgressLine())
    if args.json:
        print_json(_answer(services, text))
        return 0
    return _show(services, text)


def _answer(services: "Services", query: str) -> dict[str, Any]:
    """`ranked` holds question texts with scores in [-1, 1], best first, whatever the outcome."""
    found = services.finder.ask(query, RANKED_LIMIT)
    pairs = [(hit.question_id, hit.score) for hit in found.hits]
    return as_record(services, query, found.outcome, pairs)


def as_record(
    services: "Services", query: str, outcome: str, pairs: Iterable[tuple[str, float]]
) -> dict[str, Any]:
    """The JSON form of a search result."""
    questions = services.bank.by_id
    return {
        "query": query,
        "outcome": outcome,
        "ranked": [[questions[key].text, score] for key, score in pairs],
    }


def _show(services: "Services", query: str) -> int:
    finder = services.finder
    found = finder.ask(query, RANKED_LIMIT)
    questions = services.bank.by_id
    hits = [questions[hit.question_id] for hit in found.hits]
    if found.outcome == "nothing":
        print("Nothing in the bank is close to that.")
        topics = dict.fromkeys(topic_of(question) for question in hits[:_SHOWN])
        if topics:
            print(f"Nearest topics: {'; '.join(topics)}")
        return 0
    if found.outcome == "ambiguous":
        print("Did you mean one of these?\n")
        for hit in found.choices(finder.margin):
            print(f"- {questions[hit.question_id].text}")
        print(f"\nThe first one:\n\n{hits[0].text}\n")
    else:
        print(f"{hits[0].text}\n")
    print(hits[0].answer or "No answer is written yet.")
    matched = found.hits[0].passage
    if matched.kind not in ("question", "ask", "answer"):
        print(f"\nMatched: “{matched.text}”")
    for resource in hits[0].resources:
        print(f"\nStudy: {resource.title}, {resource.url}")
    related = finder.related([hits[0].id], _SHOWN)
    if related:
        print("\nRelated:")
    for item in related:
        print(f"- {questions[item.question_id].text}  ({reason_of(item)})")
    return 0


def reason_of(item: "Related") -> str:
    """Why a question is related, in words."""
    return f"{item.reason}: {', '.join(item.concepts)}" if item.concepts else item.reason
