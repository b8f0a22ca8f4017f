"""What screens and workers tell each other."""

from dataclasses import dataclass

from textual.message import Message

from corpus.banks import Bank
from interviewer.engine.state import Session, Settings


@dataclass
class BankLoaded(Message):
    """The question bank can be used."""

    bank: Bank


@dataclass
class BankFailed(Message):
    """The question bank cannot be used; `reason` is for the person."""

    reason: str


@dataclass
class StartAsked(Message):
    """The candidate chose and wants to begin."""

    settings: Settings


@dataclass
class ResumeAsked(Message):
    """The candidate wants to go on with a kept session; `number` as `Memory.resume` takes it."""

    number: int


@dataclass
class Resumed(Message):
    """A kept session can be gone on with.

    Attributes:
        session: at the very turn where it stopped.
        draft: what was typed and not sent.
    """

    session: Session
    draft: str


@dataclass
class NotResumed(Message):
    """A kept session cannot be gone on with; `reason` is for the person."""

    reason: str


@dataclass
class HomeAsked(Message):
    """The candidate is through with this session and wants another."""


@dataclass
class Advanced(Message):
    """A text was taken.

    Attributes:
        turn: the sending it belongs to.
        session: the session after it.
    """

    turn: int
    session: Session


@dataclass
class NotAdvanced(Message):
    """A text could not be taken; the session stands as before.

    Attributes:
        turn: the sending it belongs to.
        reason: a sentence for the person.
    """

    turn: int
    reason: str
