"""What a candidate may want besides answering."""

import pytest

from corpus.banks import Bank
from corpus.models import Question
from interviewer.engine import intent
from interviewer.engine.report import report
from interviewer.engine.state import Planned
from interviewer.engine.talk import replace
from tests.interviewer.engine.conftest import (
    Hears,
    answer_well,
    kinds,
    last,
    only,
    start,
    support,
    tell,
)


@pytest.fixture
def bank(sea: Bank) -> Bank:
    return only(sea, "tides")


def test_hints_go_from_a_nudge_over_first_words_to_the_point_each_with_its_cost(bank: Bank) -> None:
    session = tell(start(bank), bank, "/hint")
    assert "Look up at night." in last(session)
    assert "10 %" in last(session)
    session = tell(session, bank, "/hint")
    assert "The pull of" in last(session)
    assert "moon" not in last(session)
    assert "20 %" in last(session)  # in all
    session = tell(session, bank, "/hint")
    assert "The pull of the moon raises the water." in last(session)
    assert "40 %" in last(session)
    session = answer_well(session, bank)
    assert session.asked[0].assessment is not None
    assert session.asked[0].assessment.score == 0.6
    assert "Hints taken: 3; they cost 40 % of the score." in last(session)


def test_hints_go_on_to_the_next_point_and_run_out(bank: Bank) -> None:
    session = tell(start(bank), bank, *["/hint"] * 10)
    steps = [(hint.point_id, hint.step) for hint in session.asked[0].hints]
    assert steps == [(point, step) for point in ("moon", "twice", "sun") for step in (1, 2, 3)]
    assert session.said[-1].startswith("no_hint")
    session = answer_well(session, bank)
    assert session.asked[0].assessment.score == 0.2  # type: ignore[union-attr]  # 80 % at the most


def test_hint_at_a_probe_is_about_what_was_asked(bank: Bank) -> None:
    session = tell(start(bank), bank, "Some water.", "Still water.", "/hint")
    assert session.asked[0].probed == ("moon", "twice")
    assert "Count them from morning to morning." in last(session)


def test_a_point_that_a_hint_told_is_not_probed(bank: Bank) -> None:
    session = tell(start(bank), bank, "/hint", "/hint", "/hint", "Some water.")
    assert session.asked[0].probed == ("twice",)


def test_skip_is_shown_as_skipped_and_not_as_zero(sea: Bank) -> None:
    session = answer_well(tell(start(sea, questions=2, persona="warm"), sea, "/skip"), sea)
    result = report(session, sea.by_id)
    outcomes = {(entry.outcome, entry.score) for entry in result.questions}
    assert outcomes == {("skipped", None), ("answered", 1.0)}
    assert result.score == 1.0
    assert "1 skipped" in last(session)


def test_skip_at_a_probe_keeps_what_was_answered(bank: Bank) -> None:
    session = tell(start(bank), bank, "It comes twice a day.", "/skip")
    assert session.done
    assert not session.asked[0].skipped
    assert session.asked[0].assessment.score == 0.4729  # type: ignore[union-attr]


def test_repeat_gives_the_open_words_also_of_a_probe(bank: Bank, tides: Question) -> None:
    session = tell(start(bank), bank, "/repeat")
    assert last(session).endswith(tides.spoken)
    session = tell(session, bank, "Some water.")
    probe = session.standing
    session = tell(session, bank, "/repeat")
    assert last(session).endswith(probe)
    assert session.turns[-1].kind == "probe"


def test_rephrase_gives_other_words_then_a_smaller_piece(bank: Bank, tides: Question) -> None:
    session = tell(start(bank), bank, "/rephrase")
    assert last(session).endswith(tides.text)
    session = tell(session, bank, "/rephrase")
    assert last(session).endswith("Which body is behind it?")
    assert session.standing == tides.spoken
    session = tell(session, bank, "/rephrase", "/rephrase")
    assert session.said[-1].startswith("enough_asking")
    session = tell(session, bank, "/rephrase", "/rephrase")
    assert session.done
    assert session.asked[0].skipped


def test_help_unknown_and_think_change_nothing(bank: Bank) -> None:
    before = start(bank)
    session = tell(before, bank, "/help")
    assert all(f"/{name}" in last(session) for name in intent.COMMANDS)
    session = tell(session, bank, "/nonsense")
    assert "/nonsense" in last(session)
    session = tell(session, bank, "/think")
    assert (session.asked, session.awaiting) == (before.asked, before.awaiting)


def test_free_words_do_what_the_command_does(bank: Bank) -> None:
    texts = {"a nudge please": "hint", "say it once more": "repeat", "I had enough": "end"}
    leaning = support(bank, listener=Hears(texts))
    session = tell(start(bank), leaning, "a nudge please", "say it once more", "I had enough")
    assert [t.kind for t in session.turns if t.speaker == "candidate"] == ["command"] * 3
    assert session.done
    assert len(session.asked[0].hints) == 1


def test_back_in_an_interview_adds_to_the_answer(sea: Bank) -> None:
    session = start(sea, questions=2, mode="interview", persona="warm", seed=1)
    first = session.asked[0].question_id
    session = tell(session, sea, "/skip" if first == "waves" else "The moon it is.")
    standing = session.standing
    session = tell(session, sea, "/back")
    assert (session.open, session.left is not None) == (0, True)
    session = answer_well(session, sea)
    assert session.open == 1
    assert last(session).endswith(standing)
    assert session.asked[0].counted.score == 1.0  # type: ignore[union-attr]
    assert not session.asked[0].skipped


def test_back_after_feedback_is_a_retry_beside_the_first_attempt(sea: Bank) -> None:
    session = start(only(sea, "tides"), persona="warm")
    plan = tuple(Planned(question_id=name) for name in ("tides", "waves"))
    session = tell(replace(session, plan=plan), sea, "It's the moon and the sun, mostly.")
    session = tell(session, sea, "/back", "It comes twice a day, and the moon.")
    asked = session.asked[0]
    assert asked.earlier is not None
    assert asked.counted == asked.earlier.assessment
    assert asked.answers == ("It comes twice a day, and the moon.",)
    session = tell(session, sea, "/end")
    entry = report(session, sea.by_id).questions[0]
    assert entry.score == 0.8234  # (4 / 6 / 0.85) ** 0.8, the first attempt
    assert entry.retry is not None
    assert (entry.retry.earlier, entry.retry.later) == (0.8234, 0.9843)
    assert entry.retry.added == ("High water comes twice a day.",)
    assert entry.retry.lost == ("The sun strengthens or weakens the tide.",)
    assert "Beside your earlier attempt" in last(session)


def test_back_and_saying_nothing_leaves_everything_as_it_was(sea: Bank) -> None:
    session = start(sea, questions=2, persona="warm")
    session = answer_well(session, sea)
    before = session.asked[0]
    session = tell(session, sea, "/back", "/skip")
    assert (session.asked[0].answers, session.asked[0].assessment) == (
        before.answers,
        before.assessment,
    )
    assert session.asked[0].earlier is None
    assert session.open == 1


def test_back_at_the_first_question(bank: Bank) -> None:
    session = tell(start(bank), bank, "/back")
    assert session.said[-1].startswith("back_none")


def test_dispute_keeps_both(sea: Bank) -> None:
    session = start(sea, questions=2, persona="warm")
    session = tell(session, sea, "/dispute too early")
    assert session.said[-1].startswith("dispute_none")
    session = answer_well(session, sea)
    judged = session.asked[0].assessment
    session = tell(session, sea, "/dispute I said *more*")
    assert session.asked[0].disputed == ("I said *more*",)
    assert session.asked[0].assessment == judged
    assert kinds(session)[-1] == "question"
    assert r"You objected: “I said \*more\*”" in last(tell(session, sea, "/end"))


def test_disputed_points_give_a_second_score(sea: Bank) -> None:
    session = next(
        begun
        for begun in (start(sea, questions=2, persona="warm", seed=seed) for seed in range(20))
        if begun.current is not None and begun.current.question_id == "tides"
    )
    session = tell(session, sea, "The moon and the sun.")
    while not session.asked[0].told:
        session = tell(session, sea, "No more.")
    judged = session.asked[0].counted
    assert judged is not None
    assert judged.score == 0.8234  # (4 / 6 / 0.85) ** 0.8
    session = tell(session, sea, "/dispute 2 I did say how often")
    assert session.asked[0].overruled == (("twice", True),)
    assert session.asked[0].counted == judged
    assert "100 %" in last(session)
    assert "82 %" in last(session)
    # A second time takes a point back that was heard; numbers of no point are passed over.
    session = tell(session, sea, "/dispute 1, 3 and 9")
    assert session.asked[0].overruled == (("twice", True), ("moon", False), ("sun", False))
    assert "47 %" in last(session)  # (2 / 6 / 0.85) ** 0.8
    assert "As you see it the score is 47 %." in last(tell(session, sea, "/end"))


def test_plan_is_shown_without_the_questions_to_come(coast: Bank) -> None:
    session = tell(start(coast, questions=3), coast, "/plan")
    now = coast.by_id[session.plan[0].question_id]
    lines = last(session).splitlines()
    assert lines[0] == f"1. {now.text} (now)"
    for planned in session.plan[1:]:
        assert coast.by_id[planned.question_id].text not in last(session)


def test_plan_can_be_edited(coast: Bank) -> None:
    session = start(coast, questions=3)
    third = session.plan[2].question_id
    session = tell(session, coast, "/plan next 3")
    assert session.plan[1].question_id == third
    session = tell(session, coast, "/plan drop 3")
    assert len(session.plan) == 2
    gone = ({"tides", "waves", "breeze"} - {p.question_id for p in session.plan}).pop()
    session = tell(session, coast, f"/plan add {coast.by_id[gone].text}")
    assert session.plan[-1].question_id == gone
    session = tell(session, coast, f"/plan add {gone}")
    assert "in the plan already" in last(session)


@pytest.mark.parametrize(
    ("request_text", "told"),
    [
        ("drop 1", "number 2 to 3"),
        ("drop x", "number 2 to 3"),
        ("drop", "number 2 to 3"),
        ("next 99", "number 2 to 3"),
        ("add the moon landing", "Neither a topic nor a question"),
        ("add Air", "has no further question"),
        ("shuffle", "Say /plan drop 3"),
    ],
)
def test_plan_says_what_cannot_be_done(coast: Bank, request_text: str, told: str) -> None:
    session = start(coast, questions=3)
    after = tell(session, coast, f"/plan {request_text}")
    assert told in last(after)
    assert after.plan == session.plan
