"""What the store gives back, as immutable values."""

from datetime import date, datetime

from msgspec import Struct

from interviewer.engine.state import Asked, Session


class Record(Struct, frozen=True, kw_only=True):
    """Base of the store's values."""


class Kept(Record, frozen=True, kw_only=True):
    """A session as it is kept.

    Attributes:
        id: its number in the store, from 1.
        session: the last state that was kept.
        heard: how many of the candidate's texts are in the store.
        pending: the last of them that the state does not include yet, in order.
    """

    id: int
    session: Session
    heard: int = 0
    pending: tuple[str, ...] = ()


class Marks(Record, frozen=True, kw_only=True):
    """What the person put on a session or question: a note, and signs to find or spare it by."""

    note: str = ""
    bookmarked: bool = False
    flagged: bool = False
    suspended: bool = False


class SessionRow(Record, frozen=True, kw_only=True):
    """A session in a list.

    Attributes:
        id: its number.
        name: given by the person; may be empty.
        began: when it was begun, in UTC.
        changed: when it was last kept.
        ended: when it was over; None while it is open.
        utc_offset: minutes ahead of UTC where it was begun.
        mode: as chosen.
        topics: as chosen; empty for all.
        planned: how many questions are planned.
        asked: how many were put.
        score: mean of the graded questions, in [0, 1]; None where none was graded.
        retry_of: number of the session that it repeats.
        marks: note and signs.
    """

    id: int
    name: str
    began: datetime
    changed: datetime
    ended: datetime | None
    utc_offset: int
    mode: str
    topics: tuple[str, ...]
    planned: int
    asked: int
    score: float | None
    retry_of: int | None
    marks: Marks

    @property
    def open(self) -> bool:
        return self.ended is None


class AskedRow(Record, frozen=True, kw_only=True):
    """One question of a session with all that was said to it.

    Attributes:
        session_id: the session.
        position: its place among the questions put, from 0.
        at: when its assessment was kept, in UTC.
        utc_offset: minutes ahead of UTC at that time.
        asked: the engine's value.
    """

    session_id: int
    position: int
    at: datetime
    utc_offset: int
    asked: Asked


class Scored(Record, frozen=True, kw_only=True):
    """One graded answer: its score in [0, 1], and when it was given, in UTC."""

    session_id: int
    question_id: str
    at: datetime
    score: float


class SessionScore(Record, frozen=True, kw_only=True):
    """A graded session on the score curve."""

    session_id: int
    at: datetime
    score: float


class Day(Record, frozen=True, kw_only=True):
    """A day with graded answers where the person was then, and their mean score."""

    day: date
    sessions: int
    answers: int
    score: float


class Found(Record, frozen=True, kw_only=True):
    """A turn that a search found; `excerpt` has its words between « and »."""

    session_id: int
    turn: int
    speaker: str
    kind: str
    question_id: str | None
    excerpt: str


class Card(Record, frozen=True, kw_only=True):
    """What the schedule remembers of a question.

    Attributes:
        question_id: the question.
        stability: days until recall falls to 90 %.
        difficulty: in [1, 10].
        due: when it should be asked again.
        reviewed: when it was last answered.
    """

    question_id: str
    stability: float
    difficulty: float
    due: datetime
    reviewed: datetime


class Review(Record, frozen=True, kw_only=True):
    """One answer as the schedule counts it.

    Attributes:
        id: its number.
        question_id: the question.
        at: when.
        rating: 1 again, 2 hard, 3 good, 4 easy: what the assessment gave.
        corrected: what the candidate made of it; None where it stands.
        session_id: where it was answered; None where that session was deleted.
    """

    id: int
    question_id: str
    at: datetime
    rating: int
    corrected: int | None = None
    session_id: int | None = None

    @property
    def counted(self) -> int:
        """The rating in force."""
        return self.rating if self.corrected is None else self.corrected


class PointCount(Record, frozen=True, kw_only=True):
    """How often a key point was judged, and how often it was missed; `last_missed`: in the latest."""

    question_id: str
    point_id: str
    judged: int
    missed: int
    last_missed: bool
