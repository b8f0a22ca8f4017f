"""The session's state: immutable values that a front end renders and a store can keep."""

from typing import Literal

from msgspec import Struct

Mode = Literal["study", "interview"]
Verdict = Literal["covered", "partly", "missed"]
Guard = Literal[
    "empty", "dont_know", "gibberish", "echo", "keyword_list", "off_topic", "too_short", "pasted"
]
Speaker = Literal["interviewer", "candidate"]
TurnKind = Literal[
    "opening", "question", "answer", "probe", "feedback", "hint", "command", "note", "closing"
]
Phase = Literal["question", "probe", "done"]
TestStatus = Literal["passed", "failed", "error", "timed_out", "not_run"]


class State(Struct, frozen=True, kw_only=True):
    """Base of the engine's values."""


class Settings(State, frozen=True, kw_only=True):
    """What the candidate chose.

    Attributes:
        topics: names; empty for all.
        level: 1 screening, 2 core, 3 deep; None for all.
        role: `mle`, `ds`, `dle` or `aie`; None for all.
        questions: how many, at least 1.
        mode: `study` gives feedback after every answer, `interview` none until the report.
        seed: fixes the plan and the phrasing.
    """

    topics: tuple[str, ...] = ()
    level: Literal[1, 2, 3] | None = None
    role: Literal["mle", "ds", "dle", "aie"] | None = None
    questions: int = 5
    mode: Mode = "study"
    seed: int = 0


class PointVerdict(State, frozen=True, kw_only=True):
    """The judgement on one key point.

    Attributes:
        point_id: the key point.
        verdict: covered, partly or missed.
        credit: the share of the point that is expected to be said, in [0, 1].
        similarity: cosine of the nearest words, in [-1, 1].
        quote: the candidate's words that earned it; empty where missed.
        start: offset of the quote in the answer (in its prose, where it holds code).
    """

    point_id: str
    verdict: Verdict
    credit: float
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
    """One utterance."""

    speaker: Speaker
    kind: TurnKind
    text: str
    question_id: str | None = None


class Asked(State, frozen=True, kw_only=True):
    """A question of the session and all that was said to it.

    Attributes:
        question_id: the question.
        answers: the candidate's answers, the first and those to probes.
        assessment: of all answers together; None before the first.
        first_score: the score before any probe.
        probed: ids of key points, and `pitfall-N`, that were probed.
        hints: ids of key points that were hinted at.
        skipped: the candidate moved on without an answer.
    """

    question_id: str
    answers: tuple[str, ...] = ()
    assessment: Assessment | None = None
    first_score: float | None = None
    probed: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    skipped: bool = False

    @property
    def answer(self) -> str:
        """All answers as one text."""
        return "\n".join(self.answers)


class Session(State, frozen=True, kw_only=True):
    """A whole session at one moment.

    Attributes:
        settings: what was chosen.
        plan: ids of the questions, in order.
        asked: what has been put so far; the last is the open one.
        turns: the transcript.
        phase: `question` awaits an answer, `probe` awaits one to a probe, `done` is over.
    """

    settings: Settings
    plan: tuple[str, ...]
    asked: tuple[Asked, ...] = ()
    turns: tuple[Turn, ...] = ()
    phase: Phase = "question"

    @property
    def number(self) -> int:
        """Number of the open question, from 1."""
        return len(self.asked)

    @property
    def current(self) -> Asked:
        """The open question.

        Raises:
            IndexError: the session has not begun.
        """
        return self.asked[-1]

    @property
    def done(self) -> bool:
        return self.phase == "done"
