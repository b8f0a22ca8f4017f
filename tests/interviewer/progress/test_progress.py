"""Progress as stories with numbers that can be worked out."""

from datetime import date, timedelta

import msgspec
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Question
from interviewer.progress.beta import cumulative, interval
from interviewer.progress.mastery import OTHER, by_concept, by_topic
from interviewer.progress.overview import Shift, changes, overview, to_practice
from interviewer.progress.trend import trend
from interviewer.schedule.preferences import set_interview
from interviewer.schedule.reviewing import take_reviews
from interviewer.store.opening import open_in_memory
from interviewer.store.records import Marks, Scored
from interviewer.store.store import Store
from tests.interviewer.store.stories import QUESTIONS, START, SetClock, advanced, begun

DAY = timedelta(days=1)


@given(st.floats(0.0, 1.0), st.floats(0.5, 400.0), st.floats(0.5, 400.0))
def test_the_beta_distribution_is_scipys(x: float, alpha: float, beta: float) -> None:
    assert cumulative(x, alpha, beta) == pytest.approx(
        scipy.stats.beta.cdf(x, alpha, beta), abs=1e-9
    )


@pytest.mark.parametrize(("alpha", "beta"), [(1, 1), (2, 1), (1.7, 9.3), (300, 40)])
def test_intervals_are_scipys(alpha: float, beta: float) -> None:
    expected = scipy.stats.beta.interval(0.8, alpha, beta)
    assert interval(alpha, beta) == pytest.approx(expected, abs=1e-9)


def scored(question: str, score: float, *, session: int = 1, days_ago: float = 0.0) -> Scored:
    at = START - days_ago * DAY
    return Scored(session_id=session, question_id=question, at=at, score=score)


def test_mastery_of_one_fresh_answer() -> None:
    (sea,) = by_topic([scored("tides", 1.0)], QUESTIONS, START)
    # Beta(2, 1) has the mean 2/3 and the distribution x².
    assert (sea.name, sea.answers, sea.questions) == ("Sea", 1, 1)
    assert sea.mean == pytest.approx(2 / 3)
    assert (sea.low, sea.high) == pytest.approx((0.1**0.5, 0.9**0.5))


def test_old_answers_fade_and_later_ones_count_more() -> None:
    old = scored("tides", 1.0, days_ago=60)
    (faded,) = by_topic([old], QUESTIONS, START)
    assert faded.mean == pytest.approx(1.5 / 2.5)
    (learned,) = by_topic([scored("tides", 0.0), scored("tides", 1.0)], QUESTIONS, START)
    assert learned.mean == pytest.approx(2 / 3.5)
    assert (learned.answers, learned.questions) == (2, 1)


def test_more_answers_are_surer_and_an_answer_from_the_future_counts_as_fresh() -> None:
    few = by_topic([scored("tides", 0.5)], QUESTIONS, START)[0]
    more = by_topic([scored("tides", 0.5), scored("waves", 0.5)], QUESTIONS, START)[0]
    assert few.mean == more.mean == 0.5
    assert more.high - more.low < few.high - few.low
    assert by_topic([scored("tides", 0.5, days_ago=-900)], QUESTIONS, START)[0] == few


def test_topics_and_concepts_weakest_first() -> None:
    answers = [scored("tides", 1.0), scored("waves", 0.0), scored("rain", 0.2), scored("gone", 1.0)]
    assert [one.name for one in by_topic(answers, QUESTIONS, START)] == ["Sky", "Sea", OTHER]
    concepts = by_concept(answers, QUESTIONS, START)
    assert [(one.name, one.answers) for one in concepts] == [("wind", 2), ("gravity", 1)]


@pytest.mark.parametrize(
    ("scores", "direction", "sentence"),
    [
        ([], None, "no trend yet: 3 more sessions needed"),
        ([0.1, 0.9], None, "no trend yet: 1 more session needed"),
        ([0.1, 0.5, 0.9], "rising", "rising by 40 points a session over 3"),
        ([0.9, 0.5, 0.1], "falling", "falling by 40 points a session over 3"),
        ([0.5, 0.5, 0.5], "steady", "steady over 3 sessions"),
        ([0.5, 0.51, 0.52], "steady", "steady over 3 sessions"),
        ([0.2, 0.8, 0.2, 0.8], "steady", "steady over 4 sessions"),
        ([0.0] * 9 + [0.9], "steady", "steady over 10 sessions"),
        (
            [0.9] * 5 + [0.1 * n for n in range(10)],
            "rising",
            "rising by 10 points a session over 10",
        ),
    ],
)
def test_trend(scores: list[float], direction: str | None, sentence: str) -> None:
    told = trend(scores)
    assert (told.direction, told.sentence) == (direction, sentence)


@given(st.lists(st.integers(0, 8), max_size=12))
def test_a_trend_turns_with_its_scores(eighths: list[int]) -> None:
    scores = [eighth / 8 for eighth in eighths]
    opposite = {"rising": "falling", "falling": "rising"}
    there, back = trend(scores).direction, trend([1 - score for score in scores]).direction
    assert back == opposite.get(str(there), there)


def test_changes_by_the_last_session() -> None:
    answers = [
        scored("tides", 0.2, session=1),
        scored("rain", 0.9, session=1),
        scored("tides", 1.0, session=2),
        scored("waves", 0.5, session=2),
        scored("rain", 0.8, session=2),
    ]
    told = changes(answers, QUESTIONS, START)
    assert told.session_id == 2
    assert told.first_time == ("waves",)
    assert (told.improved, told.worsened) == (("tides",), ("rain",))
    # Sea: before Beta(1.2, 1.8); after, 0.2 counts half: Beta(2.6, 1.9). Sky moves by one point only.
    (sea,) = told.topics
    assert sea.before == pytest.approx(1.2 / 3)
    assert sea.after == pytest.approx(2.6 / 4.5)
    assert changes([], QUESTIONS, START).session_id is None
    (new, other) = changes(answers[:2], QUESTIONS, START).topics
    assert new == Shift(name="Sky", before=None, after=pytest.approx(1.9 / 3))
    assert other.name == "Sea"


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
    take_reviews(store)


def test_overview_of_three_days(store: Store, clock: SetClock) -> None:
    for days, text in ((4, "two"), (1, "moon"), (0, "moon, two")):
        clock.set(START - days * DAY)
        hold(store, text, text, "/skip")
    set_interview(store, date(2026, 12, 6), START.date())
    told = overview(store, QUESTIONS, clock())
    assert (told.sessions, told.answers, told.new) == (3, 6, 1)
    assert [(one.session_id, one.score) for one in told.curve] == [(1, 0.25), (2, 0.75), (3, 1.0)]
    assert told.trend.direction == "rising"
    assert [(one.day.day, one.sessions, one.answers, one.score) for one in told.calendar] == [
        (20, 1, 2, 0.25),
        (23, 1, 2, 0.75),
        (24, 1, 2, 1.0),
    ]
    assert told.streak == 2
    assert told.due == ()
    assert told.forecast is not None
    assert (told.forecast.days, told.forecast.new) == (12, 1)
    assert told.changes.improved == ("tides", "waves")
    clock.set(START + 40 * DAY)
    later = overview(store, QUESTIONS, clock())
    assert [one.question_id for one in later.due] == ["tides", "waves"]
    assert later.streak == 0
    store.marking.mark_question("tides", Marks(suspended=True))
    assert [one.question_id for one in overview(store, QUESTIONS, clock()).due] == ["waves"]


def test_days_stay_as_they_were_lived(store: Store, clock: SetClock) -> None:
    clock.set(START.replace(hour=22))
    clock.move(9)
    hold(store, "moon", "moon", "moon")
    clock.set(START.replace(hour=22))
    clock.move(-5)
    told = overview(store, QUESTIONS, clock())
    assert [one.day for one in told.calendar] == [date(2026, 11, 25)]


def test_a_question_that_is_there_twice_is_planned_once() -> None:
    def doubled(**doubles: tuple[str, ...]) -> dict[str, Question]:
        return {
            name: msgspec.structs.replace(question, same_as=doubles.get(name, ()))
            for name, question in QUESTIONS.items()
        }

    assert to_practice(QUESTIONS, ()) == ["tides", "waves", "rain"]
    for bank in (doubled(tides=("rain",)), doubled(rain=("tides",))):
        assert to_practice(bank, ()) == ["tides", "waves"]
        assert to_practice(bank, {"rain"}) == ["waves", "rain"]
        assert to_practice(bank, {"rain", "tides", "gone"}) == ["tides", "waves", "rain"]
    bare = {"bare": Question(id="bare", text="Bare?")}
    assert to_practice({**QUESTIONS, **bare}, ()) == list(QUESTIONS)


def test_nothing_yet(store: Store, clock: SetClock) -> None:
    told = overview(store, QUESTIONS, clock())
    assert (told.sessions, told.topics, told.calendar, told.streak, told.new) == (0, (), (), 0, 3)
    assert told.forecast is None
    assert told.trend.direction is None


@given(st.floats(1.0, 400.0), st.floats(1.0, 400.0))
def test_any_interval_is_scipys(alpha: float, beta: float) -> None:
    expected = scipy.stats.beta.interval(0.8, alpha, beta)
    assert interval(alpha, beta) == pytest.approx(expected, abs=1e-8)
