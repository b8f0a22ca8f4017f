"""A two-question bank and evidence written by hand, so that every number can be worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from corpus.banks import Bank
from corpus.models import Concept, FollowUp, KeyPoint, Pitfall, Question
from interviewer.engine.ports import Outcome
from interviewer.engine.session import advance, begin
from interviewer.engine.state import CodeRun, Session, Settings


@dataclass(frozen=True)
class Read:
    """A reading: what is not said, half said or denied is unsaid."""

    said: float = 0.0
    half: float = 0.0
    denied: float = 0.0

    @property
    def unsaid(self) -> float:
        return 1 - self.said - self.half - self.denied


@dataclass(frozen=True)
class PointSeen:
    point_id: str
    reading: Read
    quote: str = ""
    start: int = 0
    similarity: float = 0.5


@dataclass(frozen=True)
class PitfallSeen:
    number: int
    reading: Read
    quote: str = ""
    start: int = 0
    similarity: float = 0.5


@dataclass(frozen=True)
class Seen:
    points: tuple[PointSeen, ...]
    pitfalls: tuple[PitfallSeen, ...] = ()
    question_similarity: float = 0.5
    reference_similarity: float = 0.5
    prose: str = "The moon pulls the water up and that is why it comes and goes every day."
    code: CodeRun | None = None
    elsewhere: str = ""


@dataclass(frozen=True)
class ByWord:
    """A matcher by key word: a point is heard where its word stands in the answer."""

    words: Mapping[str, str]
    wrong: Mapping[int, str] = field(default_factory=dict)

    def match(self, question: Question, answer: str) -> Seen:
        points = []
        for point in question.key_points:
            at = answer.lower().find(self.words[point.id])
            if at < 0:
                points.append(PointSeen(point.id, Read()))
            else:
                points.append(PointSeen(point.id, Read(said=1.0), self.words[point.id], at))
        pitfalls = []
        for number in range(len(question.pitfalls)):
            word = self.wrong.get(number, "\0")
            at = answer.lower().find(word)
            reading = Read(said=1.0) if at >= 0 else Read()
            pitfalls.append(PitfallSeen(number, reading, word if at >= 0 else "", at))
        return Seen(tuple(points), tuple(pitfalls), prose=answer)


@dataclass(frozen=True)
class Hears:
    """A listener that knows some texts by heart; everything else is an answer."""

    requests: Mapping[str, str] = field(default_factory=dict)

    def hear(self, text: str) -> str | None:
        return self.requests.get(text)


@dataclass(frozen=True)
class Shelf:
    """A library that finds a question by a word, and relates what it is told."""

    found: Mapping[str, tuple[Outcome, tuple[str, ...]]] = field(default_factory=dict)
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def look_up(self, text: str, limit: int) -> tuple[Outcome, Sequence[str]]:
        for word, result in self.found.items():
            if word in text:
                return result[0], result[1][:limit]
        return "nothing", ()

    def near(self, question_id: str, limit: int) -> Sequence[str]:
        return self.related.get(question_id, ())[:limit]


@dataclass(frozen=True)
class Support:
    """What a session leans on, all of it written by hand."""

    bank: Bank
    matcher: ByWord
    listener: Hears = field(default_factory=Hears)
    library: Shelf = field(default_factory=Shelf)


WORDS = {"moon": "moon", "twice": "twice", "sun": "the sun", "wind": "wind", "land": "the land"}
GOOD = {
    "tides": "The moon, twice a day, and the sun.",
    "waves": "Wind pushes the surface up and feeds energy into it.",
    "breeze": "It is the land that warms up first.",
}


@pytest.fixture
def tides() -> Question:
    """Points of weight 3, 2 and 1, so that the whole is 6."""
    return Question(
        id="tides",
        text="What makes the tides?",
        topic="Sea",
        ask="Tell me what makes the tides, how often they come and what else moves them.",
        level=1,
        answer="The moon pulls the water. High water comes twice a day. The sun adds to it.",
        key_points=(
            KeyPoint(
                id="moon",
                point="The pull of the moon raises the water.",
                weight=3,
                hint="Look up at night.",
                probe="Which body is behind it?",
            ),
            KeyPoint(
                id="twice",
                point="High water comes twice a day.",
                weight=2,
                hint="Count them from morning to morning.",
                probe="How often does it happen?",
            ),
            KeyPoint(
                id="sun",
                point="The sun strengthens or weakens the tide.",
                weight=1,
                hint="There is a second body.",
                probe="What makes some tides higher than others?",
            ),
        ),
        pitfalls=(
            Pitfall(
                claim="The wind makes the tides.",
                correction="Wind makes waves; tides follow the moon.",
                contradicts="moon",
            ),
        ),
        concepts=("tide", "gravity"),
        follow_ups=(FollowUp(ask="And on Mars?"), FollowUp(to="waves")),
    )


@pytest.fixture
def waves() -> Question:
    return Question(
        id="waves",
        text="What makes waves?",
        topic="Sea",
        level=2,
        roles=("ds",),
        key_points=(KeyPoint(id="wind", point="Wind makes waves.", weight=3, hint="Feel it."),),
    )


@pytest.fixture
def breeze() -> Question:
    """Another topic, and a concept in common with the tides."""
    return Question(
        id="breeze",
        text="What makes a sea breeze?",
        topic="Air",
        concepts=("gravity",),
        key_points=(KeyPoint(id="land", point="The land warms up before the sea.", weight=3),),
    )


@pytest.fixture
def sea(tides: Question, waves: Question) -> Bank:
    concept = Concept(id="tide", name="tide", definition="The daily rise and fall of the sea.")
    other = Concept(id="swell", name="swell", definition="Waves that have left their wind.")
    return Bank((tides, waves), (concept, other))


@pytest.fixture
def coast(sea: Bank, breeze: Question) -> Bank:
    """Three questions in two topics."""
    return Bank((*sea.questions, breeze), sea.concepts)


@pytest.fixture
def by_word() -> ByWord:
    return ByWord(WORDS, {0: "the wind"})


def support(bank: Bank, **parts: object) -> Support:
    """A bank with the matcher by word, deaf and without a library unless told otherwise."""
    return Support(bank, ByWord(WORDS, {0: "the wind"}), **parts)  # type: ignore[arg-type]


def only(bank: Bank, *names: str) -> Bank:
    """The bank with these questions alone."""
    return Bank(tuple(bank.by_id[name] for name in names), bank.concepts)


def start(bank: Bank, **settings: object) -> Session:
    return begin(bank, Settings(**settings))  # type: ignore[arg-type]


def tell(session: Session, bank: Bank | Support, *texts: str, at: float = 0.0) -> Session:
    """The session after some texts."""
    leaning = bank if isinstance(bank, Support) else support(bank)
    for text in texts:
        session = advance(session, text, leaning, at)
    return session


def answer_well(session: Session, bank: Bank | Support) -> Session:
    """The session after an answer that covers everything."""
    assert session.current is not None
    return tell(session, bank, GOOD[session.current.question_id])


def kinds(session: Session) -> list[str]:
    """What the interviewer's turns are for, in order."""
    return [turn.kind for turn in session.turns if turn.speaker == "interviewer"]


def last(session: Session) -> str:
    """What was said last."""
    return session.turns[-1].text
