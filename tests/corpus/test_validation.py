"""Each rule, broken once."""

from collections.abc import Iterable
from typing import Any

import pytest

from corpus.errors import Problem
from corpus.models import CodeTask, Concept, FollowUp, KeyPoint, Pitfall, Question
from corpus.validation import check_concepts, check_question, check_references

CODE = CodeTask(starter="a", solution="b", tests="c")


def shown(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def point(key: str, stage: Any = None) -> KeyPoint:
    return KeyPoint(id=key, point="A claim.", stage=stage)


def question(**fields: Any) -> Question:
    return Question(**({"id": "q", "text": "What?"} | fields))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"key_points": (point("a"), point("b"), point("a"), point("a"))},
            "q.key_points: found the id 'a' twice, expected each id once",
        ),
        (
            {"key_points": (point("a", "data"),)},
            "q.key_points.a.stage: found 'data', expected no stage for this kind",
        ),
        (
            {"kind": "design", "key_points": (point("a", "action"),)},
            "q.key_points.a.stage: found 'action', expected one of clarify, metrics, data, "
            "features, model, training, serving, monitoring",
        ),
        (
            {"kind": "behavioral", "key_points": (point("a", "serving"),)},
            "q.key_points.a.stage: found 'serving', expected one of situation, task, action, "
            "result, reflection",
        ),
        (
            {
                "key_points": (point("a"), point("b")),
                "pitfalls": (Pitfall(claim="x", correction="y", contradicts="c"),),
            },
            "q.pitfalls[0].contradicts: found 'c', expected the id of a key point (a, b)",
        ),
        (
            {"pitfalls": (Pitfall(claim="x", correction="y", contradicts="c"),)},
            "q.pitfalls[0].contradicts: found 'c', expected the id of a key point (there are none)",
        ),
        (
            {"follow_ups": (FollowUp(ask="x"), FollowUp())},
            "q.follow_ups[1]: found neither ask nor to, expected one of them",
        ),
        ({"code": CODE}, "q.code: found a code block in a concept question, expected kind: coding"),
    ],
)
def test_rules_within_a_question(fields: dict[str, Any], message: str) -> None:
    assert shown(check_question(question(**fields), "b.yaml", 9)) == [f"b.yaml:9: {message}"]


def test_a_sound_question_has_no_problems() -> None:
    sound = question(
        kind="behavioral",
        key_points=(point("a", "task"), point("b")),
        pitfalls=(Pitfall(claim="x", correction="y", contradicts="b"),),
        follow_ups=(FollowUp(to="other"),),
    )
    assert shown(check_question(sound, "b.yaml", 9)) == []
    assert shown(check_question(question(kind="coding", code=CODE), "b.yaml", 9)) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"same_as": ("gone",)}, "q.same_as: found 'gone', expected the id of another question"),
        ({"same_as": ("q",)}, "q.same_as: found 'q', expected the id of another question"),
        (
            {"follow_ups": (FollowUp(ask="x"), FollowUp(to="gone"))},
            "q.follow_ups[1].to: found 'gone', expected the id of another question",
        ),
        (
            {"follow_ups": (FollowUp(to="q"),)},
            "q.follow_ups[0].to: found 'q', expected the id of another question",
        ),
        (
            {"same_as": ("r",), "follow_ups": (FollowUp(to="r"),)},
            "q.follow_ups[0].to: found 'r', expected a question that is not the same one again",
        ),
        (
            {"concepts": ("x", "y")},
            "q.concepts: found 'y', expected a concept of concepts.yaml",
        ),
    ],
)
def test_rules_between_questions(fields: dict[str, Any], message: str) -> None:
    questions = {"q": question(**fields), "r": Question(id="r", text="r")}
    concepts = {"x": Concept(id="x", name="X", definition="x")}
    found = check_references(questions, concepts, {"q": ("b.yaml", 9)})
    assert shown(found) == [f"b.yaml:9: {message}"]


def test_without_a_vocabulary_concepts_are_not_checked() -> None:
    assert shown(check_references({"q": question(concepts=("y",))}, {}, {})) == []


def concept(key: str, *requires: str, name: str | None = None) -> Concept:
    return Concept(id=key, name=name or key.upper(), definition="x", requires=requires)


@pytest.mark.parametrize(
    ("concepts", "messages"),
    [
        ([concept("a"), concept("b", "a"), concept("c", "b", "a", "b")], []),
        (
            [concept("a", name="One"), concept("a", name="Two")],
            ["v.yaml: a: found the name 'a' twice, expected each name once"],
        ),
        (
            [concept("a", name="Same"), concept("b", name="sAME")],
            ["v.yaml: b: found the name 'same' twice, expected each name once"],
        ),
        (
            [concept("a", name="B"), concept("b")],
            ["v.yaml: b: found the name 'b' twice, expected each name once"],
        ),
        (
            [concept("a", "gone")],
            ["v.yaml: a.requires: found 'gone', expected a known concept"],
        ),
        (
            [concept("a", "a")],
            ["v.yaml: a.requires: found the circle a -> a, expected no circle"],
        ),
        (
            [concept("x", "a"), concept("a", "b"), concept("b", "c"), concept("c", "a")],
            ["v.yaml: a.requires: found the circle a -> b -> c -> a, expected no circle"],
        ),
        # A diamond is no circle.
        ([concept("a", "b", "c"), concept("b", "d"), concept("c", "d", "b"), concept("d")], []),
    ],
)
def test_rules_of_the_vocabulary(concepts: list[Concept], messages: list[str]) -> None:
    assert shown(check_concepts(concepts, "v.yaml")) == messages


def test_a_long_chain_of_prerequisites_needs_no_stack() -> None:
    chain = [concept(f"c{n}", f"c{n + 1}") for n in range(5000)] + [concept("c5000")]
    assert shown(check_concepts(chain, "v.yaml")) == []
