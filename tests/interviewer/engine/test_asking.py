"""Questions to the interviewer, and what must not be given away."""

import pytest

from corpus.banks import Bank
from corpus.models import Concept, Question
from interviewer.engine.talk import replace
from tests.interviewer.engine.conftest import (
    Hears,
    Shelf,
    Support,
    last,
    only,
    start,
    support,
    tell,
)

GRAVITY = Concept(id="gravity", name="gravity", definition="Masses attract each other.")


@pytest.fixture
def bank(sea: Bank) -> Bank:
    return only(sea, "tides")


def leaning(bank: Bank, **found: tuple[str, tuple[str, ...]]) -> Support:
    return support(bank, library=Shelf(found, {"tides": ("waves",)}))  # type: ignore[arg-type]


def test_answers_from_the_bank_and_returns_to_the_question(sea: Bank) -> None:
    told = sea.by_id["tides"]
    bank = Bank((told, *(q for q in sea.questions if q.id != "tides")), sea.concepts)
    session = start(only(bank, "waves"))
    session = tell(
        session, leaning(bank, moonlight=("answer", ("tides", "waves"))), "/ask moonlight"
    )
    assert told.answer is not None
    assert told.answer in last(session)
    assert f"- {bank.by_id['waves'].text}" in last(session)
    assert last(session).endswith(session.standing)
    assert session.turns[-1].kind == "aside"
    assert session.awaiting == "question"


@pytest.mark.parametrize("mode", ["study", "interview"])
def test_never_gives_the_open_questions_answer_but_offers_a_hint(bank: Bank, mode: str) -> None:
    room = leaning(bank, tides=("answer", ("tides",)))
    session = tell(start(bank, mode=mode), room, "/ask tides")
    assert all(bank.by_id["tides"].answer not in turn.text for turn in session.turns)  # type: ignore[operator]
    assert session.offered
    assert "Look up at night." in last(tell(session, room, "ok"))
    back = tell(session, room, "no thanks")
    assert not back.asked[0].skipped
    assert last(back).endswith(session.standing)


def test_nothing_close_ambiguous_and_no_index(bank: Bank, sea: Bank) -> None:
    room = leaning(sea, both=("ambiguous", ("waves", "tides")), early=("not_ready", ()))
    session = start(bank)
    assert tell(session, room, "/ask cooking").said[-2].startswith("nothing_close")
    assert "- What makes waves?" in last(tell(session, room, "/ask both"))
    assert "still being built" in last(tell(session, room, "/ask early"))
    assert "/ask TEXT" in last(tell(session, room, "/ask"))


def test_a_term_is_defined_unless_it_is_what_the_question_asks(bank: Bank) -> None:
    room = support(
        bank, listener=Hears({"what is a swell, by the way?": "ask", "what are tides?": "ask"})
    )
    session = tell(start(bank, mode="interview"), room, "what is a swell, by the way?")
    assert "Waves that have left their wind." in last(session)
    session = tell(session, room, "what are tides?")
    assert "daily rise" not in last(session)
    assert session.offered


def test_an_interview_guards_all_that_the_question_asks_for(bank: Bank, coast: Bank) -> None:
    near = replace(coast.by_id["breeze"], concepts=("gravity", "tide"), answer="By the moon.")
    wide = Bank((bank.by_id["tides"], near), (*bank.concepts, GRAVITY))
    room = support(wide, library=Shelf({"pull": ("answer", ("breeze",))}))
    for text, secret in (("/ask what is gravity?", GRAVITY.definition), ("/ask pull", "the moon.")):
        told = last(tell(start(bank), room, text))
        assert secret in told
        interview = tell(start(bank, mode="interview"), room, text)
        assert all(secret not in turn.text for turn in interview.turns)
        assert interview.offered


def test_what_was_told_is_not_asked_later(coast: Bank) -> None:
    session = start(coast, questions=3, seed=2)
    later = session.plan[2].question_id
    room = support(coast, library=Shelf({"later": ("answer", (later,))}))
    session = tell(session, room, "/ask later")
    assert later not in [planned.question_id for planned in session.plan]


def test_related(bank: Bank, sea: Bank) -> None:
    session = tell(start(bank), leaning(sea), "/related")
    assert "- What makes waves?" in last(session)
    assert "nothing" in last(tell(start(bank), sea, "/related"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("can I assume that there is water?", "assume"),
        ("do you mean high or low water?", "which"),
        ("what do you mean by swell?", "term"),
        ("what do you mean by tide?", "term_refused"),
    ],
)
def test_clarifying(bank: Bank, text: str, key: str) -> None:
    session = tell(start(bank), bank, f"/clarify {text}")
    assert any(name.startswith(f"{key}:") for name in session.said)
    assert session.awaiting == "question"


def test_one_who_only_asks_back_is_asked_to_answer(bank: Bank) -> None:
    for persona, patience in (("warm", 5), ("neutral", 3), ("demanding", 2)):
        session = start(bank, persona=persona)
        session = tell(session, bank, *["/clarify high or low water?"] * patience)
        assert not any(name.startswith("enough_asking") for name in session.said)
        session = tell(session, bank, "/clarify high or low water?")
        assert session.said[-1].startswith("enough_asking")


def test_a_quote_in_a_probe_is_escaped_where_an_aside_repeats_it(
    bank: Bank, tides: Question
) -> None:
    session = tell(start(bank), bank, "It is the wind, twice.")
    assert session.awaiting == "probe"
    aside = last(tell(session, bank, "/ask *x*"))
    assert "“the wind”" in aside
