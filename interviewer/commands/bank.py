"""`interviewer bank check`, `list`, `show` and `schema`."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from interviewer.commands.choices import topic_named
from interviewer.commands.output import add_json, counted, print_json


def add(commands: Any) -> None:
    parser = commands.add_parser("bank", help="check, list or show the questions")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="report all that is wrong or thin in a bank")
    check.add_argument("files", nargs="*", type=Path, help="files or folders (default: in use)")
    check.add_argument(
        "--fast", action="store_true", help="leave out the checks that need the encoder"
    )
    check.add_argument("--topic", metavar="T", help="report on one topic only")
    add_json(check)
    check.set_defaults(run=run_check)
    listing = actions.add_parser("list", help="the questions, by topic")
    listing.add_argument("--topic", metavar="T", help="of one topic")
    add_json(listing)
    listing.set_defaults(run=run_list)
    show = actions.add_parser("show", help="one question with its answer and rubric")
    show.add_argument("question", help="id or text")
    add_json(show)
    show.set_defaults(run=run_show)
    schema = actions.add_parser("schema", help="the JSON Schema of a bank file, for editors")
    schema.add_argument("--concepts", action="store_true", help="that of concepts.yaml instead")
    schema.set_defaults(run=run_schema)


def run_check(args: Namespace) -> int:
    """Exit status 1 where anything was found."""
    from corpus.checking import check, table
    from corpus.errors import BankError
    from corpus.loading import load_bank
    from interviewer.wiring import Services

    services = Services()
    try:
        # Without a cache: what is checked is the files, not what was once compiled of them.
        bank = load_bank(tuple(args.files) or services.bank_paths)
    except BankError as error:
        if args.json:
            print_json({"problems": [str(p) for p in error.problems], "topics": []})
        else:
            print(error)
            print(f"\n{counted(len(error.problems), 'problem')}.", file=sys.stderr)
        return 1
    topic = topic_named(bank, args.topic) if args.topic else None
    chosen = {q.id for q in bank.questions if topic in (None, q.topic)}
    problems = list(check(bank))
    if not args.fast:
        from index.rubric_checks import check_meaning

        problems += check_meaning(bank, services.open_encoder(threads=2), chosen)
    findings = [str(p) for p in problems if topic is None or p.path.split(".")[0] in chosen]
    rows = [row for row in table(bank) if topic in (None, row["topic"])]
    if args.json:
        print_json({"problems": findings, "topics": rows})
        return 1 if findings else 0
    for finding in findings:
        print(finding)
    _print_table(rows)
    without = [question.id for question in bank.questions if not question.has_rubric]
    if without:
        print(
            f"{len(without)} of {len(bank.questions)} questions have no rubric and are never asked: "
            + ", ".join(without[:10])
            + (" …" if len(without) > 10 else ""),
            file=sys.stderr,
        )
    print(
        f"{counted(len(findings), 'problem')} in {counted(len(bank.questions), 'question')}.",
        file=sys.stderr,
    )
    return 1 if findings else 0


def run_list(args: Namespace) -> int:
    from corpus.models import LEVELS
    from interviewer.wiring import Services

    bank = Services().bank
    topic = topic_named(bank, args.topic) if args.topic else None
    chosen = [q for q in bank.questions if topic in (None, q.topic)]
    if args.json:
        print_json(
            [
                {
                    "id": q.id,
                    "topic": q.topic,
                    "text": q.text,
                    "level": q.level,
                    "kind": q.kind,
                    "roles": list(q.roles),
                    "rubric": q.has_rubric,
                }
                for q in chosen
            ]
        )
        return 0
    shown = None
    for question in chosen:
        if question.topic != shown:
            shown = question.topic
            print(f"\n{shown}")
        bare = "" if question.has_rubric else "  [no rubric]"
        print(f"  {question.id}: {question.text}  ({LEVELS[question.level]}){bare}")
    return 0


def run_show(args: Namespace) -> int:
    from interviewer.wiring import Services

    services = Services()
    question = services.find_question(args.question)
    if args.json:
        import msgspec

        print_json(msgspec.to_builtins(question))
        return 0
    print(f"{question.text}\n{services.bank.places.get(question.id, '')}\n")
    print(question.answer or "No answer is written yet.")
    for point in question.key_points:
        print(f"\n[{point.weight}] {point.point}")
    for pitfall in question.pitfalls:
        print(f"\nWrong: {pitfall.claim}\n  {pitfall.correction}")
    for resource in question.resources:
        print(f"\nStudy: {resource.title}, {resource.url}")
    return 0


def run_schema(args: Namespace) -> int:
    from corpus.schema import concept_schema, render, topic_schema

    print(render(concept_schema() if args.concepts else topic_schema()), end="")
    return 0


def _print_table(rows: list[dict[str, Any]]) -> None:
    heads = (
        "topic",
        "questions",
        "rubric",
        "points",
        "says",
        "pitfalls",
        "aliases",
        "L1",
        "L2",
        "L3",
    )
    width = max(len(str(row["topic"])) for row in rows)
    print(f"{heads[0]:{width}}  " + "  ".join(f"{head:>9}" for head in heads[1:]))
    for row in rows:
        cells = "  ".join(f"{row[head]:>9}" for head in heads[1:])
        print(f"{row['topic']:{width}}  {cells}")
