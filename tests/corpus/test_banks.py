"""Finding questions and topics, and what counts as the same question."""

import pytest

from corpus.banks import Bank, fold, merged, topic_of
from corpus.models import Concept, Question


def bank(**twins: tuple[str, ...]) -> Bank:
    return Bank(
        tuple(Question(id=key, text=key, same_as=same) for key, same in twins.items()),
    )


def test_twins_go_both_ways_and_through_others() -> None:
    found = bank(a=("b",), b=(), c=("b",), d=(), e=("d",), f=())
    for key in "abc":
        assert found.twins(key) == {"a", "b", "c"}
    assert found.twins("d") == found.twins("e") == {"d", "e"}
    assert found.twins("f") == {"f"}
    assert found.twins("unknown") == {"unknown"}


def test_two_groups_joined_late_are_one() -> None:
    found = bank(a=("b",), b=(), c=("d",), d=(), e=("a", "c"))
    assert found.twins("d") == {"a", "b", "c", "d", "e"}


def test_find_by_id_and_by_text() -> None:
    found = Bank(
        (
            Question(id="one", text="What is  GELU?"),
            Question(id="two", text="what is gelu?"),
            Question(id="three", text="one"),
        )
    )
    assert found.find(" two ") is found.questions[1]
    assert found.find("WHAT is\ngelu?") is found.questions[0]
    assert found.find("one") is found.questions[0]
    assert found.find("") is None


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("deep learning", "Deep Learning"),
        ("LEARN", None),
        ("reinforce", "Reinforcement Learning"),
        ("", None),
        ("x", None),
    ],
)
def test_find_topic(name: str, topic: str | None) -> None:
    found = Bank(
        tuple(
            Question(id=f"q{number}", text="x", topic=topic)
            for number, topic in enumerate(["Deep Learning", "Reinforcement Learning"])
        )
    )
    assert found.find_topic(name) == topic


def test_merged_keeps_the_first_place_and_the_last_content() -> None:
    first = Bank(
        (Question(id="a", text="old"), Question(id="b", text="b")),
        (Concept(id="x", name="X", definition="old"),),
        {"a": "1"},
    )
    second = Bank(
        (Question(id="a", text="new"),), (Concept(id="x", name="X", definition="new"),), {"a": "2"}
    )
    found = merged([first, second])
    assert [(q.id, q.text) for q in found.questions] == [("a", "new"), ("b", "b")]
    assert [c.definition for c in found.concepts] == ["new"]
    assert found.places == {"a": "2"}


def test_fold_and_topic_of() -> None:
    assert fold("  Straße\t\n ÉTÉ ") == "strasse été"
    assert topic_of(Question(id="a", text="x")) == "Other"
