"""Whole sessions as stories, and a state machine that talks at random."""

from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from corpus.banks import Bank
from corpus.models import KeyPoint, Question
from interviewer.engine.report import report
from interviewer.engine.session import advance, begin
from interviewer.engine.state import Session, Settings
from tests.interviewer.engine.conftest import ByWord

MATCHER = ByWord(
    {"moon": "moon", "twice": "twice", "sun": "the sun", "wind": "wind"}, {0: "the wind"}
)


def start(bank: Bank, **settings: object) -> Session:
    return begin(bank, Settings(topics=("Sea",), **settings))  # type: ignore[arg-type]


def tell(session: Session, bank: Bank, *texts: str) -> Session:
    for text in texts:
        session = advance(session, text, bank.by_id, MATCHER)
    return session


GOOD = {
    "tides": "The moon, twice a day, and the sun.",
    "waves": "It is the wind that makes them.",
}


def answer_well(session: Session, bank: Bank) -> Session:
    return tell(session, bank, GOOD[session.current.question_id])


def only(bank: Bank, name: str) -> Bank:
    return Bank((bank.by_id[name],))


def test_probe_on_the_heaviest_missed_point_counts_toward_the_rubric(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "It comes twice a day and depends on the sun too.")
    assert session.phase == "probe"
    assert session.turns[-1].kind == "probe"
    assert "Which body is behind it?" in session.turns[-1].text
    assert session.current.first_score == 0.6541  # (3 / 6 / 0.85) ** 0.8
    session = tell(session, bank, "Ah, that must be the moon.")
    assert session.done
    assert session.asked[0].assessment is not None
    assert session.asked[0].assessment.score == 1.0
    assert session.asked[0].first_score == 0.6541
    assert "Before the probe: 65 %." in session.turns[-1].text


def test_one_probe_at_most(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "Something with water I guess.", "Still water, really.")
    assert session.done
    assert [turn.kind for turn in session.turns].count("probe") == 1


def test_strong_answer_is_not_probed(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "The moon, twice a day, and the sun helps along.")
    assert session.done
    assert all(turn.kind != "probe" for turn in session.turns)


def test_wrong_claim_is_asked_about_in_the_candidates_words(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "The wind does it, twice a day, not the moon or the sun.")
    assert session.turns[-1].kind == "probe"
    assert "“the wind”" in session.turns[-1].text
    assert session.current.probed == ("pitfall-0",)


def test_study_tells_after_each_answer_interview_only_at_the_end(sea: Bank) -> None:
    study = answer_well(answer_well(start(sea, questions=2), sea), sea)
    assert [turn.kind for turn in study.turns].count("feedback") == 2
    interview = answer_well(answer_well(start(sea, questions=2, mode="interview"), sea), sea)
    assert all(turn.kind != "feedback" for turn in interview.turns)
    assert interview.done
    assert "Overall" in interview.turns[-1].text
    before = " ".join(turn.text for turn in interview.turns[:-1])
    assert "Score" not in before


def test_dont_know_moves_on_without_a_probe(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank, mode="interview"), bank, "I don't know, sorry.")
    assert session.done
    assert session.asked[0].assessment is not None
    assert session.asked[0].assessment.score == 0.0


def test_a_shrug_at_a_probe_leaves_the_answer_as_it_was_judged(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "It comes twice a day.", "I do not know.")
    assert session.done
    (asked,) = session.asked
    assert asked.answers == ("It comes twice a day.",)
    assert asked.assessment is not None
    assert asked.assessment.score == 0.4729  # (2 / 6 / 0.85) ** 0.8
    assert session.turns[4].text == "I do not know."  # opening, question, answer, probe before it


def test_quotes_are_shown_to_the_letter(sea: Bank) -> None:
    bank = only(sea, "tides")
    odd = ByWord({"moon": "moon* [b] _x_ `y`", "twice": "twice", "sun": "sun"})
    session = advance(start(bank), "moon* [b] _x_ `y` twice, and the sun", bank.by_id, odd)
    told = next(turn.text for turn in session.turns if turn.kind == "feedback")
    assert r"moon\* \[b\] \_x\_ \`y\`" in told


def test_nothing_to_grade_is_asked_again_and_not_recorded_as_an_answer(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "   ")
    assert (session.phase, session.current.answers) == ("question", ())
    assert session.turns[-1].kind == "note"


def test_hint_costs_and_is_shown(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "/hint")
    assert "Look up at night." in session.turns[-1].text  # the heaviest point's
    session = tell(session, bank, "The moon, twice a day, and the sun.")
    assert session.asked[0].assessment is not None
    assert session.asked[0].assessment.score == 0.9
    assert "Hints taken: 1." in session.turns[-1].text


def test_hints_run_out(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, *["/hint"] * 4)
    assert session.current.hints == ("moon", "twice", "sun")
    hints = [turn.text for turn in session.turns if turn.kind == "hint"]
    assert len(set(hints)) == 4


def test_skip_is_shown_as_skipped_and_not_as_zero(sea: Bank) -> None:
    session = answer_well(tell(start(sea, questions=2), sea, "/skip"), sea)
    result = report(session, sea.by_id)
    outcomes = {entry.question_id: (entry.outcome, entry.score) for entry in result.questions}
    assert ("skipped", None) in outcomes.values()
    assert "1 skipped" in session.turns[-1].text


def test_repeat_help_unknown_and_end(sea: Bank, tides: Question) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "/repeat")
    assert session.turns[-1].text == tides.spoken
    session = tell(session, bank, "/help")
    assert "/skip" in session.turns[-1].text
    session = tell(session, bank, "/nonsense")
    assert "/nonsense" in session.turns[-1].text
    session = tell(session, bank, "/end")
    assert session.done
    assert "Unanswered." in session.turns[-1].text


def test_slash_at_the_start_of_an_answer_is_an_answer(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "/ the moon, twice a day, and the sun")
    assert session.asked[0].answers == ("/ the moon, twice a day, and the sun",)


def test_nothing_happens_after_the_end(sea: Bank) -> None:
    done = tell(start(sea, questions=1), sea, "/end")
    assert tell(done, sea, "one more thing") == done


def test_replaying_gives_the_same_session_to_the_letter(sea: Bank) -> None:
    texts = ["/hint", "The wind?", "The moon then, and the sun", "/repeat", "wind"]
    assert tell(start(sea, seed=7), sea, *texts) == tell(start(sea, seed=7), sea, *texts)


def test_report_strengths_gaps_and_corrections(sea: Bank) -> None:
    bank = only(sea, "tides")
    session = tell(start(bank), bank, "It's the wind, twice a day.", "Yes, surely.")
    result = report(session, bank.by_id)
    assert result.strengths == (("High water comes twice a day.", "twice"),)
    assert result.gaps == ("The pull of the moon raises the water.",)
    assert result.corrections == (("the wind", "Wind makes waves; tides follow the moon."),)
    assert result.score == 0.1729  # (2 / 6 / 0.85) ** 0.8 - 0.6 * 3 / 6
    assert result.topics == {"Sea": 0.1729}


def test_study_shows_the_reference_answer_once(sea: Bank, tides: Question) -> None:
    bank = only(sea, "tides")
    assert tides.answer is not None
    for mode in ("study", "interview"):
        session = answer_well(start(bank, mode=mode), bank)
        told = [turn.kind for turn in session.turns if tides.answer in turn.text]
        assert told == ["feedback" if mode == "study" else "closing"]


def test_sentences_do_not_repeat_in_a_row() -> None:
    points = (KeyPoint(id="wind", point="Wind.", weight=3),)
    listed = tuple(Question(id=f"q{n}", text=f"{n}?", key_points=points) for n in range(40))
    bank = Bank(listed)
    session = begin(bank, Settings(questions=40, mode="interview", seed=5))
    session = tell(session, bank, *["the wind does it all by itself"] * 40)
    said = [turn.text for turn in session.turns if turn.kind == "note"]
    assert len(said) == 40
    assert all(one != other for one, other in pairwise(said))


TEXTS = st.one_of(
    st.sampled_from(
        [
            "/hint",
            "/skip",
            "/repeat",
            "/help",
            "/end",
            "/ask tides",
            "/related",
            "/x",
            "/",
            "",
            "idk",
            "the moon twice a day",
            "the wind does it",
            "the sun and the moon, twice",
            "w[i] [/b]",
        ]
    ),
    st.text(max_size=60),
)


class AnyTalk(RuleBasedStateMachine):
    """Whatever is said: no error, no turn lost, no question twice, and an end with a report."""

    @initialize(seed=st.integers(0, 50), mode=st.sampled_from(["study", "interview"]))
    def begin(self, seed: int, mode: str) -> None:
        points = (KeyPoint(id="wind", point="Wind.", weight=3, hint="Feel."),)
        self.bank = Bank(
            tuple(Question(id=f"q{n}", text=f"{n}?", key_points=points) for n in range(4))
        )
        self.session = begin(self.bank, Settings(questions=3, seed=seed, mode=mode))  # type: ignore[arg-type]
        self.said: list[str] = []

    @rule(text=TEXTS)
    def speak(self, text: str) -> None:
        before = self.session
        self.session = tell(before, self.bank, text)
        if before.done:
            assert self.session == before
        else:
            self.said.append(text)
            assert self.session.turns[: len(before.turns)] == before.turns

    @invariant()
    def every_text_is_on_record(self) -> None:
        heard = [turn.text for turn in self.session.turns if turn.speaker == "candidate"]
        assert heard == self.said

    @invariant()
    def no_question_twice(self) -> None:
        names = [asked.question_id for asked in self.session.asked]
        assert len(set(names)) == len(names)
        assert names == list(self.session.plan[: len(names)])

    @invariant()
    def done_exactly_with_a_report(self) -> None:
        closings = [turn for turn in self.session.turns if turn.kind == "closing"]
        assert len(closings) == self.session.done
        assert not closings or "# Report" in closings[0].text

    @invariant()
    def scores_are_shares(self) -> None:
        result = report(self.session, self.bank.by_id)
        for entry in result.questions:
            assert entry.score is None or 0 <= entry.score <= 1


TestAnyTalk = AnyTalk.TestCase
