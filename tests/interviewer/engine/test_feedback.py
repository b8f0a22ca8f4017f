"""What the candidate is told: only what the assessment holds."""

from msgspec.structs import replace

from corpus.models import Question
from interviewer.engine import state
from interviewer.engine.assessment import assess
from interviewer.engine.feedback import feedback
from tests.interviewer.engine.conftest import PitfallSeen, PointSeen, Read, Seen

SAID = Read(said=1.0)


def seen(**readings: Read) -> Seen:
    points = (
        PointSeen(name, readings.get(name, Read()), f"words on {name}")
        for name in ("moon", "twice", "sun")
    )
    return Seen(tuple(points))


def test_heard_partly_missed_and_their_words(tides: Question) -> None:
    told = feedback(tides, assess(tides, seen(moon=SAID, twice=Read(half=0.8))))
    assert told.splitlines()[0].endswith("1 of 3 points heard.")
    heard, partly, missed = (told.index(f"**{name}**") for name in ("Heard", "Partly", "Missed"))
    assert heard < told.index("words on moon") < partly < told.index("words on twice") < missed
    assert "words on sun" not in told
    assert "To correct" not in told


def test_a_denied_point_is_put_right(tides: Question) -> None:
    told = feedback(tides, assess(tides, seen(twice=Read(denied=0.9))))
    assert "“words on twice”. That does not agree with this: High water comes twice a day." in told


def test_a_listed_wrong_claim_gets_its_correction(tides: Question) -> None:
    wrong = Seen(seen().points, (PitfallSeen(0, SAID, "the wind does it"),))
    told = feedback(tides, assess(tides, wrong))
    assert "“the wind does it”. Wind makes waves; tides follow the moon." in told


def test_another_question_is_named(tides: Question) -> None:
    judged = replace(assess(tides, seen()), elsewhere="What makes waves?")
    assert "It answers another question: “What makes waves?”" in feedback(tides, judged)


def test_a_design_is_told_part_by_part_in_the_order_of_a_good_answer(tides: Question) -> None:
    stages = {"moon": "serving", "twice": "data", "sun": "data"}
    points = tuple(replace(point, stage=stages[point.id]) for point in tides.key_points)
    design = replace(tides, kind="design", key_points=points)
    told = feedback(design, assess(design, seen(twice=SAID, sun=Read(half=0.8))))
    assert told[told.index("**By part**") :].splitlines()[2:4] == [
        "- Data: 1 of 2 heard, 1 partly",
        "- Serving: not heard",
    ]
    assert "By part" not in feedback(tides, assess(tides, seen(twice=SAID)))


def test_code_comes_first(tides: Question) -> None:
    run = state.CodeRun(
        outcomes=(
            state.TestOutcome(name="test_adds", status="passed", reason=""),
            state.TestOutcome(name="test_is_fast", status="failed", reason="It took too long."),
        )
    )
    judged = replace(assess(tides, seen(moon=SAID)), code=run)
    told = feedback(tides, judged)
    assert told.index("1 of 2 tests passed") < told.index("**Heard**")
    assert "It took too long." in told


def test_texts_of_people_are_no_markup(tides: Question) -> None:
    points = (PointSeen("moon", SAID, "w[i] *= 2 <b>"), *seen().points[1:])
    told = feedback(tides, assess(tides, Seen(points)))
    assert r"w\[i\] \*= 2 \<b\>" in told
