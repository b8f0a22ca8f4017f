"""Going deeper, and the same concept from another angle."""

from corpus.banks import Bank
from interviewer.engine.session import begin
from interviewer.engine.state import History, Planned, Session, Settings
from interviewer.engine.talk import replace
from tests.interviewer.engine.conftest import (
    Shelf,
    answer_well,
    kinds,
    last,
    only,
    start,
    support,
    tell,
)


def test_a_strong_answer_is_followed_by_the_authored_question_unscored(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = answer_well(start(bank), bank)
    assert (session.awaiting, kinds(session)[-1]) == ("follow_up", "follow_up")
    assert last(session).endswith("And on Mars?")
    judged = session.asked[0].assessment
    session = tell(session, bank, "There the wind does it, I suppose, for lack of a moon.")
    assert session.done
    assert session.asked[0].assessment == judged
    assert session.asked[0].follow_ups[0].answer.startswith("There the wind")
    assert "“And on Mars?”: no rubric is written" in last(session)


def test_a_follow_up_can_be_skipped_and_shrugged_at(sea: Bank) -> None:
    bank = only(sea, "tides")
    for text in ("/skip", "I have no idea.", ""):
        assert tell(answer_well(start(bank), bank), bank, text).done


def test_no_deeper_question_after_a_weak_answer_a_hint_or_by_the_warm(sea: Bank) -> None:
    bank = only(sea, "tides")
    for session in (
        tell(start(bank), bank, "The moon.", "dunno", "no"),
        answer_well(tell(start(bank), bank, "/hint"), bank),
        answer_well(start(bank, persona="warm"), bank),
        answer_well(start(bank, mode="rapid"), bank),
    ):
        assert "follow_up" not in kinds(session)


def tides_first(coast: Bank, persona: str, names: tuple[str, ...]) -> Session:
    session = start(only(coast, "tides"), persona=persona)
    plan = tuple(Planned(question_id=name) for name in names)
    return replace(session, plan=plan)


def test_same_concept_from_another_angle_after_a_smooth_pass(coast: Bank) -> None:
    listed = Bank(
        (*coast.questions, replace(coast.by_id["waves"], id="foam", topic="Foam", concepts=()))
    )
    session = tides_first(listed, "demanding", ("tides", "foam"))
    room = support(listed, library=Shelf(related={"tides": ("waves", "breeze")}))
    session = tell(answer_well(session, room), room, "On Mars it is the sun alone.")
    planned = session.plan[1]
    assert (planned.question_id, planned.why, planned.after) == ("breeze", "angle", "tides")
    assert "What makes the tides" in last(session)
    assert session.asked[1].why == "angle"


def test_deeper_by_meaning_where_no_concept_is_shared(coast: Bank) -> None:
    bank = Bank((replace(coast.by_id["tides"], follow_ups=(), concepts=()), *coast.questions[1:]))
    session = tides_first(bank, "demanding", ("tides", "waves"))
    session = replace(session, plan=(*session.plan[:1], Planned(question_id="waves")))
    room = support(bank, library=Shelf(found={"moon": ("answer", ("tides", "breeze"))}))
    session = answer_well(session, room)
    assert session.plan[1].question_id == "breeze"


def test_no_follow_up_puts_two_of_a_topic_in_a_row(coast: Bank) -> None:
    """`waves` is authored to follow, but of the same topic as `tides`, which counts in a mixed plan."""
    waves = replace(coast.by_id["waves"], concepts=("gravity",))
    bank = Bank((coast.by_id["tides"], waves, coast.by_id["breeze"]))
    session = tides_first(bank, "demanding", ("tides", "breeze"))
    session = tell(answer_well(session, bank), bank, "On Mars it is the sun alone.")
    assert session.plan[1].question_id == "breeze"
    foam = replace(waves, id="foam", concepts=())
    alone = Bank((coast.by_id["tides"], waves, foam))
    session = tides_first(alone, "demanding", ("tides", "foam"))
    session = tell(answer_well(session, alone), alone, "On Mars it is the sun alone.")
    assert session.plan[1].question_id == "waves"  # one topic only, so nothing is mixed


def test_the_bar_follows_the_answers_and_is_stated() -> None:
    from corpus.models import KeyPoint, Question

    points = (KeyPoint(id="moon", point="Moon.", weight=3),)
    listed = tuple(
        Question(id=f"q{n}", text=f"No {n}?", topic="T", level=1 + n % 3, key_points=points)  # type: ignore[arg-type]
        for n in range(30)
    )
    bank = Bank(listed)
    session = begin(bank, Settings(questions=8, persona="warm"), History())
    levels = []
    for text in ["the moon is pulling", "the moon pulls hard"] + ["no clue at all"] * 5:
        levels.append(bank.by_id[session.asked[-1].question_id].level)
        session = tell(session, bank, text)
        if session.offered:
            session = tell(session, bank, "no")
    assert levels == [2, 2, 3, 2, 1, 1, 1]
    assert (session.bar, session.settings.level) == (1, None)
    stated = [turn.text for turn in session.turns if turn.kind == "question"]
    assert "deep" in stated[2]
    assert "core" in stated[3]
    assert "screening" in stated[4]
    assert len({planned.question_id for planned in session.plan}) == 8


def test_a_chosen_level_is_kept() -> None:
    from corpus.models import KeyPoint, Question

    points = (KeyPoint(id="moon", point="Moon.", weight=3),)
    bank = Bank(
        tuple(
            Question(id=f"q{n}", text=f"No {n}?", topic="T", level=1 + n % 2, key_points=points)  # type: ignore[arg-type]
            for n in range(12)
        )
    )
    session = start(bank, questions=5, level=1, persona="warm")
    session = tell(session, bank, *["the moon is pulling"] * 4)
    assert {bank.by_id[asked.question_id].level for asked in session.asked} == {1}
