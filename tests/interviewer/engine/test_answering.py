"""Probes, wrong claims, shrugs, self-rating: scores worked out by hand, weights 3, 2, 1."""

import pytest

from corpus.banks import Bank
from interviewer.engine.answering import is_bare_shrug, said_text
from tests.interviewer.engine.conftest import (
    ByWord,
    Support,
    answer_well,
    kinds,
    last,
    only,
    start,
    tell,
)


@pytest.fixture
def bank(sea: Bank) -> Bank:
    return only(sea, "tides")


def test_probe_on_the_heaviest_missed_point_counts_toward_the_rubric(bank: Bank) -> None:
    session = tell(start(bank), bank, "It comes twice a day and depends on the sun too.")
    assert (session.awaiting, session.turns[-1].kind) == ("probe", "probe")
    assert "Which body is behind it?" in last(session)
    assert session.asked[0].first_score == 0.6541  # (3 / 6 / 0.85) ** 0.8
    session = tell(session, bank, "Ah, that must be the moon.")
    assert session.asked[0].assessment is not None
    assert session.asked[0].assessment.score == 1.0
    assert session.asked[0].first_score == 0.6541
    assert "Before the probe: 65 %." in last(tell(session, bank, "/end"))


@pytest.mark.parametrize(
    ("persona", "probes"), [("warm", ["moon"]), ("neutral", ["moon", "twice"])]
)
def test_patience_limits_probes(bank: Bank, persona: str, probes: list[str]) -> None:
    session = start(bank, persona=persona)
    for n in range(5):
        session = tell(session, bank, f"Something with water {n} I guess.")
    assert session.done
    assert list(session.asked[0].probed) == probes


def test_demanding_probes_what_is_expected_but_not_what_is_nice_to_have(bank: Bank) -> None:
    session = start(bank, persona="demanding")
    for n in range(5):
        session = tell(session, bank, f"Something with water {n} I guess.")
    assert session.asked[0].probed == ("moon", "twice")  # the sun weighs 1


def test_what_was_said_in_answer_to_a_probe_is_not_asked_again(bank: Bank) -> None:
    session = tell(start(bank), bank, "Some water.", "It comes twice, I think.")
    assert session.asked[0].probed == ("moon",)  # `twice` was said meanwhile, `sun` is light
    assert session.done


def test_wrong_claim_is_asked_about_in_the_candidates_words(bank: Bank) -> None:
    session = tell(start(bank), bank, "The wind does it, twice a day, helped by the sun.")
    assert session.turns[-1].kind == "probe"
    assert "“the wind”" in last(session)
    assert session.asked[0].probed == ("pitfall-0",)


def test_wrong_claim_that_is_put_right_no_longer_counts(bank: Bank) -> None:
    session = tell(start(bank), bank, "It's the wind, twice a day.")
    assert session.asked[0].first_score == 0.1729  # (2 / 6 / 0.85) ** 0.8 - 0.6 * 3 / 6
    session = tell(session, bank, "No, it is the moon that pulls.")
    asked = session.asked[0]
    assert asked.withdrawn == ("the wind",)
    assert asked.assessment is not None
    assert (asked.assessment.score, asked.assessment.pitfalls) == (0.9843, ())  # 3 + 2 of 6
    assert "“the wind”" in "".join(t.text for t in session.turns if t.kind == "follow_up")
    assert "put right when asked" in last(tell(session, bank, "/end"))


def test_wrong_claim_is_withdrawn_by_conceding_it(bank: Bank) -> None:
    session = tell(
        start(bank), bank, "It's the wind, twice a day.", "You're right, I mixed that up."
    )
    assert session.asked[0].withdrawn == ("the wind",)


def test_wrong_claim_that_is_made_again_is_not_put_right(bank: Bank) -> None:
    session = tell(
        start(bank), bank, "It's the wind, twice a day.", "The moon? No, the wind does it."
    )
    assert session.asked[0].withdrawn == ()


def test_wrong_claim_is_asked_about_twice_at_most(bank: Bank) -> None:
    session = start(bank, persona="demanding")
    stubborn = ["It's the wind, twice a day, and the sun."] + ["Yes, the wind it is."] * 3
    session = tell(session, bank, *stubborn)
    assert session.asked[0].probed == ("pitfall-0", "pitfall-0")
    assert session.asked[0].withdrawn == ()
    assert session.asked[0].assessment is not None
    assert len(session.asked[0].assessment.pitfalls) == 1
    # Not a third time under the name of the point that it denies either.
    assert session.done


def test_second_probe_on_a_wrong_claim_is_another_one(bank: Bank) -> None:
    session = tell(start(bank, persona="demanding"), bank, "It's the wind.", "Yes, the wind it is.")
    first, second = (turn.text for turn in session.turns if turn.kind == "probe")
    assert first != second
    assert "Which body is behind it?" in second


def test_shrug_is_met_with_an_offer_once(bank: Bank) -> None:
    session = tell(start(bank), bank, "I don't know, sorry.")
    assert session.offered
    assert session.awaiting == "question"
    assert "10 %" in last(session)
    helped = tell(session, bank, "yes please")
    assert "Look up at night." in last(helped)
    assert not helped.offered
    assert answer_well(helped, bank).asked[0].assessment.score == 0.9  # type: ignore[union-attr]
    for text in ("no thanks", "/skip", "no idea"):
        moved = tell(session, bank, text)
        assert moved.done
        assert not moved.asked[0].skipped
        assert moved.asked[0].assessment.score == 0.0  # type: ignore[union-attr]


def test_a_hint_is_offered_once_however_often_one_shrugs(bank: Bank) -> None:
    at_length = "I don't know anything about tides, currents, ships, harbors or fish"
    session = tell(start(bank), bank, at_length)
    assert session.offered
    assert not tell(session, bank, at_length).offered


def test_an_answer_after_a_shrug_is_judged_without_it(bank: Bank) -> None:
    session = tell(start(bank), bank, "I don't know", "Well, the moon, twice a day, and the sun.")
    assert session.asked[0].assessment is not None
    assert session.asked[0].assessment.score == 1.0


def test_demanding_interviewer_moves_on_after_a_shrug(bank: Bank) -> None:
    assert tell(start(bank, persona="demanding"), bank, "I don't know.").done


def test_partly_but_is_an_answer(bank: Bank) -> None:
    session = tell(start(bank), bank, "I don't know all of it, but it comes twice a day.")
    assert session.awaiting == "probe"
    assert not is_bare_shrug("I'm not sure, but the moon pulls at the water of the sea.")
    assert is_bare_shrug("Sorry, I really don't know that.")


def test_a_shrug_at_a_probe_leaves_the_answer_as_it_was_judged(bank: Bank) -> None:
    session = tell(start(bank), bank, "It comes twice a day.", "I do not know.")
    (asked,) = session.asked
    assert asked.answers == ("It comes twice a day.",)
    assert asked.assessment is not None
    assert asked.assessment.score == 0.4729
    assert "I do not know." in [turn.text for turn in session.turns]


def test_said_text_leaves_out_what_was_taken_back_and_shrugs() -> None:
    answers = ("It rises. But the wind does it, so it varies. Twice.", "I don't know.", "The moon.")
    assert said_text(answers, ("the wind does it",)) == "It rises. so it varies. Twice.\nThe moon."
    assert said_text(("no idea",), ()) == "no idea"


def test_nothing_to_grade_is_asked_again_and_not_recorded_as_an_answer(bank: Bank) -> None:
    session = tell(start(bank), bank, "   ")
    assert (session.awaiting, session.asked[0].answers) == ("question", ())
    assert session.turns[-1].kind == "note"


def test_quotes_are_shown_to_the_letter(bank: Bank) -> None:
    odd = ByWord({"moon": "moon* [b] _x_ `y`", "twice": "twice", "sun": "sun"})
    leaning = Support(bank, odd)
    session = tell(start(bank, persona="warm"), leaning, "moon* [b] _x_ `y` twice, and the sun")
    told = next(turn.text for turn in session.turns if turn.kind == "feedback")
    assert r"moon\* \[b\] \_x\_ \`y\`" in told


def test_no_praise_and_no_quote_for_junk(bank: Bank) -> None:
    for junk in (
        "moon gravity orbit planet shore pull level force",
        "What makes the tides? The tides.",
    ):
        session = tell(start(bank, mode="interview"), bank, junk)
        assert "“" not in last(session)
        assert session.said[-1].startswith(("probe_list", "probe_echo"))


def test_interview_mode_acknowledges_without_a_verdict(bank: Bank) -> None:
    session = tell(start(bank, mode="interview"), bank, "It must be that it comes twice a day.")
    assert not any(name.startswith(("ack_covered", "ack_partly")) for name in session.said)


def test_self_rating_comes_before_the_feedback_and_is_reported(bank: Bank) -> None:
    session = start(bank, self_rating=True, persona="warm")
    session = answer_well(session, bank)
    assert (session.awaiting, kinds(session)[-1]) == ("rating", "rating")
    assert "feedback" not in kinds(session)
    session = tell(session, bank, "maybe 3 out of 5")
    assert session.asked[0].rating == 0.5
    assert "feedback" in kinds(session)
    assert "You rated yourself 50 points below the rubric" in last(session)
    assert "Your own rating: 3 of 5." in last(session)


def test_more_of_the_answer_instead_of_a_rating_counts(bank: Bank) -> None:
    session = start(bank, self_rating=True, persona="warm")
    session = tell(session, bank, "The moon, twice a day, that is what does it.", "hm")
    assert session.asked[0].rating is None
    assert session.done
    session = start(bank, self_rating=True, persona="warm")
    session = tell(session, bank, "The moon, and it comes twice.")
    assert session.awaiting == "rating"
    session = tell(session, bank, "Oh, and the sun takes its part in it too.")
    assert session.asked[0].assessment.score == 1.0  # type: ignore[union-attr]
    assert kinds(session).count("rating") == 1


def test_rating_can_be_skipped(bank: Bank) -> None:
    session = answer_well(start(bank, self_rating=True, persona="warm"), bank)
    session = tell(session, bank, "/skip")
    assert session.done
    assert session.asked[0].rating is None
