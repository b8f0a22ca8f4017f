"""Completeness checks: a whole entry passes, and each rule fails once when it is broken."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from corpus.banks import Bank
from corpus.checking import check, table
from corpus.loading import load_bank
from corpus.models import Concept, FollowUp, KeyPoint, Pitfall, Question
from corpus.spelling import known_words, words_of

WORDS = "the moon raises the water and the sun adds to that every day of each month"
POINTS = tuple(
    KeyPoint(
        id=name,
        point=f"the moon raises the water of {name} every day",
        weight=3 if name == "first" else 2,
        says=(f"that water of {name}", f"{name} of the moon", f"each month {name}"),
        hint="Look.",
        probe="What of it?",
    )
    for name in ("first", "second", "third")
)
WHOLE = Question(
    id="tides",
    text="What makes the tides?",
    topic="Sea",
    ask="The moon and the water: what of the sun each month?",
    concepts=("tide", "moon"),
    aliases=("moon water", "what of the water", "that of each day"),
    answer=" ".join([WORDS] * 6),
    key_points=POINTS,
    pitfalls=(
        Pitfall(
            claim="The sun raises the moon.",
            says=("the sun adds the moon", "the water raises the sun"),
            correction="The moon raises the water.",
            contradicts="first",
        ),
    ),
    follow_ups=(FollowUp(ask="What of the sun?"), FollowUp(to="other")),
)
OTHER = replace(
    WHOLE,
    id="other",
    text="What of the moon?",
    aliases=("sun water", "that month of water", "what of the month"),
    answer=" ".join([WORDS] * 7),
    key_points=tuple(
        replace(point, point=f"{point.point} too", says=tuple(f"{said} too" for said in point.says))
        for point in POINTS
    ),
    pitfalls=(
        replace(
            WHOLE.pitfalls[0],
            claim="The sun adds to the moon.",
            says=("the month adds the sun", "the day raises the month"),
        ),
    ),
    follow_ups=(FollowUp(ask="What of the day?"), FollowUp(to="tides")),
)
CONCEPTS = (
    Concept(id="tide", name="water", definition="the water of the moon"),
    Concept(id="moon", name="moon", definition="that moon"),
)


def findings(question: Question, other: Question = OTHER) -> list[str]:
    bank = Bank((question, other), CONCEPTS, {"tides": "sea.yaml:4", "other": "sea.yaml:90"})
    return [str(problem) for problem in check(bank)]


def without_unlisted(found: list[str]) -> list[str]:
    """Findings but for spelling: the word list is the built-in bank's."""
    return [line for line in found if "words.txt" not in line]


def test_a_whole_entry_has_no_findings() -> None:
    assert without_unlisted(findings(WHOLE)) == []


def first_point(**changes: Any) -> tuple[KeyPoint, ...]:
    return (replace(POINTS[0], **changes), *POINTS[1:])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"key_points": ()}, "tides.key_points: found no rubric"),
        ({"ask": None}, "tides.ask: found nothing"),
        ({"ask": "Short one?"}, "tides.ask: found 2 words, expected 8 to 60"),
        ({"answer": "too short"}, "tides.answer: found 2 words, expected 80 to 210"),
        ({"answer": None}, "tides.answer: found nothing"),
        ({"key_points": POINTS[:2]}, "tides.key_points: found 2 key points, expected 3 to 6"),
        ({"concepts": ("tide",)}, "tides.concepts: found 1 concepts"),
        ({"aliases": ("moon water",)}, "tides.aliases: found 1 aliases"),
        ({"pitfalls": ()}, "tides.pitfalls: found 0 pitfalls"),
        ({"follow_ups": (FollowUp(to="other"),)}, "tides.follow_ups: found 1 follow-ups"),
        ({"follow_ups": (FollowUp(ask="a?"), FollowUp(ask="b?"))}, "found none with `to`"),
        ({"key_points": first_point(weight=2)}, "found no weight 3"),
        ({"key_points": first_point(says=("one", "two"))}, "first.says: found 2 says"),
        ({"key_points": first_point(hint=None)}, "first: found no hint or no probe"),
        ({"key_points": first_point(point="too short")}, "first.point: found 2 words"),
        ({"kind": "coding"}, "tides.code: found nothing"),
        ({"kind": "behavioral"}, "found a point without stage"),
        ({"kind": "design"}, "found 1 stages, expected at least 6"),
        ({"text": OTHER.text}, "the text of 'tides' without same_as"),
        ({"same_as": ("other",)}, "'other', which does not name this one"),
        ({"ask": f"{WHOLE.ask} Gradeint?"}, "the word 'gradeint', expected a word of words.txt"),
        ({"aliases": (*WHOLE.aliases, "sun  WATER")}, "a text that also stands in tides"),
    ],
)
def test_each_rule(changes: dict[str, Any], says: str) -> None:
    found = findings(replace(WHOLE, **changes))
    assert any(says in line for line in found), found


def test_findings_name_the_line() -> None:
    assert findings(replace(WHOLE, ask=None))[0].startswith("sea.yaml:4: tides.ask: ")


def test_an_unused_concept_and_one_level_only() -> None:
    bank = Bank((WHOLE, OTHER), (*CONCEPTS, Concept(id="wave", name="day", definition="day")))
    assert any("concepts.wave: found no use" in str(problem) for problem in check(bank))
    many = tuple(replace(WHOLE, id=f"q{n}", text=f"{n}?") for n in range(7))
    found = [str(problem) for problem in check(Bank(many))]
    assert any("only level 2 in Sea" in line for line in found)


def test_table_adds_up(small_bank: Bank) -> None:
    *topics, total = table(small_bank)
    for key in ("questions", "rubric", "points", "says", "pitfalls", "aliases", "L1", "L2", "L3"):
        assert total[key] == sum(row[key] for row in topics)
    assert total["questions"] == len(small_bank.questions)


@pytest.fixture(scope="module")
def built_in() -> Bank:
    return load_bank()


def test_the_built_in_bank_has_no_findings(built_in: Bank) -> None:
    assert [str(problem) for problem in check(built_in)] == []


def test_the_word_list_is_sorted_and_in_use(built_in: Bank, repo: Any) -> None:
    lines = (repo / "corpus" / "bank" / "words.txt").read_text("utf-8").split()
    assert lines == sorted(set(lines))
    used = {word for question in built_in.questions for word in words_of(question)}
    assert used <= known_words()


COUNTS: list[tuple[str, Callable[[Question], int], int]] = [
    ("aliases", lambda q: len(q.aliases), 3),
    ("says", lambda q: min(len(p.says) for p in q.key_points), 3),
    ("pitfall says", lambda q: min(len(p.says) for p in q.pitfalls), 2),
]


@pytest.mark.parametrize(("what", "count", "least"), COUNTS, ids=[c[0] for c in COUNTS])
def test_no_entry_is_thin(
    built_in: Bank, what: str, count: Callable[[Question], int], least: int
) -> None:
    assert len(built_in.questions) == 284
    assert [q.id for q in built_in.questions if count(q) < least] == []
