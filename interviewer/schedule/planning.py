"""What to practice today, what keeps failing, and how much a day until the interview."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from interviewer.schedule.memory import recall, reviewed
from interviewer.schedule.rating import Rating
from interviewer.store.records import Card, Review

LEECH_FAILURES, LEECH_REVIEWS = 4, 10
"""A question rated again so often among its latest reviews is a leech, until it is known twice running."""
_KNOWN_AGAIN = 2
_LONGEST_FORECAST = 730


class Due(Struct, frozen=True, kw_only=True):
    """A question to practice.

    Attributes:
        question_id: the question.
        why: `due`, or `new` where it was never answered.
        due: since when; None for a new one.
        recall: chance that it is remembered now, in [0, 1]; None for a new one.
        leech: it keeps failing, and wants another way of learning than being asked again.
    """

    question_id: str
    why: Literal["due", "new"]
    due: datetime | None = None
    recall: float | None = None
    leech: bool = False


class Leech(Struct, frozen=True, kw_only=True):
    """A question that keeps failing: how often it did, of how many of its latest reviews."""

    question_id: str
    failures: int
    reviews: int


class Forecast(Struct, frozen=True, kw_only=True):
    """What it takes until the interview, if all goes well.

    Attributes:
        interview: the day.
        days: days to practice, today among them and the interview's not; at least 1.
        new: questions never answered yet.
        reviews: answers to questions that come up again.
        daily: questions a day, evenly spread.
        by_day: questions on each day as they come due.
        recall: mean chance in [0, 1] that a question is remembered on the day.
    """

    interview: date
    days: int
    new: int
    reviews: int
    daily: int
    by_day: tuple[int, ...]
    recall: float

    @property
    def sentence(self) -> str:
        """`12 days, 9 questions a day`."""
        days, daily = self.days, self.daily
        return f"{days} day{'s' * (days != 1)}, {daily} question{'s' * (daily != 1)} a day"


def due(
    cards: Mapping[str, Card],
    questions: Sequence[str],
    now: datetime,
    *,
    suspended: Collection[str] = (),
    leeches: Collection[str] = (),
) -> list[Due]:
    """What to practice: what is due, least remembered first, then new questions in bank order.

    Args:
        cards: by question id.
        questions: ids of those that may be asked, in bank order.
        now: the time; what comes due later on this day is due.
        suspended: ids to leave out.
        leeches: ids of those that keep failing; they come last of what is due.
    """
    end = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    chosen = [name for name in questions if name not in suspended]
    waiting = [
        Due(
            question_id=name,
            why="due",
            due=card.due,
            recall=recall(card, now),
            leech=name in leeches,
        )
        for name in chosen
        if (card := cards.get(name)) is not None and card.due < end
    ]
    waiting.sort(key=lambda one: (one.leech, one.recall, one.question_id))
    return waiting + [Due(question_id=name, why="new") for name in chosen if name not in cards]


def leeches(reviews: Iterable[Review]) -> list[Leech]:
    """Questions that keep failing, the worst first.

    Args:
        reviews: in the order they were made; the latest of each question are looked at.
    """
    by_question: dict[str, list[int]] = {}
    for review in reviews:
        by_question.setdefault(review.question_id, []).append(review.counted)
    latest = {name: ratings[-LEECH_REVIEWS:] for name, ratings in by_question.items()}
    found = [
        Leech(question_id=name, failures=ratings.count(Rating.AGAIN), reviews=len(ratings))
        for name, ratings in latest.items()
        if ratings.count(Rating.AGAIN) >= LEECH_FAILURES
        and not all(rating >= Rating.GOOD for rating in ratings[-_KNOWN_AGAIN:])
    ]
    return sorted(found, key=lambda one: (-one.failures, one.reviews, one.question_id))


def forecast(
    cards: Mapping[str, Card],
    new: Sequence[str],
    now: datetime,
    interview: date,
    retention: float,
) -> Forecast:
    """Play the days until the interview through: new questions evenly spread, each answer good.

    Args:
        cards: of the questions that count.
        new: ids of the questions never answered, in the order they will be put.
        now: the time, in the person's time zone.
        interview: the day; one that is over counts as today.
        retention: desired share of questions remembered.
    """
    days = min(max((interview - now.date()).days, 1), _LONGEST_FORECAST)
    played, waiting = dict(cards), list(new)
    by_day: list[int] = []
    for day in range(days):
        at = now + timedelta(days=day)
        end = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        share = -(-len(waiting) // (days - day))
        today = [name for name, card in played.items() if card.due < end] + waiting[:share]
        waiting = waiting[share:]
        for name in today:
            played[name] = reviewed(played.get(name), name, Rating.GOOD, at, retention)
        by_day.append(len(today))
    on_the_day = now + timedelta(days=days)
    chances = [recall(card, on_the_day) for card in played.values()]
    return Forecast(
        interview=interview,
        days=days,
        new=len(new),
        reviews=sum(by_day) - len(new),
        daily=-(-sum(by_day) // days),
        by_day=tuple(by_day),
        recall=sum(chances) / len(chances) if chances else 0.0,
    )
