"""A two-question bank and evidence written by hand, so that every number can be worked out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from corpus.banks import Bank
from corpus.models import FollowUp, KeyPoint, Pitfall, Question
from interviewer.engine.state import CodeRun


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
        follow_ups=(FollowUp(to="waves"),),
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
def sea(tides: Question, waves: Question) -> Bank:
    return Bank((tides, waves))


@pytest.fixture
def by_word() -> ByWord:
    return ByWord(
        {"moon": "moon", "twice": "twice", "sun": "the sun", "wind": "wind"}, {0: "the wind"}
    )
