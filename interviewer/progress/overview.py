"""All of a candidate's progress in one value, for a screen, a file or a script."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from corpus.models import Question
from interviewer.progress.mastery import Mastery, by_concept, by_topic
from interviewer.progress.trend import Trend, trend
from interviewer.schedule.ledger import Meaning, WeakPoint, weak_points
from interviewer.schedule.planning import (
    LEECH_REVIEWS,
    Due,
    Forecast,
    Leech,
    due,
    forecast,
    leeches,
)
from interviewer.schedule.preferences import preferences
from interviewer.store.records import Day, Scored, SessionScore
from interviewer.store.store import Store

_SESSIONS, _DAYS = 200, 190
_SHIFT = 0.03
"""A topic that moved by less is not named among the changes."""


class Shift(Struct, frozen=True, kw_only=True):
    """A topic whose mastery the last session moved; `before` is None where it is new."""

    name: str
    before: float | None
    after: float


class Changes(Struct, frozen=True, kw_only=True):
    """What the last graded session changed.

    Attributes:
        session_id: that session; None where there is none.
        topics: the topics that it moved, the largest change first.
        first_time: questions answered for the first time.
        improved: questions with a better score than the time before.
        worsened: those with a worse one.
    """

    session_id: int | None = None
    topics: tuple[Shift, ...] = ()
    first_time: tuple[str, ...] = ()
    improved: tuple[str, ...] = ()
    worsened: tuple[str, ...] = ()


class Overview(Struct, frozen=True, kw_only=True):
    """The whole picture at one moment.

    Attributes:
        now: the moment.
        sessions: how many were begun.
        answers: how many answers were graded.
        curve: the latest 200 graded sessions, the oldest first.
        trend: of their scores.
        topics: mastery, the weakest first.
        concepts: mastery by concept id, the weakest first.
        calendar: days with answers in the last half year, the oldest first.
        streak: days running with answers, up to today or yesterday, half a year at most.
        due: what to practice today, without new questions.
        new: how many questions were never answered.
        leeches: questions that keep failing.
        weak_points: key points that keep being missed.
        forecast: None where no interview date is set.
        changes: by the last session.
    """

    now: datetime
    sessions: int
    answers: int
    curve: tuple[SessionScore, ...]
    trend: Trend
    topics: tuple[Mastery, ...]
    concepts: tuple[Mastery, ...]
    calendar: tuple[Day, ...]
    streak: int
    due: tuple[Due, ...]
    new: int
    leeches: tuple[Leech, ...]
    weak_points: tuple[WeakPoint, ...]
    forecast: Forecast | None
    changes: Changes


def overview(
    store: Store,
    questions: Mapping[str, Question],
    now: datetime,
    meaning: Meaning | None = None,
) -> Overview:
    """The overview.

    Args:
        store: its reviews should be up to date (`schedule.reviewing.take_reviews`).
        questions: the bank by id, in its order.
        now: the time, in the person's time zone.
        meaning: merges weak points by meaning.
    """
    answers = store.scores.latest()
    cards, reviews = store.cards.all(), store.cards.latest_reviews(LEECH_REVIEWS)
    spared = suspended(store)
    names = [name for name in to_practice(questions, cards) if name not in spared]
    failing = leeches(reviews)
    waiting = due(cards, names, now, leeches={one.question_id for one in failing})
    new = [one.question_id for one in waiting if one.why == "new"]
    wanted = preferences(store)
    calendar = store.scores.days(now - timedelta(days=_DAYS))
    curve = store.scores.curve(_SESSIONS)
    return Overview(
        now=now,
        sessions=store.sessions.count(),
        answers=store.scores.count(),
        curve=tuple(curve),
        trend=trend([point.score for point in curve]),
        topics=tuple(by_topic(answers, questions, now)),
        concepts=tuple(by_concept(answers, questions, now)),
        calendar=tuple(calendar),
        streak=_streak({one.day for one in calendar}, now.date()),
        due=tuple(one for one in waiting if one.why == "due"),
        new=len(new),
        leeches=tuple(one for one in failing if one.question_id in questions),
        weak_points=tuple(weak_points(store.scores.points(), questions, meaning)),
        forecast=None
        if wanted.interview is None
        else forecast(
            {name: cards[name] for name in names if name in cards},
            new,
            now,
            wanted.interview,
            wanted.retention,
        ),
        changes=changes(answers, questions, now),
    )


def to_practice(questions: Mapping[str, Question], known: Collection[str]) -> list[str]:
    """Ids of the questions to plan: those with a rubric, and of the same question twice only one.

    Args:
        questions: the bank by id, in its order.
        known: ids of those that have a card; they go before their doubles.
    """
    planned = {name for name in known if name in questions}
    doubles = {other for name in planned for other in questions[name].same_as}
    for question in questions.values():
        if question.id in planned or question.id in doubles or not question.has_rubric:
            continue
        if planned.isdisjoint(question.same_as):
            planned.add(question.id)
            doubles.update(question.same_as)
    return [name for name, question in questions.items() if name in planned and question.has_rubric]


def suspended(store: Store) -> set[str]:
    """Ids of the questions that the person does not want to be asked."""
    return {name for name, marks in store.marking.questions().items() if marks.suspended}


def changes(answers: Sequence[Scored], questions: Mapping[str, Question], now: datetime) -> Changes:
    """What the last session with a graded answer changed, all else being as it is now."""
    if not answers:
        return Changes()
    last = max(answer.session_id for answer in answers)
    earlier = [answer for answer in answers if answer.session_id != last]
    before = {one.name: one.mean for one in by_topic(earlier, questions, now)}
    shifts = [
        Shift(name=one.name, before=before.get(one.name), after=one.mean)
        for one in by_topic(answers, questions, now)
        if one.name not in before or abs(one.mean - before[one.name]) >= _SHIFT
    ]
    shifts.sort(key=lambda one: -abs(one.after - (0.5 if one.before is None else one.before)))
    known = {answer.question_id: answer.score for answer in earlier}
    latest = {answer.question_id: answer.score for answer in answers if answer.session_id == last}
    return Changes(
        session_id=last,
        topics=tuple(shifts),
        first_time=tuple(name for name in latest if name not in known),
        improved=tuple(n for n, score in latest.items() if n in known and score > known[n]),
        worsened=tuple(n for n, score in latest.items() if n in known and score < known[n]),
    )


def _streak(days: Collection[date], today: date) -> int:
    """Days running; a day that is not over yet breaks nothing."""
    day = today if today in days else today - timedelta(days=1)
    count = 0
    while day in days:
        count += 1
        day -= timedelta(days=1)
    return count
