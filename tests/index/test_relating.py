"""Related questions of a hand-made bank, with their reasons."""

import numpy as np
import pytest

from corpus.banks import Bank
from corpus.models import Concept, FollowUp, KeyPoint, Question
from index.building import build
from index.encoder import Encoder
from index.relating import Relations
from index.storage import load


def question(name: str, text: str, *concepts: str, **more: object) -> Question:
    points = (KeyPoint(id="p", point=text, says=(text,)),)
    fields = {"topic": "T", "key_points": points, "concepts": concepts} | more
    return Question(id=name, text=text, **fields)  # type: ignore[arg-type]


BANK = Bank(
    (
        question("tides", "What makes the tides?", "tide", same_as=("tides-again",),
                 follow_ups=(FollowUp(to="harbor"),)),
        question("tides-again", "Why is there high and low water?", "tide", same_as=("tides",)),
        question("moon", "How does the moon move?", "orbit"),
        question("spring-tides", "What are spring tides?", "tide"),
        question("waves-or-tides", "How do waves differ from tides?", "tide", "wave",
                 kind="comparison"),
        question("harbor", "How is a harbor built?", "harbor"),
        question("bread", "How is bread baked?", "bread", same_as=("loaf",)),
        question("loaf", "How do you bake a loaf?", "bread", same_as=("bread",)),
    ),
    (
        Concept(id="orbit", name="orbit", definition="x"),
        Concept(id="tide", name="tide", definition="x", requires=("orbit",)),
        Concept(id="wave", name="wave", definition="x"),
        Concept(id="harbor", name="harbor", definition="x"),
        Concept(id="bread", name="bread", definition="x"),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def relations(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Relations:
    root = tmp_path_factory.mktemp("relations") / "index"
    build(BANK, encoder, root, source="hand")
    return Relations(BANK, load(root))


def test_reasons(relations: Relations) -> None:
    found = {item.question_id: item for item in relations.related(["tides"], 10)}
    assert (found["harbor"].reason, found["harbor"].concepts) == ("next step", ())
    assert (found["spring-tides"].reason, found["spring-tides"].concepts) == (
        "same concept",
        ("tide",),
    )
    assert found["waves-or-tides"].reason == "contrast"
    assert (found["moon"].reason, found["moon"].concepts) == ("prerequisite", ("orbit",))


def test_neither_itself_nor_a_twin_nor_two_twins(relations: Relations) -> None:
    found = [item.question_id for item in relations.related(["tides"], 10)]
    assert not {"tides", "tides-again"} & set(found)
    assert len({"bread", "loaf"} & set(found)) == 1
    assert len(found) == 5


def test_shared_concepts_come_before_what_shares_nothing(relations: Relations) -> None:
    found = [item.question_id for item in relations.related(["tides"], 10)]
    assert found[0] == "spring-tides"
    assert found[-1] in ("bread", "loaf")


def test_of_several_questions_at_once(relations: Relations) -> None:
    found = {item.question_id: item for item in relations.related(["bread", "tides"], 10)}
    assert not {"tides", "tides-again", "bread", "loaf"} & set(found)
    assert found["spring-tides"].source == "tides"
    alone = {item.question_id: item.score for item in relations.related(["tides"], 10)}
    beside = {item.question_id: item.score for item in relations.related(["bread"], 10)}
    for key, item in found.items():
        assert item.score == pytest.approx((alone[key] + beside[key]) / 2, abs=2e-6)
        assert item.source == ("tides" if alone[key] > beside[key] else "bread")
    assert relations.related(["tides", "unknown"], 3) == relations.related(["tides"], 3)
    assert relations.related(["unknown"], 3) == []


def test_exclude_and_limit(relations: Relations) -> None:
    found = relations.related(["tides"], 2, exclude=["spring-tides"])
    assert len(found) == 2
    assert "spring-tides" not in {item.question_id for item in found}


def test_scores_fall_and_are_numbers(relations: Relations) -> None:
    scores = [item.score for item in relations.related(["moon"], 10)]
    assert scores == sorted(scores, reverse=True)
    assert np.isfinite(scores).all()
