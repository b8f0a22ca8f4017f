"""Plans: seeded, without twins, topics in turn."""

import pytest

from corpus.banks import Bank
from corpus.models import KeyPoint, Question
from interviewer.engine.selection import NothingToAsk, eligible, plan
from interviewer.engine.state import Settings


def question(name: str, topic: str, *, level: int = 2, twin: str | None = None) -> Question:
    return Question(
        id=name,
        text=name,
        topic=topic,
        level=level,  # type: ignore[arg-type]
        same_as=(twin,) if twin else (),
        key_points=(KeyPoint(id="a", point="a point"),),
    )


@pytest.fixture
def bank() -> Bank:
    listed = [question(f"x{n}", "X") for n in range(6)] + [question(f"y{n}", "Y") for n in range(6)]
    return Bank(tuple(listed))


def test_same_seed_same_plan_other_seed_other_plan(bank: Bank) -> None:
    plans = {plan(bank, Settings(questions=6, seed=seed)) for seed in range(20)}
    assert len(plans) > 10
    assert plan(bank, Settings(questions=6, seed=3)) == plan(bank, Settings(questions=6, seed=3))


def test_topics_take_turns(bank: Bank) -> None:
    chosen = plan(bank, Settings(questions=6, seed=1))
    letters = [name[0] for name in chosen]
    assert letters in (["x", "y"] * 3, ["y", "x"] * 3)


def test_twins_are_never_in_one_plan() -> None:
    bank = Bank((question("a", "X", twin="b"), question("b", "X"), question("c", "X", twin="b")))
    for seed in range(20):
        assert len(plan(bank, Settings(questions=3, seed=seed))) == 1


def test_fewer_where_fewer_fit(bank: Bank) -> None:
    assert len(plan(bank, Settings(topics=("X",), questions=50))) == 6


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
