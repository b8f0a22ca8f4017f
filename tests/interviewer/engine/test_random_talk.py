"""A candidate who says anything at all: no error, nothing lost, no question twice, always a report."""

from itertools import pairwise

from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from corpus.banks import Bank
from corpus.models import Concept, FollowUp, KeyPoint, Pitfall, Question
from interviewer.engine.report import render_markdown, report
from interviewer.engine.session import advance, begin
from interviewer.engine.state import MODES, PERSONAS, Attempt, History, Session, Settings
from tests.interviewer.engine.conftest import ByWord, Hears, Shelf, Support

POINTS = (
    KeyPoint(id="wind", point="Wind makes waves.", weight=3, hint="Feel.", probe="What moves it?"),
    KeyPoint(id="moon", point="The moon pulls.", weight=2, probe="What pulls?"),
    KeyPoint(id="salt", point="Salt.", weight=1, hint="Taste."),
)
WRONG = (Pitfall(claim="Fish do it.", correction="Fish don't.", contradicts="moon"),)
QUESTIONS = tuple(
    Question(
        id=f"q{n}",
        text=f"No {n} {{x}}?",
        ask=f"Say no {n}, *please* {{0}}?" if n % 2 else None,
        topic=f"T{n % 3}" if n % 4 else None,
        level=1 + n % 3,  # type: ignore[arg-type]
        concepts=(f"c{n % 2}",),
        answer=None if n == 3 else "Wind and moon.",
        key_points=POINTS,
        pitfalls=WRONG,
        same_as=("q1",) if n == 7 else (),
        follow_ups=(FollowUp(ask=f"And beyond {n}?"), FollowUp(to=f"q{(n + 1) % 9}")),
    )
    for n in range(9)
)
BANK = Bank(QUESTIONS, (Concept(id="c0", name="swell", definition="Old waves."),))
ROOM = Support(
    BANK,
    ByWord({"wind": "wind", "moon": "moon", "salt": "salt"}, {0: "fish"}),
    Hears({"help me": "hint", "what is a swell?": "ask", "do you mean salt?": "clarify"}),
    Shelf(
        {"q": ("answer", ("q2", "q5", "gone")), "two": ("ambiguous", ("q1", "q3"))},
        {"q1": ("q4", "q6"), "q2": ("q8",)},
    ),
)
SAID = [
    *(f"/{name}" for name in ("hint", "skip", "repeat", "rephrase", "think", "back", "related")),
    *("/clarify", "/clarify can I assume water?", "/clarify what do you mean by swell?"),
    *("/ask", "/ask q", "/ask two", "/ask nothing at all", "/help", "/dispute", "/dispute I did"),
    *("/plan", "/plan drop 2", "/plan drop 9", "/plan next 3", "/plan add T1", "/plan add q8"),
    *(
        "/plan add",
        "/x",
        "/",
        "",
        "   ",
        "/END",
        "help me",
        "what is a swell?",
        "do you mean salt?",
    ),
    *(
        "yes",
        "no",
        "ok please",
        "3",
        "five",
        "4/5",
        "I don't know",
        "idk",
        "not sure, but the wind",
    ),
    *("the wind and the moon pull, and the salt too", "it is the wind that does it, as I see it"),
    *("fish do it, and the wind", "no, the moon it is, not those", "you're right, I mixed it up"),
    *("w[i] [/b] {quote} {0} %s", "wind moon salt sea shore tide pull level", "ß🎉 \x00 \u2028"),
]
SETTINGS = st.builds(
    Settings,
    questions=st.integers(1, 5),
    minutes=st.none() | st.integers(1, 30),
    mode=st.sampled_from(sorted(MODES)),
    persona=st.sampled_from(PERSONAS),
    level=st.none() | st.integers(1, 3),
    warm_up=st.booleans(),
    self_rating=st.booleans(),
    seed=st.integers(0, 50),
)


def history(bank: Bank) -> History:
    judged = advance(begin(bank, Settings(questions=1)), "wind and such", ROOM)
    attempt = judged.asked[0].assessment
    assert attempt is not None
    return History(
        recent=("q0", "q7"),
        due=tuple(question.id for question in bank.questions),
        missed=(("q2", "moon"), ("q4", "wind"), ("q3", "moon")),
        attempts={q.id: Attempt(answers=("x",), assessment=attempt) for q in bank.questions},
        days_left=2,
    )


KNOWN = history(BANK)


class AnyTalk(RuleBasedStateMachine):
    @initialize(settings=SETTINGS, known=st.booleans())
    def begin(self, settings: Settings, known: bool) -> None:
        needs = settings.mode in ("review", "drill")
        self.start = begin(BANK, settings, KNOWN if known or needs else None)
        self.session: Session = self.start
        self.said: list[tuple[str, float]] = []

    @rule(text=st.sampled_from(SAID) | st.text(max_size=40), minutes=st.sampled_from([0, 0, 1, 9]))
    def speak(self, text: str, minutes: int) -> None:
        before = self.session
        at = (self.said[-1][1] if self.said else 0.0) + 60.0 * minutes
        self.session = advance(before, text, ROOM, at)
        if before.done:
            assert self.session == before
            return
        self.said.append((text, at))
        assert self.session.turns[: len(before.turns)] == before.turns
        new = self.session.turns[len(before.turns) :]
        assert [turn.text for turn in new if turn.speaker == "candidate"] == [text]
        # Whatever was said, the interviewer has something to say to it.
        assert len(new) > 1
        assert all(turn.text.strip() for turn in new[1:])

    @invariant()
    def every_text_is_on_record(self) -> None:
        heard = [(t.text, t.at) for t in self.session.turns if t.speaker == "candidate"]
        assert heard == self.said

    @invariant()
    def no_question_twice_nor_its_twin(self) -> None:
        names = [asked.question_id for asked in self.session.asked]
        assert len(set(names)) == len(names)
        assert not {"q1", "q7"} <= set(names)
        planned = [place.question_id for place in self.session.plan]
        assert names == planned[: len(names)]
        assert len(set(planned)) == len(planned)
        # In a session that goes on, something is always open.
        assert self.session.done or self.session.awaiting != "nothing"
        assert self.session.done or self.session.standing

    @invariant()
    def no_probe_too_many(self) -> None:
        most = {"warm": 1, "neutral": 2, "demanding": 3}[self.session.settings.persona]
        for asked in self.session.asked:
            points = [name for name in asked.probed if name != "pitfall-0"]
            assert len(set(points)) == len(points)
            assert asked.probed.count("pitfall-0") <= 2
            assert len(asked.probed) <= most

    @invariant()
    def no_sentence_twice_in_a_row(self) -> None:
        said = self.session.said
        assert all(one != other for one, other in pairwise(said))

    @invariant()
    def done_exactly_with_a_report(self) -> None:
        closings = [turn for turn in self.session.turns if turn.kind == "closing"]
        assert len(closings) == self.session.done
        assert not closings or "# Report" in closings[0].text

    @invariant()
    def reports_are_sound_at_any_moment(self) -> None:
        result = report(self.session, BANK.by_id)
        assert render_markdown(result).startswith("# Report")
        assert len(result.questions) == len(self.session.asked)
        for entry in result.questions:
            assert entry.score is None or 0 <= entry.score <= 1

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        replayed = self.start
        for text, at in self.said:
            replayed = advance(replayed, text, ROOM, at)
        assert replayed == self.session
        assert advance(replayed, "/end", ROOM).done


TestAnyTalk = AnyTalk.TestCase
TestAnyTalk.settings = limits(max_examples=100, stateful_step_count=40)
