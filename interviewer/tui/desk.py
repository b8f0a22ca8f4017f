"""The work behind the screens, safe to call from worker threads."""

from collections.abc import Callable, Sequence
from threading import RLock

from corpus.banks import Bank
from corpus.errors import BankError
from corpus.models import Question
from interviewer.engine.ports import Evidence, Outcome
from interviewer.engine.session import advance, begin
from interviewer.engine.state import Session, Settings
from interviewer.errors import UserError
from interviewer.memory import Memory, Tell
from interviewer.session_clock import clock_of
from interviewer.wiring import Services

_SHOWN_PROBLEMS = 5


class Desk:
    """One thing at a time: two threads never open the encoder, or encode a rubric, twice.

    It is what the engine leans on: each part is opened when it is first used, under the lock.
    """

    def __init__(self, services: Services, *, repeatable: bool = False) -> None:
        self.services = services
        self._repeatable = repeatable
        self._memory: Memory | None = None
        self._lock = RLock()
        self._clock: Callable[[], float] = lambda: 0.0

    @property
    def bank(self) -> Bank:
        with self._lock:
            return self.services.bank

    @property
    def matcher(self) -> "Desk":
        return self

    @property
    def listener(self) -> "Desk":
        return self

    @property
    def library(self) -> "Desk":
        return self

    def stale_reason(self) -> str | None:
        """Why the index must be built; opens the encoder, so it takes a moment."""
        with self._lock:
            return self.services.stale_reason()

    @property
    def memory(self) -> Memory:
        """What keeps the session.

        Raises:
            RuntimeError: it was not opened yet.
        """
        if self._memory is None:
            raise RuntimeError("found no memory, expected open_memory to be called first")
        return self._memory

    def open_memory(self, tell: Tell) -> None:
        """Open the store; what the person should know of it goes to `tell`."""
        self._memory = Memory(self.services, tell, repeatable=self._repeatable)

    def close_memory(self) -> None:
        """Let go of the store, where it was opened."""
        if self._memory is not None:
            self._memory.close()

    def begin(self, settings: Settings) -> Session:
        """A new session, kept; its clock begins.

        Raises:
            NothingToAsk: no question fits.
        """
        session = begin(self.bank, settings, self.memory.history(settings))
        self.memory.begin(session)
        self._clock = clock_of(settings)
        return session

    def resume(self, number: int) -> tuple[Session, str]:
        """A kept session at the very turn, and what was typed and not sent; its clock goes on.

        Raises:
            UserError: it cannot be gone on with.
        """
        session, draft = self.memory.resume(number, self)
        self._clock = clock_of(session.settings, session.turns[-1].at)
        return session, draft

    def prepare(self, question_id: str) -> None:
        """Open the encoder; encode a question's rubric and the example requests ahead of the answer."""
        question = self.bank.by_id[question_id]
        self.match(question, question.text)
        # On a first start the examples take a second or two.
        self.hear("one moment please")

    def match(self, question: Question, answer: str) -> Evidence:
        """Opens the encoder only when there is an answer to match: commands do without."""
        with self._lock:
            return self.services.matcher.match(question, answer)

    def hear(self, text: str) -> str | None:
        """What a text without a slash asks for."""
        with self._lock:
            return self.services.listener.hear(text)

    def look_up(self, text: str, limit: int) -> tuple[Outcome, Sequence[str]]:
        """What the bank has on a text."""
        with self._lock:
            return self.services.library.look_up(text, limit)

    def near(self, question_id: str, limit: int) -> Sequence[str] | None:
        """Questions related to one."""
        with self._lock:
            return self.services.library.near(question_id, limit)

    def advance(self, session: Session, text: str) -> Session:
        """The session after a text."""
        return advance(session, text, self, self._clock())


def explained(error: Exception) -> str:
    """An error as a text for the person."""
    from index.errors import RetrievalError

    if isinstance(error, BankError):
        lines = [str(problem) for problem in error.problems[:_SHOWN_PROBLEMS]]
        if more := len(error.problems) - len(lines):
            lines.append(f"and {more} more; run: interviewer bank check")
        return "\n".join(lines)
    if isinstance(error, UserError | RetrievalError):
        return str(error)
    return f"Something is wrong in the program ({type(error).__name__}: {str(error)[:200]})."
