"""Whole sessions as stories: opening, modes, phases, the clock, the end."""

from itertools import pairwise

import pytest

from corpus.banks import Bank
from corpus.models import KeyPoint, Question
from interviewer.engine.report import report
from interviewer.engine.session import begin
from interviewer.engine.state import MODES, History, Settings
from tests.interviewer.engine.conftest import (
    GOOD,
    answer_well,
    kinds,
    last,
    only,
    start,
    tell,
)


def test_study_tells_after_each_answer_interview_only_at_the_end(sea: Bank) -> None:
    study = start(sea, questions=2, persona="warm")
    study = answer_well(answer_well(study, sea), sea)
    assert kinds(study).count("feedback") == 2
    interview = start(sea, questions=2, mode="interview", persona="warm")
    interview = answer_well(answer_well(interview, sea), sea)
    assert "feedback" not in kinds(interview)
    assert interview.done
    assert "Overall 100 %" in last(interview)
    before = " ".join(turn.text for turn in interview.turns[:-1])
    assert "Score" not in before
    assert "raise the bar" not in before


def test_study_shows_the_reference_answer_once(sea: Bank, tides: Question) -> None:
    bank = only(sea, "tides")
    assert tides.answer is not None
    for mode in ("study", "interview"):
        session = answer_well(start(bank, mode=mode, persona="warm"), bank)
        told = [turn.kind for turn in session.turns if tides.answer in turn.text]
        assert told == ["feedback" if mode == "study" else "closing"]


def test_rapid_fire_asks_the_bare_text_never_probes_and_tells_in_a_line(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = start(bank, mode="rapid")
    assert session.standing == "What makes the tides?"
    session = tell(session, bank, "It comes twice a day.")
    assert session.done
    assert "probe" not in kinds(session)
    told = next(turn.text for turn in session.turns if turn.kind == "feedback")
    assert told == (
        "Score 47 %: 1 of 3 points touched. Missing most: The pull of the moon raises the water."
    )


def test_opening_states_plan_bar_and_date(coast: Bank) -> None:
    history = History(days_left=3, due=("waves",))
    session = begin(coast, Settings(questions=3, minutes=30), history)
    text = session.turns[0].text
    assert "3 questions on Air, Sea" in text or "3 questions on Sea, Air" in text
    assert "We have 30 minutes." in text
    assert "I begin at the core level" in text
    assert "Your interview is in 3 days." in text
    assert "1 earlier question is due for review." in text
    assert "The bar is deep throughout." in start(only(coast, "breeze"), level=2).turns[
        0
    ].text.replace("core", "deep")


def test_phases_follow_each_other(sea: Bank) -> None:
    bank = only(sea, "waves")
    session = start(bank, warm_up=True, persona="warm")
    assert (session.phase, session.awaiting, session.number) == ("warm_up", "warm_up", 0)
    session = tell(session, bank, "I built a model of the harbor last year. It was fun.")
    assert "“I built a model of the harbor last year”" in session.turns[3].text
    assert (session.phase, session.awaiting, session.number) == ("core", "question", 1)
    session = answer_well(session, bank)
    phases = [turn.phase for turn in session.turns]
    assert list(dict.fromkeys(phases)) == ["opening", "warm_up", "core", "wrap_up"]
    assert session.done
    result = report(session, bank.by_id)
    assert (result.score, len(result.questions)) == (1.0, 1)  # the warm-up is not among them
    assert "The warm-up, which is never scored." in result.unjudged


def test_warm_up_can_be_skipped_repeated_and_is_not_a_place_for_hints(sea: Bank) -> None:
    session = start(sea, warm_up=True)
    session = tell(
        session, sea, "/hint", "/back", "/repeat", "/rephrase", "/related", "/clarify it"
    )
    assert session.awaiting == "warm_up"
    assert tell(session, sea, "/skip").awaiting == "question"


def test_time_ends_the_session_after_the_open_question(coast: Bank) -> None:
    session = start(coast, questions=3, minutes=20, persona="warm")
    session = answer_well(session, coast)
    assert not session.done
    assert session.current is not None
    session = tell(session, coast, GOOD[session.current.question_id], at=20 * 60.0)
    assert session.done
    assert len(session.asked) == 2
    assert "time" in last(session).splitlines()[0]


def test_last_question_is_announced_when_the_time_allows_no_other(coast: Bank) -> None:
    session = start(coast, questions=3, minutes=20, persona="warm")
    assert session.current is not None
    session = tell(session, coast, GOOD[session.current.question_id], at=17 * 60.0)
    assert any(name.startswith("last:") for name in session.said)  # 3 minutes, one takes 4


def test_end_at_any_time_reports(sea: Bank) -> None:
    for mode in MODES:
        history = History(due=("tides",), missed=(("tides", "moon"),))
        session = tell(begin(sea, Settings(mode=mode), history), sea, "/end")
        assert session.done
        assert "# Report" in last(session)
        assert "Unanswered." in last(session)


def test_nothing_happens_after_the_end(sea: Bank) -> None:
    done = tell(start(sea, questions=1), sea, "/end")
    assert tell(done, sea, "one more thing") == done


def test_replaying_gives_the_same_session_to_the_letter(coast: Bank) -> None:
    texts = [
        "/hint",
        "The wind?",
        "The moon then, and the sun",
        "/back",
        "/repeat",
        "wind",
        "/plan",
    ]
    one = tell(start(coast, seed=7, self_rating=True), coast, *texts)
    assert one == tell(start(coast, seed=7, self_rating=True), coast, *texts)
    assert one != tell(start(coast, seed=8, self_rating=True), coast, *texts)


def test_slash_at_the_start_of_an_answer_is_an_answer(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "/ the moon, twice a day, and the sun")
    assert session.asked[0].answers == ("/ the moon, twice a day, and the sun",)


@pytest.mark.parametrize("persona", ["warm", "neutral", "demanding"])
@pytest.mark.parametrize("mode", ["study", "interview"])
def test_over_200_turns_no_sentence_twice_in_a_row_and_few_repeats(persona: str, mode: str) -> None:
    points = (
        KeyPoint(id="wind", point="Wind.", weight=3, hint="Feel.", probe="What moves it?"),
        KeyPoint(id="moon", point="Moon.", weight=3, hint="Look.", probe="What pulls it?"),
    )
    listed = tuple(
        Question(id=f"q{n}", text=f"No {n}?", topic=f"Topic {n % 9}", key_points=points)
        for n in range(90)
    )
    bank = Bank(listed)
    session = start(bank, questions=90, mode=mode, persona=persona, seed=5)
    said = [
        "the wind does it",
        "some water moves",
        "the wind and the moon",
        "/skip",
        "let it be so",
    ]
    turn = 0
    while sum(t.speaker == "candidate" for t in session.turns) < 200 and not session.done:
        session = tell(session, bank, f"{said[turn % len(said)]}")
        turn += 1
    for one, other in pairwise(t.text for t in session.turns if t.speaker == "interviewer"):
        assert one != other
    used = list(session.said)
    assert all(one != other for one, other in pairwise(used))
    counts = {name: used.count(name) for name in used}
    assert max(counts.values()) <= 10
    # Every sentence of a purpose is used before one comes back.
    for key in {name.split(":")[0] for name in used}:
        mine = [count for name, count in counts.items() if name.split(":")[0] == key]
        assert max(mine) - min(mine) <= 1 or len(mine) < max(mine)


@pytest.mark.parametrize("text", ["I don't know, sorry.", "moon", "the wind, for sure", "twice"])
def test_persona_never_changes_a_score(sea: Bank, text: str) -> None:
    bank = only(sea, "tides")
    first = set()
    for persona in ("warm", "neutral", "demanding"):
        session = tell(start(bank, persona=persona), bank, text)
        first.add(session.asked[0].first_score)
    assert len(first) == 1
