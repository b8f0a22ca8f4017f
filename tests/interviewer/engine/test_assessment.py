"""Scores worked out by hand: weights 3, 2, 1; covered 1, partly 1/2; a wrong claim costs two fifths."""

import pytest
from msgspec.structs import replace

from corpus.models import Question
from interviewer.engine import assessment as under_test
from interviewer.engine.assessment import COVERED, PARTLY, assess
from tests.interviewer.engine.conftest import PitfallSeen, PointSeen, Seen

PLAIN = "The moon pulls the water up and that is why it comes and goes every day."


def seen(moon: float, twice: float, sun: float, *wrong: PitfallSeen) -> Seen:
    quotes = {"moon": "the moon pulls", "twice": "every day", "sun": "comes and goes"}
    points = (("moon", moon), ("twice", twice), ("sun", sun))
    return Seen(tuple(PointSeen(k, value, quotes[k]) for k, value in points), wrong)


@pytest.mark.parametrize(
    ("moon", "twice", "sun", "score"),
    [
        (0.9, 0.9, 0.9, 1.0),
        (0.9, 0.1, 0.1, 0.5),  # 3 of 6
        (0.1, 0.9, 0.9, 0.5),  # 2 + 1 of 6
        (COVERED, PARTLY, 0.1, 0.6667),  # (3 + 2/2) / 6
        (PARTLY, 0.1, 0.1, 0.25),  # 3/2 of 6
        (0.1, 0.1, 0.1, 0.0),
    ],
)
def test_score_follows_weights(
    tides: Question, moon: float, twice: float, sun: float, score: float
) -> None:
    assert assess(tides, PLAIN, seen(moon, twice, sun)).score == score


def test_verdicts_and_quotes(tides: Question) -> None:
    judged = assess(tides, PLAIN, seen(COVERED, COVERED - 0.001, PARTLY - 0.001))
    assert [point.verdict for point in judged.points] == ["covered", "partly", "missed"]
    assert [point.quote for point in judged.points] == ["the moon pulls", "every day", ""]


def test_wrong_claim_lowers_the_score_and_is_quoted(tides: Question) -> None:
    wrong = PitfallSeen(0, 0.9, 0.2, "the wind does it")
    judged = assess(tides, PLAIN, seen(0.9, 0.9, 0.9, wrong))
    assert judged.score == 0.45  # (3/2 + 2 + 1) / 6, less two fifths
    assert [(p.number, p.quote) for p in judged.pitfalls] == [(0, "the wind does it")]


def test_the_same_words_are_one_wrong_claim(tides: Question) -> None:
    more = replace(
        tides, pitfalls=(tides.pitfalls[0], replace(tides.pitfalls[0], contradicts="twice"))
    )
    wrong = (PitfallSeen(0, 0.9, 0.2, "the wind"), PitfallSeen(1, 0.8, 0.3, "the wind"))
    judged = assess(more, PLAIN, seen(0.9, 0.9, 0.9, *wrong))
    assert [found.number for found in judged.pitfalls] == [1]


def test_words_that_deny_a_point_do_not_earn_it(tides: Question) -> None:
    wrong = PitfallSeen(0, 0.9, 0.2, "the moon pulls")
    judged = assess(tides, PLAIN, seen(0.9, 0.1, 0.1, wrong))
    assert judged.points[0].verdict == "missed"
    assert judged.score == 0.0


@pytest.mark.parametrize(("similarity", "margin"), [(0.64, 0.2), (0.9, 0.11)])
def test_a_doubtful_claim_is_no_reproach_but_no_proof_either(
    tides: Question, similarity: float, margin: float
) -> None:
    wrong = PitfallSeen(0, similarity, margin, "the wind")
    judged = assess(tides, PLAIN, seen(0.9, 0.9, 0.9, wrong))
    assert (judged.score, judged.pitfalls) == (0.75, ())  # (3/2 + 2 + 1) / 6
    assert judged.points[0].verdict == "partly"


@pytest.mark.parametrize(("similarity", "margin"), [(0.49, 0.2), (0.9, 0.0)])
def test_a_claim_near_a_right_one_is_not_held_against_the_candidate(
    tides: Question, similarity: float, margin: float
) -> None:
    right = PitfallSeen(0, similarity, margin, "the wind")
    judged = assess(tides, PLAIN, seen(0.9, 0.9, 0.9, right))
    assert (judged.score, judged.pitfalls) == (1.0, ())


@pytest.mark.parametrize(
    "answer", ["", "   \n\t ", "…?!", "xkcdqwrtz bvcxzlkj qwrtpsdf", "\x00\x01"]
)
def test_nothing_to_grade_is_no_low_score(tides: Question, answer: str) -> None:
    judged = assess(tides, answer, seen(0.9, 0.9, 0.9))
    assert judged.score is None
    assert not judged.gradable
    assert judged.guards[0] in ("empty", "gibberish")


@pytest.mark.parametrize(
    ("answer", "guard", "ceiling"),
    [
        ("I honestly have no idea about this one, sorry.", "dont_know", 0.2),
        ("What makes the tides is what makes the tides come.", "echo", 0.1),
        (
            "moon, gravity, water, pull, orbit, sun, ocean, cycle, spring, neap",
            "keyword_list",
            0.25,
        ),
    ],
)
def test_guards_cap_the_score(tides: Question, answer: str, guard: str, ceiling: float) -> None:
    judged = assess(tides, answer, seen(0.9, 0.9, 0.9))
    assert guard in judged.guards
    assert judged.score == ceiling


def test_off_topic_needs_everything_far(tides: Question) -> None:
    far = Seen((PointSeen("moon", 0.1),) * 3, (), 0.1, 0.1)
    assert "off_topic" in assess(tides, PLAIN, far).guards
    near = Seen((PointSeen("moon", 0.1),) * 3, (), 0.1, 0.31)
    assert "off_topic" not in assess(tides, PLAIN, near).guards


def test_confidence_is_low_on_a_border_and_high_far_from_it(tides: Question) -> None:
    assert assess(tides, PLAIN, seen(COVERED, PARTLY, COVERED)).confidence == 0.0
    assert assess(tides, PLAIN, seen(1.0, 1.0, 0.0)).confidence == 1.0


def test_a_new_point_never_lowers_and_a_wrong_claim_never_raises(tides: Question) -> None:
    levels = (0.1, PARTLY, COVERED)
    wrong = PitfallSeen(0, 0.9, 0.2, "somewhere else")
    for moon in levels:
        for twice in levels:
            base = assess(tides, PLAIN, seen(moon, twice, 0.1)).score
            more = assess(tides, PLAIN, seen(moon, twice, 0.9)).score
            denied = assess(tides, PLAIN, seen(moon, twice, 0.1, wrong)).score
            assert base is not None
            assert more is not None
            assert denied is not None
            assert denied <= base <= more


def test_every_guard_with_a_ceiling_is_a_guard() -> None:
    assert set(under_test._CEILING) <= {"dont_know", "echo", "keyword_list", "off_topic"}
