"""The report: numbers worked out by hand, and what it says."""

from msgspec.structs import replace

from corpus.banks import Bank
from corpus.models import Question
from interviewer.engine.report import compared, render_markdown, report
from interviewer.engine.report.delivery import delivery_of
from interviewer.engine.session import begin
from interviewer.engine.state import Assessment, Attempt, History, PointVerdict, Settings
from tests.interviewer.engine.conftest import answer_well, last, only, start, tell


def test_strengths_gaps_and_corrections(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank, persona="warm"), bank, "It's the wind, twice a day.", "Yes, surely.")
    result = report(session, bank.by_id)
    assert result.strengths == (("High water comes twice a day.", "twice"),)
    assert result.gaps == (("The pull of the moon raises the water.", ""),)
    assert result.corrections == (("the wind", "Wind makes waves; tides follow the moon."),)
    assert result.score == 0.1729  # (2 / 6 / 0.85) ** 0.8 - 0.6 * 3 / 6
    assert [(t.topic, t.score, t.graded) for t in result.topics] == [("Sea", 0.1729, 1)]


def test_terms_in_a_row_are_no_strength(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "moon gravity orbit planet shore pull level twice", "/end")
    assert report(session, bank.by_id).strengths == ()


def test_topics_and_confidence(coast: Bank) -> None:
    session = start(coast, questions=3, persona="warm")
    session = answer_well(answer_well(answer_well(session, coast), coast), coast)
    result = report(session, coast.by_id)
    assert {t.topic: (t.score, t.graded) for t in result.topics} == {
        "Sea": (1.0, 2),
        "Air": (1.0, 1),
    }
    assert result.confidence == 1.0
    assert "## By topic" in last(session)


def test_what_to_study_is_ordered_by_what_is_missing(coast: Bank) -> None:
    session = start(coast, questions=3, persona="demanding", mode="interview")
    said = {
        "tides": "It's the moon, and the sun.",
        "waves": "no idea",
        "breeze": "The land of course.",
    }
    while not session.done:
        assert session.current is not None
        text = said[session.current.question_id] if session.awaiting == "question" else "no idea"
        session = tell(session, coast, text)
    result = report(session, coast.by_id)
    assert [entry.question_id for entry in result.study] == ["waves", "tides"]  # 3 and 2 missing
    assert result.study[0].points == ("Wind makes waves.",)
    assert "1. **What makes waves?**" in last(session)


def test_a_wrong_claim_is_studied_before_a_missed_point(coast: Bank) -> None:
    bank = only(coast, "tides", "breeze")
    session = start(bank, questions=2, persona="demanding")
    while not session.done:
        assert session.current is not None
        wrong = "It's the wind, twice, and the sun."
        text = wrong if session.current.question_id == "tides" else "I have no idea."
        session = tell(session, bank, text)
    assert report(session, bank.by_id).study[0].question_id == "tides"


def test_retry_beside_an_attempt_of_an_earlier_session(sea: Bank, tides: Question) -> None:
    bank = only(sea, "tides")
    before = tell(start(bank, persona="warm"), bank, "The moon and the sun.").asked[0]
    assert before.assessment is not None
    attempt = Attempt(answers=before.answers, assessment=before.assessment)
    history = History(attempts={"tides": attempt, "gone": attempt})
    session = begin(bank, Settings(persona="warm"), history)
    assert set(session.history.attempts) == {"tides"}
    session = answer_well(session, bank)
    entry = report(session, bank.by_id).questions[0]
    assert entry.score == 1.0
    assert entry.retry is not None
    assert (entry.retry.earlier, entry.retry.added, entry.retry.lost) == (
        0.8234,
        ("High water comes twice a day.",),
        (),
    )


def test_comparing_passes_over_points_that_are_gone(tides: Question) -> None:
    def heard(**verdicts: str) -> Assessment:
        return Assessment(
            points=tuple(
                PointVerdict(point_id=key, verdict=how, credit=0.5, similarity=0.5)  # type: ignore[arg-type]
                for key, how in verdicts.items()
            )
        )

    found = compared(
        tides, heard(moon="partly", gone="covered"), heard(moon="covered", twice="partly")
    )
    assert found.added == (
        "The pull of the moon raises the water.",
        "High water comes twice a day.",
    )
    assert found.lost == ()


def test_close_calls_and_the_unreadable_are_named(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = answer_well(start(bank, persona="warm"), bank)
    judged = session.asked[0].assessment
    assert judged is not None
    asked = replace(session.asked[0], assessment=replace(judged, confidence=0.2))
    result = report(replace(session, asked=(asked,)), bank.by_id)
    assert result.unjudged[0].startswith("“What makes the tides?”: the verdicts are close calls")
    assert "Overall 100 % (uncertain)" in render_markdown(result)
    odd = replace(session.asked[0], assessment=Assessment(guards=("gibberish",)))
    result = report(replace(session, asked=(odd,)), bank.by_id)
    assert result.questions[0].outcome == "not gradable"
    assert result.score is None
    assert "nothing in the answer could be read" in result.unjudged[0]


def test_delivery_counts() -> None:
    ten = "um I think it is basically the moon you know " + "word " * 10
    found = delivery_of([ten, "word " * 260])
    assert found is not None
    # 20 and 260 words; um, basically, you know; I think.
    assert (found.mean_words, found.long, found.short) == (140.0, 1, 0)
    assert (found.fillers, found.hedges) == (1.1, 0.4)
    assert delivery_of([]) is None
    assert delivery_of(["", "🎉"]) is None


def test_nothing_graded(sea: Bank) -> None:
    session = tell(start(sea), sea, "/end")
    assert "Nothing was graded, so there is no score." in last(session)
    assert report(session, sea.by_id).score is None
