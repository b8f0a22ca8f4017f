"""The schedule as stories with numbers; the intervals are FSRS-6's own with its default parameters."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import fsrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import KeyPoint, Question
from interviewer.engine.state import Asked, Assessment, Attempt, Guard
from interviewer.errors import UserError
from interviewer.schedule.ledger import weak_points
from interviewer.schedule.memory import recall, replayed, reviewed
from interviewer.schedule.planning import Due, due, forecast, leeches
from interviewer.schedule.preferences import Preferences, preferences, set_interview
from interviewer.schedule.rating import Rating, rating_of
from interviewer.schedule.reviewing import correct, set_retention, take_reviews
from interviewer.store.errors import NotKept
from interviewer.store.opening import open_in_memory, open_store
from interviewer.store.records import Card, PointCount, Review
from interviewer.store.store import Store
from tests.interviewer.store.stories import QUESTIONS, START, SetClock, advanced, begun

DAY = timedelta(days=1)


def asked(
    score: float | None,
    *,
    first: float | None = None,
    hints: int = 0,
    guards: tuple[Guard, ...] = (),
    skipped: bool = False,
) -> Asked:
    return Asked(
        question_id="tides",
        assessment=Assessment(score=score, guards=guards),
        first_score=first,
        hints=tuple("ab"[:hints]) if hints <= 2 else ("a",) * hints,
        skipped=skipped,
    )


def retried(score: float, *, told: bool) -> Asked:
    """Answered badly, then better after coming back; had the answer been told, the first counts."""
    before = Attempt(answers=("idk",), assessment=Assessment(score=0.1))
    return msgspec.structs.replace(asked(score), earlier=before, told=told)


@pytest.mark.parametrize(
    ("what", "rating"),
    [
        (asked(0.0), Rating.AGAIN),
        (asked(0.39), Rating.AGAIN),
        (asked(0.4), Rating.HARD),
        (asked(0.6), Rating.GOOD),
        (asked(0.84), Rating.GOOD),
        (asked(0.85), Rating.EASY),
        (asked(1.0, hints=1), Rating.GOOD),
        (asked(1.0, hints=2), Rating.HARD),
        (asked(1.0, hints=5), Rating.HARD),
        (asked(0.1, hints=2), Rating.AGAIN),
        (asked(0.9, first=0.2), Rating.HARD),
        (asked(0.9, first=0.5), Rating.GOOD),
        (asked(0.9, first=0.9), Rating.EASY),
        (asked(0.3, first=0.9), Rating.AGAIN),
        (asked(0.7, guards=("dont_know",)), Rating.AGAIN),
        (retried(0.9, told=True), Rating.AGAIN),
        (retried(0.9, told=False), Rating.EASY),
        (asked(None), None),
        (asked(0.9, skipped=True), None),
        (Asked(question_id="tides"), None),
    ],
)
def test_the_rating_follows_score_and_help(what: Asked, rating: Rating | None) -> None:
    assert rating_of(what) == rating


@pytest.mark.parametrize(
    ("rating", "stability", "days"),
    [(1, 0.212, 1), (2, 1.2931, 1), (3, 2.3065, 2), (4, 8.2956, 8)],
)
def test_the_first_answer_sets_the_interval(rating: int, stability: float, days: int) -> None:
    card = reviewed(None, "tides", rating, START, 0.9)
    assert card.stability == stability
    assert card.due == START + days * DAY


def test_fsrs_itself_gives_the_same_after_several_answers() -> None:
    scheduler = fsrs.Scheduler(
        desired_retention=0.85, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    theirs, mine, at = fsrs.Card(card_id=1, due=START), None, START
    for rating, wait in ((3, 2), (3, 9), (1, 30), (2, 1), (4, 5)):
        theirs, _ = scheduler.review_card(theirs, fsrs.Rating(rating), at)
        mine = reviewed(mine, "tides", rating, at, 0.85)
        assert (mine.stability, mine.difficulty) == (theirs.stability, theirs.difficulty)
        assert mine.due == theirs.due
        at += wait * DAY


def test_recall_falls_to_the_desired_retention_when_due() -> None:
    card = reviewed(None, "tides", 4, START, 0.9)
    assert recall(card, START) == 1.0
    assert recall(card, card.due) == pytest.approx(0.9, abs=0.005)
    assert recall(card, card.due + 100 * DAY) < 0.7


def test_a_clock_set_back_counts_as_no_time() -> None:
    first = reviewed(None, "tides", 3, START, 0.9)
    second = reviewed(first, "tides", 3, START - 500 * DAY, 0.9)
    assert second.reviewed == START
    assert second.due > START
    assert recall(second, START - 500 * DAY) == 1.0


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(-50, 400)), min_size=1, max_size=20))
def test_any_history_gives_a_card_that_can_be_planned(history: list[tuple[int, int]]) -> None:
    at, reviews = START, []
    for number, (rating, days) in enumerate(history):
        at += days * DAY
        reviews.append(Review(id=number, question_id="tides", at=at, rating=rating))
    card = replayed(reviews, 0.9)
    assert card.due >= card.reviewed + DAY
    assert card.stability > 0
    assert 1 <= card.difficulty <= 10


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def store(clock: SetClock) -> Store:
    return open_in_memory(clock)


def hold(store: Store, *texts: str) -> None:
    kept = store.sessions.begin(begun(), QUESTIONS.values())
    for text in texts:
        kept = store.sessions.hear(kept, text)
        kept = store.sessions.keep(kept, advanced(kept.session, text))


def test_each_judged_answer_counts_once(store: Store) -> None:
    hold(store, "moon, two", "/skip", "two")
    hold(store, "moon")
    assert take_reviews(store) == 3
    assert take_reviews(store) == 0
    told = [(r.question_id, r.rating, r.session_id) for r in store.cards.all_reviews()]
    assert told == [("tides", 4, 1), ("rain", 1, 1), ("tides", 3, 2)]
    assert list(store.cards.all()) == ["rain", "tides"]


def test_the_open_question_counts_only_when_it_is_done_with(store: Store) -> None:
    kept = store.sessions.begin(begun(), QUESTIONS.values())
    current = msgspec.structs.replace(advanced(kept.session, "moon").asked[0], closed=False)
    probed = msgspec.structs.replace(kept.session, asked=(current,))
    store.sessions.keep(kept, probed)
    assert take_reviews(store) == 0
    store.sessions.finish(kept.id)
    assert take_reviews(store) == 1


def test_the_candidate_overrules_and_both_ratings_are_kept(store: Store) -> None:
    hold(store, "two")
    take_reviews(store)
    assert store.cards.all()["tides"].stability == 0.212
    review = correct(store, 1, Rating.EASY)
    assert (review.rating, review.corrected, review.counted) == (1, 4, 4)
    assert store.cards.all()["tides"].stability == 8.2956
    assert correct(store, 1, None).counted == 1
    assert store.cards.all()["tides"].stability == 0.212
    with pytest.raises(NotKept, match="no review 7"):
        correct(store, 7, Rating.GOOD)
    assert store.cards.all()["tides"].stability == 0.212


def test_another_retention_plans_every_card_anew(store: Store) -> None:
    hold(store, "moon, two")
    take_reviews(store)
    before = store.cards.all()["tides"].due
    set_retention(store, 0.8)
    after = store.cards.all()["tides"]
    assert after.due > before
    assert recall(after, after.due) == pytest.approx(0.8, abs=0.01)
    assert preferences(store).retention == 0.8
    for wrong in (0.5, 1.0, float("nan")):
        with pytest.raises(UserError, match=r"expected a number from 0\.7 to 0\.97"):
            set_retention(store, wrong)


def test_the_interview_date_is_kept_and_a_past_one_refused(store: Store) -> None:
    assert preferences(store) == Preferences()
    set_interview(store, date(2026, 12, 6), START.date())
    assert preferences(store).interview == date(2026, 12, 6)
    with pytest.raises(UserError, match="2026-11-23 is over"):
        set_interview(store, date(2026, 11, 23), START.date())
    set_interview(store, None, START.date())
    assert preferences(store).interview is None


def card(name: str, due_in: int, stability: float) -> Card:
    return Card(
        question_id=name,
        stability=stability,
        difficulty=5.0,
        due=START + due_in * DAY,
        reviewed=START + due_in * DAY - 10 * DAY,
    )


def test_due_least_remembered_first_then_leeches_then_new() -> None:
    cards = {
        one.question_id: one
        for one in (
            card("sure", 0, 50.0),
            card("shaky", 0, 2.0),
            card("later today", 0, 20.0),
            card("tomorrow", 1, 1.0),
            card("leech", -5, 0.5),
            card("spared", -5, 0.5),
            card("gone from the bank", -5, 0.5),
        )
    }
    names = ["new b", "sure", "leech", "spared", "tomorrow", "shaky", "later today", "new a"]
    found = due(cards, names, START, suspended={"spared"}, leeches={"leech"})
    assert [one.question_id for one in found] == [
        "shaky", "later today", "sure", "leech", "new b", "new a",
    ]  # fmt: skip
    assert [one.why for one in found] == ["due"] * 4 + ["new"] * 2
    assert found[3].leech
    assert found[4] == Due(question_id="new b", why="new")


def reviews_of(name: str, ratings: Sequence[int]) -> list[Review]:
    return [Review(id=n, question_id=name, at=START, rating=r) for n, r in enumerate(ratings)]


def test_leeches_are_those_that_keep_failing() -> None:
    history = [
        *reviews_of("always", [1, 1, 1, 1, 1]),
        *reviews_of("relapsing", [1, 3, 1, 1, 3, 1, 3]),
        *reviews_of("three times", [1, 1, 1]),
        *reviews_of("mended", [1, 1, 1, 1, 3, 3]),
    ]
    found = [(one.question_id, one.failures, one.reviews) for one in leeches(history)]
    assert found == [("always", 5, 5), ("relapsing", 4, 7)]


def test_forecast_of_new_questions_only() -> None:
    told = forecast({}, [f"q{n}" for n in range(24)], START, date(2026, 12, 6), 0.9)
    assert told.days == 12
    assert told.new == 24
    # Two new a day; answered good they come again after 2 days, and then some ten days later.
    assert told.by_day[:4] == (2, 2, 4, 4)
    assert told.daily == -(-sum(told.by_day) // 12)
    assert told.sentence == f"12 days, {told.daily} questions a day"
    assert sum(told.by_day) == told.new + told.reviews
    assert 0.8 < told.recall <= 1.0


def test_forecast_on_the_day_itself_is_one_day() -> None:
    told = forecast({"a": card("a", 0, 1.0)}, ["b"], START, START.date(), 0.9)
    assert (told.days, told.by_day, told.sentence) == (1, (2,), "1 day, 2 questions a day")
    nothing = forecast({}, [], START, date(2027, 1, 1), 0.9)
    assert (nothing.daily, nothing.recall) == (0, 0.0)


def question(name: str, **points: str) -> Question:
    return Question(
        id=name,
        text=f"{name}?",
        key_points=tuple(KeyPoint(id=key, point=text) for key, text in points.items()),
    )


BANK = {
    one.id: one
    for one in (
        question(
            "a", p="Dropout keeps units from relying on each other.", q="It is off at test time."
        ),
        question("b", p="With dropout no unit can rely on another one.", r="Adam adapts the step."),
    )
}


class FirstWord:
    """Texts with the same first letter of their last word mean the same."""

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        last = [text.split()[-1][0] for text in texts]
        return [[float(letter == other) for other in "otsa"] for letter in last]


def counted(question_id: str, point_id: str, missed: int, *, last: bool = True) -> PointCount:
    return PointCount(
        question_id=question_id, point_id=point_id, judged=4, missed=missed, last_missed=last
    )


def test_the_ledger_names_what_is_missed_again_and_again() -> None:
    counts = [
        counted("a", "q", 3),
        counted("b", "r", 2, last=False),
        counted("a", "p", 1),
        counted("b", "p", 1),
        counted("b", "gone", 9),
        counted("gone", "p", 9),
    ]
    (alone,) = weak_points(counts, BANK)
    assert (alone.point, alone.missed, alone.judged) == ("It is off at test time.", 3, 4)
    first, second = weak_points(counts, BANK, FirstWord())
    assert first == alone
    assert (second.missed, second.judged) == (2, 8)
    assert [(one.question_id, one.point_id) for one in second.sources] == [("a", "p"), ("b", "p")]


def test_the_ledger_from_kept_sessions(store: Store) -> None:
    hold(store, "moon", "moon, two", "moon")
    hold(store, "moon, two", "moon", "moon")
    hold(store, "moon", "moon, two")
    points = weak_points(store.scores.points(), QUESTIONS)
    told = [(point.point, point.missed, point.judged) for point in points]
    assert told == [
        ("There are two rain a day.", 2, 2),
        ("There are two tides a day.", 2, 3),
    ]


def test_two_instances_count_an_answer_once(tmp_path: Path) -> None:
    file = tmp_path / "history.db"
    with open_store(file, SetClock()) as one, open_store(file, SetClock()) as other:
        hold(one, "moon", "two", "moon")
        assert take_reviews(other) + take_reviews(one) == 3
        assert len(one.cards.all_reviews()) == 3


def test_an_answer_that_is_there_already_is_not_counted_again(store: Store) -> None:
    hold(store, "two")
    (row,) = store.cards.unreviewed()
    take_reviews(store)
    correct(store, 1, Rating.EASY)
    assert not store.cards.add(row, 1, lambda reviews: replayed(reviews, 0.9))
    assert [(one.id, one.counted) for one in store.cards.all_reviews()] == [(1, 4)]


def test_real_rewordings_are_merged_and_others_are_not(encoder: object) -> None:
    counts = [
        counted("a", "p", 1),
        counted("b", "p", 1),
        counted("a", "q", 2),
        counted("b", "r", 2),
    ]
    merged = weak_points(counts, BANK, encoder)  # type: ignore[arg-type]
    assert sorted(len(point.sources) for point in merged) == [1, 1, 2]


def test_local_midnight_ends_the_day() -> None:
    tokyo = datetime(2026, 11, 25, 1, 0, tzinfo=UTC).astimezone()
    late = Card(
        question_id="a", stability=1.0, difficulty=5.0,
        due=tokyo.replace(hour=23, minute=59), reviewed=START,
    )  # fmt: skip
    assert [one.question_id for one in due({"a": late}, ["a"], tokyo)] == ["a"]
    assert due({"a": late}, ["a"], tokyo - DAY) == []
