"""`interviewer review` and `progress`: what to practice, and how it goes."""

from argparse import ArgumentTypeError, Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from interviewer.commands.kept import add_format, format_of, history, positive, practiced, put_out
from interviewer.commands.output import add_json, print_json

if TYPE_CHECKING:
    from interviewer.progress.overview import Overview
    from interviewer.store.store import Store
    from interviewer.wiring import Services

_LISTED = 20
_LATEST = 20
_WORDS = ("again", "hard", "good", "easy")


def add(commands: Any) -> None:
    review = commands.add_parser("review", help="what to practice today; settings of the schedule")
    review.add_argument(
        "--limit",
        type=positive,
        default=_LISTED,
        metavar="N",
        help=f"at most N (default: {_LISTED})",
    )
    review.add_argument(
        "--interview",
        type=_day,
        metavar="DATE",
        help="set its date, as 2026-12-06; none forgets it",
    )
    review.add_argument(
        "--retention", type=float, metavar="R", help="set how much to remember, 0.7 to 0.97"
    )
    review.add_argument(
        "--correct",
        nargs=2,
        metavar=("REVIEW", "RATING"),
        help=f"overrule a rating ({', '.join(_WORDS)}, or none); numbers are in --json",
    )
    review.add_argument("--suspend", metavar="Q", help="do not plan this question any more")
    review.add_argument("--resume", metavar="Q", help="plan a suspended question again")
    add_json(review)
    review.set_defaults(run=run_review)
    progress = commands.add_parser("progress", help="mastery, trend, calendar and what is due")
    add_format(progress)
    progress.set_defaults(run=run_progress)


def run_review(args: Namespace) -> int:
    from interviewer.wiring import Services

    services = Services()
    correction = None if args.correct is None else _correction(*args.correct)
    if any(
        value is not None
        for value in (args.interview, args.retention, correction, args.suspend, args.resume)
    ):
        with history(services, write=True) as store:
            _set(services, store, args, correction)
    with practiced(services) as store:
        seen = overview_of(services, store)
        if args.json:
            _print_record(store, seen, args.limit)
        else:
            _print_plan(services, seen, args.limit)
    return 0


def run_progress(args: Namespace) -> int:
    from interviewer.wiring import Services

    services = Services()
    with practiced(services) as store:
        put_out(progress_as(services, overview_of(services, store), format_of(args)), args.output)
    return 0


def overview_of(services: "Services", store: "Store") -> "Overview":
    """The overview now; weak points are merged by meaning where there is more than one."""
    from interviewer.progress.overview import overview
    from interviewer.store.moments import local_clock

    return overview(store, services.bank.by_id, local_clock(), Meaning(services))


def progress_as(services: "Services", seen: "Overview", form: str) -> str:
    """The overview as markdown, html or json."""
    bank = services.bank
    if form == "html":
        from interviewer.exporting.web import progress_html

        return progress_html(seen, bank.by_id, bank.concepts_by_id)
    if form == "json":
        import json

        from interviewer.exporting.data import progress_record

        return json.dumps(progress_record(seen), ensure_ascii=False, indent=2)
    from interviewer.exporting.markdown import progress_markdown

    return progress_markdown(seen, bank.by_id, bank.concepts_by_id)


class Meaning:
    """The encoder, opened only when texts are to be compared."""

    def __init__(self, services: "Services") -> None:
        self._services = services

    def encode(self, texts: Any) -> Any:
        return self._services.encoder.encode(texts)


def _set(
    services: "Services", store: "Store", args: Namespace, correction: tuple[int, Any] | None
) -> None:
    from interviewer.schedule.preferences import set_interview
    from interviewer.schedule.reviewing import correct, set_retention
    from interviewer.store.moments import local_clock

    if args.retention is not None:
        set_retention(store, args.retention)
    if args.interview is not None:
        day = None if args.interview == date.min else args.interview
        set_interview(store, day, local_clock().date())
    if correction is not None:
        correct(store, *correction)
    for name, suspended in ((args.suspend, True), (args.resume, False)):
        if name is not None:
            import msgspec

            question = services.find_question(name)
            marks = store.marking.question(question.id)
            store.marking.mark_question(
                question.id, msgspec.structs.replace(marks, suspended=suspended)
            )


def _correction(number: str, word: str) -> tuple[int, Any]:
    from interviewer.errors import UsageError
    from interviewer.schedule.rating import RATINGS

    if not number.isdecimal() or len(number) > 15:
        raise UsageError(f"found {number!r} for --correct, expected the number of a review")
    if word != "none" and word not in RATINGS:
        raise UsageError(f"found {word!r} for --correct, expected {', '.join(_WORDS)} or none")
    return int(number), RATINGS.get(word)


def _print_record(store: "Store", seen: "Overview", limit: int) -> None:
    from interviewer.exporting.data import progress_record
    from interviewer.schedule.rating import Rating

    record = progress_record(seen)
    print_json(
        {name: record[name] for name in ("due", "new", "leeches", "weak_points", "forecast")}
        | {
            "due": record["due"][:limit],
            "reviews": [
                {
                    "id": one.id,
                    "question_id": one.question_id,
                    "at": one.at.isoformat(),
                    "rating": Rating(one.rating).name.lower(),
                    "corrected": None
                    if one.corrected is None
                    else Rating(one.corrected).name.lower(),
                    "session_id": one.session_id,
                }
                for one in store.cards.latest_reviews(_LATEST)[-_LATEST:]
            ],
        }
    )


def _print_plan(services: "Services", seen: "Overview", limit: int) -> None:
    from interviewer.exporting.markdown import forecast_sentence

    questions = services.bank.by_id
    if seen.forecast is not None:
        print(f"{forecast_sentence(seen)}\n")
    for one in seen.due[:limit]:
        remembered = f"remembered: {round(100 * (one.recall or 0))} %"
        failing = ", keeps failing" if one.leech else ""
        print(f"{one.question_id}: {questions[one.question_id].text}  ({remembered}{failing})")
    if len(seen.due) > limit:
        print(f"… and {len(seen.due) - limit} more")
    print(f"{len(seen.due)} due today, {seen.new} never answered.")


def _day(text: str) -> date:
    """A day; `none` as the first of all days."""
    if text == "none":
        return date.min
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(
            f"found {text!r}, expected a date such as 2026-12-06, or none"
        ) from error
