"""Scores worked out by hand: weights 3, 2, 1; said counts whole, half said half."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corpus.models import KeyPoint, Pitfall, Question
from interviewer.engine import assessment as under_test
from interviewer.engine.assessment import assess, overruled
from tests.interviewer.engine.conftest import PitfallSeen, PointSeen, Read, Seen

COST = under_test._WRONG_COST


def scored(earned: float) -> float:
    """The score for a share of the rubric, nothing being wrong."""
    return (earned / 0.85) ** 0.8


SAID, HALF, NOT, DENIED = Read(said=1.0), Read(half=1.0), Read(), Read(denied=1.0)


def seen(moon: Read, twice: Read, sun: Read, *wrong: PitfallSeen) -> Seen:
    quotes = {"moon": "the moon pulls", "twice": "every day", "sun": "comes and goes"}
    points = (("moon", moon), ("twice", twice), ("sun", sun))
    return Seen(tuple(PointSeen(k, value, quotes[k]) for k, value in points), wrong)


@pytest.mark.parametrize(
    ("moon", "twice", "sun", "earned"),
    [
        (SAID, NOT, NOT, 3 / 6),
        (NOT, SAID, SAID, 3 / 6),
        (HALF, NOT, NOT, 1.5 / 6),
        (SAID, HALF, NOT, 4 / 6),
        (Read(said=0.6, half=0.2), NOT, NOT, 3 * 0.7 / 6),
        (NOT, NOT, NOT, 0),
    ],
)
def test_score_follows_weights(
    tides: Question, moon: Read, twice: Read, sun: Read, earned: float
) -> None:
    expected = pytest.approx(scored(earned), abs=1e-4)
    assert assess(tides, seen(moon, twice, sun)).score == expected


def test_full_marks_need_most_of_the_rubric(tides: Question) -> None:
    assert assess(tides, seen(SAID, SAID, SAID)).score == 1.0
    assert assess(tides, seen(SAID, SAID, HALF)).score == 1.0
    assert assess(tides, seen(SAID, SAID, NOT)).score == pytest.approx(scored(5 / 6), abs=1e-4)


def test_verdicts_and_quotes(tides: Question) -> None:
    judged = assess(
        tides,
        seen(
            Read(said=under_test.COVERED),
            Read(said=under_test.COVERED - 0.001),
            Read(said=under_test.PARTLY - 0.001),
        ),
    )
    assert [point.verdict for point in judged.points] == ["covered", "partly", "missed"]
    assert [point.quote for point in judged.points] == ["the moon pulls", "every day", ""]
    assert judged.points[1].credit == under_test.COVERED - 0.001


def test_a_listed_wrong_claim_lowers_the_score_and_is_quoted(tides: Question) -> None:
    wrong = PitfallSeen(0, SAID, "the wind does it")
    judged = assess(tides, seen(NOT, SAID, SAID, wrong))
    assert judged.score == pytest.approx(scored(3 / 6) - COST * 3 / 6, abs=1e-4)
    assert [(p.number, p.quote) for p in judged.pitfalls] == [(0, "the wind does it")]
    assert judged.denials == ()


def test_what_denies_a_point_lowers_the_score_and_is_quoted(tides: Question) -> None:
    judged = assess(tides, seen(SAID, DENIED, NOT))
    assert judged.score == pytest.approx(scored(3 / 6) - COST * 2 / 6, abs=1e-4)
    assert [(d.point_id, d.quote) for d in judged.denials] == [("twice", "every day")]
    assert judged.points[1].verdict == "missed"


def test_a_point_is_got_wrong_once(tides: Question) -> None:
    wrong = PitfallSeen(0, SAID, "the wind does it")
    judged = assess(tides, seen(DENIED, SAID, SAID, wrong))
    assert judged.score == pytest.approx(scored(3 / 6) - COST * 3 / 6, abs=1e-4)
    assert (len(judged.pitfalls), judged.denials) == (1, ())


def test_the_same_words_are_one_wrong_claim(tides: Question) -> None:
    more = replace(
        tides, pitfalls=(tides.pitfalls[0], replace(tides.pitfalls[0], contradicts="twice"))
    )
    wrong = (PitfallSeen(0, Read(said=0.9), "the wind"), PitfallSeen(1, SAID, "the wind"))
    judged = assess(more, seen(NOT, NOT, SAID, *wrong))
    assert [found.number for found in judged.pitfalls] == [1]


def test_a_point_and_its_opposite_both_said_is_no_reproach_and_half_heard(tides: Question) -> None:
    judged = assess(tides, seen(SAID, NOT, NOT, PitfallSeen(0, SAID, "the wind does it")))
    assert judged.points[0].verdict == "partly"
    assert judged.points[0].credit == 0.5
    assert (judged.pitfalls, judged.score) == ((), pytest.approx(scored(1.5 / 6), abs=1e-4))


def test_a_doubtful_claim_is_no_reproach(tides: Question) -> None:
    doubt = PitfallSeen(0, Read(said=under_test.STATED - 0.01), "the wind")
    unsure = Read(denied=under_test.DENIED - 0.01)
    judged = assess(tides, seen(NOT, unsure, SAID, doubt))
    assert (judged.pitfalls, judged.denials) == ((), ())


@pytest.mark.parametrize(
    "answer", ["", "   \n\t ", "…?!", "xkcdqwrtz bvcxzlkj qwrtpsdf", "\x00\x01"]
)
def test_nothing_to_grade_is_no_low_score(tides: Question, answer: str) -> None:
    judged = assess(tides, dataclasses.replace(seen(SAID, SAID, SAID), prose=answer))
    assert judged.score is None
    assert not judged.gradable
    assert judged.guards[0] in ("empty", "gibberish")
    assert overruled(tides, judged, {"moon": True}) is None


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
    heard = seen(*[Read(said=0.49, half=0.5)] * 3)
    judged = assess(tides, dataclasses.replace(heard, prose=answer))
    assert guard in judged.guards
    assert judged.score == ceiling


def test_words_of_the_question_that_say_a_point_are_no_echo(tides: Question) -> None:
    answer = "The tides come of the moon, and the tides come twice."
    assert "echo" in assess(tides, dataclasses.replace(seen(NOT, NOT, NOT), prose=answer)).guards
    assert assess(tides, dataclasses.replace(seen(SAID, NOT, NOT), prose=answer)).guards == ()


def test_off_topic_needs_everything_far(tides: Question) -> None:
    points = (PointSeen("moon", NOT, similarity=0.1),) * 3
    assert "off_topic" in assess(tides, Seen(points, (), 0.1, 0.1)).guards
    assert "off_topic" not in assess(tides, Seen(points, (), 0.1, 0.31)).guards


def test_confidence_is_that_of_the_likeliest_reading_by_weight(tides: Question) -> None:
    assert assess(tides, seen(SAID, NOT, DENIED)).confidence == 1.0
    torn = Read(said=0.5, half=0.2)
    assert assess(tides, seen(torn, SAID, SAID)).confidence == pytest.approx(4.5 / 6, abs=1e-4)


def test_an_overruled_point_counts_as_the_candidate_says(tides: Question) -> None:
    judged = assess(tides, seen(SAID, NOT, NOT))
    assert overruled(tides, judged, {}) == judged.score
    assert overruled(tides, judged, {"twice": True}) == pytest.approx(scored(5 / 6), abs=1e-4)
    assert overruled(tides, judged, {"moon": False}) == 0.0
    assert judged.points[1].verdict == "missed"


def test_overruling_a_denied_point_takes_its_cost_back(tides: Question) -> None:
    judged = assess(tides, seen(SAID, DENIED, NOT))
    assert overruled(tides, judged, {"twice": True}) == pytest.approx(scored(5 / 6), abs=1e-4)
    assert overruled(tides, judged, {"twice": False}) == judged.score


READINGS = st.tuples(*[st.integers(0, 10)] * 4).map(
    lambda parts: Read(*(part / max(1, sum(parts)) for part in parts[:3]))
)
POINTS = tuple(
    KeyPoint(id=name, point=f"{name}.", weight=weight)  # type: ignore[arg-type]
    for name, weight in (("moon", 3), ("twice", 2), ("sun", 1))
)
ASKED = Question(
    id="q",
    text="What makes the tides?",
    key_points=POINTS,
    pitfalls=tuple(
        Pitfall(claim=f"Not {point.id}.", correction="It is.", contradicts=point.id)
        for point in POINTS
    ),
)


@given(st.tuples(READINGS, READINGS, READINGS), st.tuples(READINGS, READINGS, READINGS))
def test_a_new_point_never_lowers_and_a_wrong_claim_never_raises(
    readings: tuple[Read, Read, Read], wrong: tuple[Read, Read, Read]
) -> None:
    def score(heard: tuple[Read, Read, Read], stated: tuple[Read, Read, Read]) -> float:
        pitfalls = (PitfallSeen(n, read, f"words {n}") for n, read in enumerate(stated))
        found = assess(ASKED, seen(*heard, *pitfalls)).score
        assert found is not None
        assert 0.0 <= found <= 1.0
        return found

    before = score(readings, wrong)
    for n in range(3):
        better = tuple(SAID if m == n else read for m, read in enumerate(readings))
        worse = tuple(DENIED if m == n else read for m, read in enumerate(readings))
        stated = tuple(SAID if m == n else read for m, read in enumerate(wrong))
        assert score(worse, wrong) <= before + 1e-9  # type: ignore[arg-type]
        assert score(better, wrong) >= before - 1e-9  # type: ignore[arg-type]
        assert score(readings, stated) <= before + 1e-9  # type: ignore[arg-type]


def test_every_guard_with_a_ceiling_is_a_guard() -> None:
    assert set(under_test._CEILING) <= {"dont_know", "echo", "keyword_list", "off_topic"}
