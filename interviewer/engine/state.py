"""The session's state: immutable values that a front end renders and a store can keep."""

from typing import Literal, get_args

from msgspec import Struct

Mode = Literal["study", "interview", "review", "drill", "rapid"]
Persona = Literal["warm", "neutral", "demanding"]
Level = Literal[1, 2, 3]
Verdict = Literal["covered", "partly", "missed"]
Guard = Literal[
    "empty", "dont_know", "gibberish", "echo", "keyword_list", "off_topic", "too_short", "pasted"
]
VALUE: dict[Verdict, float] = {"covered": 1.0, "partly": 0.5, "missed": 0.0}
"""What a verdict is worth where verdicts are compared; scores go by credit."""
Speaker = Literal["interviewer", "candidate"]
TurnKind = Literal[
    "opening",
    "warm_up",
    "question",
    "answer",
    "probe",
    "follow_up",
    "rating",
    "feedback",
    "hint",
    "command",
    "aside",
    "note",
    "closing",
]
TestStatus = Literal["passed", "failed", "error", "timed_out", "not_run"]
Phase = Literal["opening", "warm_up", "core", "wrap_up", "done"]
Awaiting = Literal["warm_up", "question", "probe", "follow_up", "rating", "nothing"]
Why = Literal["plan", "added", "deeper", "angle"]

MODES: dict[Mode, str] = {
    "study": "feedback after every answer",
    "interview": "no feedback until the report",
    "review": "what is due again",
    "drill": "one topic, or what was missed",
    "rapid": "short answers, no probes",
}
PERSONAS: tuple[Persona, ...] = get_args(Persona)
# Bank and engine write these in Markdown; every other turn may quote anybody, and is plain.
MARKDOWN: frozenset[TurnKind] = frozenset({"question", "aside", "feedback", "closing"})


class State(Struct, frozen=True, kw_only=True):
    """Base of the engine's values."""


class Settings(State, frozen=True, kw_only=True):
    """What the candidate chose.

    Attributes:
        topics: names; empty for all.
        level: 1 screening, 2 core, 3 deep; None lets the bar follow the answers.
        role: `mle`, `ds`, `dle` or `aie`; None for all.
        questions: how many, at least 1; with `minutes` the most there are.
        minutes: how long; None for no limit. The question that is open then is the last.
        mode: see `MODES`.
        persona: tone, patience and probing; never the score.
        warm_up: begin with an unscored question.
        self_rating: ask for the candidate's own judgement before the feedback.
        date: the day of the real interview, YYYY-MM-DD; for the record.
        seed: fixes the plan and the phrasing.
    """

    topics: tuple[str, ...] = ()
    level: Level | None = None
    role: Literal["mle", "ds", "dle", "aie"] | None = None
    questions: int = 5
    minutes: int | None = None
    mode: Mode = "study"
    persona: Persona = "neutral"
    warm_up: bool = False
    self_rating: bool = False
    date: str | None = None
    seed: int = 0

    @property
    def tells_at_once(self) -> bool:
        """Whether feedback follows each answer."""
        return self.mode != "interview"


class PointVerdict(State, frozen=True, kw_only=True):
    """The judgement on one key point.

    Attributes:
        point_id: the key point.
        verdict: covered, partly or missed.
        credit: the share of the point that is expected to be said, in [0, 1]; 0 in what was kept
            before there were credits.
        similarity: cosine of the nearest words, in [-1, 1].
        quote: the candidate's words that earned it; empty where missed.
        start: offset of the quote in the answer (in its prose, where it holds code).
    """

    point_id: str
    verdict: Verdict
    credit: float = 0.0
    similarity: float
    quote: str = ""
    start: int = 0


class PitfallFound(State, frozen=True, kw_only=True):
    """A wrong claim heard: the pitfall's number, and the words that made it."""

    number: int
    similarity: float
    quote: str
    start: int


class Denial(State, frozen=True, kw_only=True):
    """A key point of which something else was said than is right, and the words near it."""

    point_id: str
    quote: str
    start: int


class Delivery(State, frozen=True, kw_only=True):
    """Counts of an answer: its words, fillers ("um", "you know") and hedges ("I guess")."""

    words: int
    fillers: int
    hedges: int


class TestOutcome(State, frozen=True, kw_only=True):
    """What one test of a coding question said.

    Attributes:
        name: the test function's name, `test_…`.
        status: `failed` where an assertion does not hold, `error` where the code broke off,
            `timed_out` where it did not finish, `not_run` where something stopped the run before it.
        reason: why it did not pass, plain text for the person; empty where it passed or did not run.
    """

    name: str
    status: TestStatus
    reason: str = ""


class CodeRun(State, frozen=True, kw_only=True):
    """A candidate's code against the tests of its question.

    Attributes:
        outcomes: one a test, in the order of the tests.
        problem: a sentence where nothing could run, for example a syntax error; else empty.
        output: the head of what the code printed, without control characters.
    """

    outcomes: tuple[TestOutcome, ...] = ()
    problem: str = ""
    output: str = ""

    @property
    def passed(self) -> int:
        """How many tests passed."""
        return sum(outcome.status == "passed" for outcome in self.outcomes)

    @property
    def total(self) -> int:
        """How many tests there are."""
        return len(self.outcomes)


class Assessment(State, frozen=True, kw_only=True):
    """The machine's judgement of an answer.

    Attributes:
        points: one verdict a key point, in rubric order.
        pitfalls: wrong claims heard that the rubric lists.
        denials: key points got wrong in a way that the rubric does not list.
        guards: what is odd about the answer as a whole.
        score: in [0, 1]; None where the answer cannot be graded.
        confidence: in [0, 1]: how sure the verdicts are.
        delivery: how it was said; None where nothing was graded.
        code: how the answer's code ran; None where it holds none.
        elsewhere: text of another question that was answered instead; empty for most answers.
    """

    points: tuple[PointVerdict, ...] = ()
    pitfalls: tuple[PitfallFound, ...] = ()
    denials: tuple[Denial, ...] = ()
    guards: tuple[Guard, ...] = ()
    score: float | None = None
    confidence: float = 0.0
    delivery: Delivery | None = None
    code: CodeRun | None = None
    elsewhere: str = ""

    @property
    def gradable(self) -> bool:
        return self.score is not None


class Turn(State, frozen=True, kw_only=True):
    """One utterance.

    Attributes:
        speaker: whose.
        kind: what it is for.
        text: as it was said; of the interviewer Markdown in `question`, `feedback`, `aside`, `closing`.
        question_id: the question it belongs to.
        phase: the part of the session it was said in.
        at: seconds since the session began, as the front end's clock gave them.
    """

    speaker: Speaker
    kind: TurnKind
    text: str
    question_id: str | None = None
    phase: Phase = "core"
    at: float = 0.0


class HintGiven(State, frozen=True, kw_only=True):
    """One step of help: 1 a nudge, 2 the first words of the point, 3 the point itself."""

    point_id: str
    step: int


class Attempt(State, frozen=True, kw_only=True):
    """Answers to a question, and what they were worth."""

    answers: tuple[str, ...]
    assessment: Assessment


class FollowUpSaid(State, frozen=True, kw_only=True):
    """An authored follow-up, which no rubric can judge, and the answer; empty where none came."""

    ask: str
    answer: str = ""


class Asked(State, frozen=True, kw_only=True):
    """A question of the session and all that was said to it.

    Attributes:
        question_id: the question.
        why: what put it into the plan.
        after: the question it follows up, where it does.
        answers: the candidate's answers, the first and those to probes.
        withdrawn: words of the answers that the candidate took back when asked about them.
        assessment: of all answers together, hints taken off; None before the first.
        first_score: the score before any probe.
        probed: what was asked about, in order: ids of key points, and `pitfall-N`.
        hints: steps of help, in order.
        offers: how often a hint was offered after an "I don't know".
        follow_ups: follow-ups put that have no rubric.
        rating: what the candidate gave themselves, in [0, 1].
        skipped: the candidate moved on without an answer.
        closed: the interviewer has moved on.
        told: feedback with the reference answer was given.
        earlier: the attempt before the candidate came back to it. Where feedback had been given by
            then, the earlier one counts; else the later one, which contains it.
        disputed: what the candidate said against the verdicts; both stand.
        overruled: key points turned over, and whether the candidate has them for said.
    """

    question_id: str
    why: Why = "plan"
    after: str | None = None
    answers: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    assessment: Assessment | None = None
    first_score: float | None = None
    probed: tuple[str, ...] = ()
    hints: tuple[HintGiven, ...] = ()
    offers: int = 0
    follow_ups: tuple[FollowUpSaid, ...] = ()
    rating: float | None = None
    skipped: bool = False
    closed: bool = False
    told: bool = False
    earlier: Attempt | None = None
    disputed: tuple[str, ...] = ()
    overruled: tuple[tuple[str, bool], ...] = ()

    @property
    def counted(self) -> Assessment | None:
        """The assessment that the report counts."""
        if self.told and self.earlier is not None:
            return self.earlier.assessment
        return self.assessment


class History(State, frozen=True, kw_only=True):
    """What earlier sessions tell, as far as planning needs it.

    Attributes:
        recent: ids asked lately, which are not asked again while others fit.
        due: ids due for review, most urgent first.
        missed: (question id, key point id) pairs missed last time, most important first.
        attempts: question id to its latest attempt.
        days_left: days until the real interview, at least 0; None where no date is set.
    """

    recent: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    missed: tuple[tuple[str, str], ...] = ()
    attempts: dict[str, Attempt] = {}
    days_left: int | None = None


class Planned(State, frozen=True, kw_only=True):
    """A place in the plan.

    Attributes:
        question_id: what is to be asked there.
        why: what put it there; only a place that is still `plan` is exchanged as the bar moves.
        after: the question it follows up, where it does.
    """

    question_id: str
    why: Why = "plan"
    after: str | None = None


class Left(State, frozen=True, kw_only=True):
    """What was open when the candidate went back to an earlier question."""

    awaiting: Awaiting
    standing: str


class Session(State, frozen=True, kw_only=True):
    """A whole session at one moment.

    Attributes:
        settings: what was chosen.
        plan: the questions in order; those asked come first, as they were asked.
        history: what was known when it began.
        asked: what has been put so far.
        open: place in `asked` of the open question; below the last while the candidate is back at
            an earlier one.
        turns: the transcript.
        phase: the part of the session.
        awaiting: what the candidate's next words are taken for.
        standing: the interviewer's open words, for coming back to them.
        left: what to return to, while the candidate is back at an earlier question.
        offered: a hint was offered, so a bare yes or no is an answer to that.
        bar: the level that is asked at now.
        said: names of the sentences used, in order, so that none comes back soon.
    """

    settings: Settings
    plan: tuple[Planned, ...]
    history: History = History()
    asked: tuple[Asked, ...] = ()
    open: int = 0
    turns: tuple[Turn, ...] = ()
    phase: Phase = "opening"
    awaiting: Awaiting = "question"
    standing: str = ""
    left: Left | None = None
    offered: bool = False
    bar: Level = 2
    said: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """Number of the open question, from 1; 0 in the warm-up."""
        return self.open + 1 if self.asked else 0

    @property
    def current(self) -> Asked | None:
        """The open question; None in the warm-up."""
        return self.asked[self.open] if self.asked else None

    @property
    def upcoming(self) -> tuple[Planned, ...]:
        """The part of the plan that was not asked yet."""
        return self.plan[len(self.asked) :]

    @property
    def done(self) -> bool:
        return self.phase == "done"
