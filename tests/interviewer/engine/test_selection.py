"""Plans: seeded, without twins and repeats, topics apart, by mode and history."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.banks import Bank
from corpus.models import KeyPoint, Question
from interviewer.engine.selection import NothingToAsk, eligible, plan
from interviewer.engine.state import History, Settings


def question(
    name: str, topic: str, *, level: int = 2, twin: str | None = None, kind: str = "concept"
) -> Question:
    return Question(
        id=name,
        text=name,
        topic=topic,
        level=level,  # type: ignore[arg-type]
        kind=kind,  # type: ignore[arg-type]
        same_as=(twin,) if twin else (),
        key_points=(KeyPoint(id="a", point="a point"),),
    )


def names(bank: Bank, history: History | None = None, **settings: object) -> list[str]:
    chosen = plan(bank, Settings(**settings), history)  # type: ignore[arg-type]
    return [planned.question_id for planned in chosen]


@pytest.fixture
def bank() -> Bank:
    listed = [question(f"x{n}", "X") for n in range(6)] + [question(f"y{n}", "Y") for n in range(6)]
    return Bank(tuple(listed))


def test_same_seed_same_plan_other_seed_other_plan(bank: Bank) -> None:
    plans = {tuple(names(bank, questions=6, seed=seed)) for seed in range(20)}
    assert len(plans) > 10
    assert names(bank, questions=6, seed=3) == names(bank, questions=6, seed=3)


def test_topics_take_turns(bank: Bank) -> None:
    letters = [name[0] for name in names(bank, questions=6, seed=1)]
    assert letters in (["x", "y"] * 3, ["y", "x"] * 3)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=5), st.integers(1, 20), st.integers(0, 9))
def test_no_two_of_a_topic_in_a_row_unless_one_topic_makes_more_than_half(
    sizes: list[int], wanted: int, seed: int
) -> None:
    listed = [question(f"{t}-{n}", f"{t}") for t, size in enumerate(sizes) for n in range(size)]
    chosen = names(Bank(tuple(listed)), questions=wanted, seed=seed)
    topics = [name.split("-")[0] for name in chosen]
    assert len(chosen) == len(set(chosen)) == min(wanted, len(listed))
    most = max(topics.count(topic) for topic in topics)
    beside = sum(one == other for one, other in pairwise(topics))
    assert beside == max(0, most - (len(topics) - most) - 1)


def test_twins_are_never_in_one_plan() -> None:
    bank = Bank((question("a", "X", twin="b"), question("b", "X"), question("c", "X", twin="b")))
    for seed in range(20):
        assert len(names(bank, questions=3, seed=seed)) == 1


def test_recent_questions_and_their_twins_wait_until_nothing_else_is_left(bank: Bank) -> None:
    more = Bank((*bank.questions, question("z", "Z", twin="x0")))
    recent = History(recent=("x0", "x1", "y5"))
    for seed in range(20):
        assert not {"x0", "x1", "y5", "z"}.intersection(
            names(more, recent, questions=12, seed=seed)
        )
    everything = History(recent=tuple(q.id for q in bank.questions))
    assert len(names(bank, everything, questions=3)) == 3


def test_fewer_where_fewer_fit(bank: Bank) -> None:
    assert len(names(bank, topics=("X",), questions=50)) == 6


def test_minutes_limit_the_number(bank: Bank) -> None:
    assert len(names(bank, questions=50, minutes=12)) == 3  # 4 minutes a concept
    assert len(names(bank, questions=50, minutes=1)) == 1
    assert len(names(bank, questions=50, minutes=9, mode="rapid")) == 6  # a minute and a half
    assert len(names(bank, questions=2, minutes=60)) == 2
    slow = Bank(tuple(question(f"d{n}", "D", kind="design") for n in range(9)))
    assert len(names(slow, questions=50, minutes=30)) == 3  # 10 minutes each


def test_review_asks_what_is_due_most_urgent_first(bank: Bank) -> None:
    due = History(due=("x3", "y2", "x1", "gone"), recent=("x3",))
    assert names(bank, due, mode="review") == ["x3", "y2", "x1"]
    assert names(bank, due, mode="review", questions=2) == ["x3", "y2"]
    with pytest.raises(NothingToAsk, match="Nothing is due"):
        names(bank, mode="review")


def test_drill_stays_on_a_topic_or_on_what_was_missed(bank: Bank) -> None:
    assert {name[0] for name in names(bank, topics=("X",), mode="drill")} == {"x"}
    missed = History(missed=(("y4", "a"), ("x2", "a"), ("y4", "b")))
    assert names(bank, missed, mode="drill") == ["y4", "x2"]
    assert names(bank, missed, mode="drill", topics=("X",), questions=3)[0] == "x2"
    with pytest.raises(NothingToAsk, match="A drill needs a topic"):
        names(bank, mode="drill")


def test_rapid_fire_asks_nothing_long() -> None:
    bank = Bank((question("a", "X", kind="design"), question("b", "X", kind="comparison")))
    assert names(bank, mode="rapid") == ["b"]


def test_half_the_plan_goes_to_known_gaps_when_the_interview_is_near(bank: Bank) -> None:
    gaps = ("x3", "y2", "x1", "y1")
    near = History(due=gaps[:2], missed=((gaps[2], "a"), (gaps[3], "a")), days_left=7)
    chosen = names(bank, near, questions=4, seed=5)
    assert {"x3", "y2"} <= set(chosen)
    later = History(due=gaps[:2], days_left=8)
    assert names(bank, later, questions=4, seed=5) == names(bank, questions=4, seed=5)


def test_questions_without_a_rubric_are_never_asked() -> None:
    bank = Bank((Question(id="bare", text="bare", topic="X"), question("a", "X")))
    assert [q.id for q in eligible(bank, Settings())] == ["a"]


def test_level_and_role(sea: Bank) -> None:
    assert [q.id for q in eligible(sea, Settings(level=1))] == ["tides"]
    assert [q.id for q in eligible(sea, Settings(role="mle"))] == ["tides"]
    assert [q.id for q in eligible(sea, Settings(role="ds"))] == ["tides", "waves"]


def test_says_which_setting_to_relax(sea: Bank) -> None:
    with pytest.raises(NothingToAsk, match=r"topic Sea with level 3 with role mle; relax one"):
        plan(sea, Settings(topics=("Sea",), level=3, role="mle"))
    with pytest.raises(NothingToAsk, match="has a rubric"):
        plan(Bank((Question(id="bare", text="bare"),)), Settings())
