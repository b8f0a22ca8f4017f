"""The work behind the screens, safe to call from worker threads."""

from threading import RLock

from corpus.banks import Bank
from corpus.errors import BankError
from corpus.models import Question
from interviewer.engine import intent
from interviewer.engine.ports import Evidence
from interviewer.engine.session import advance, begin
from interviewer.engine.state import Session, Settings
from interviewer.errors import UserError
from interviewer.wiring import Services

_SHOWN_PROBLEMS = 5


class Desk:
    """One thing at a time: two threads never open the encoder, or encode a rubric, twice."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._lock = RLock()

    def bank(self) -> Bank:
        with self._lock:
            return self.services.bank

    def stale_reason(self) -> str | None:
        """Why the index must be built; opens the encoder, so it takes a moment."""
        with self._lock:
            return self.services.stale_reason()

    def begin(self, settings: Settings) -> Session:
        """A new session.

        Raises:
            NothingToAsk: no question fits.
        """
        return begin(self.bank(), settings)

    def prepare(self, question_id: str) -> None:
        """Open the encoder and encode a question's rubric ahead of the answer."""
        question = self.bank().by_id[question_id]
        self.match(question, question.text)

    def match(self, question: Question, answer: str) -> Evidence:
        """Opens the encoder only when there is an answer to match: commands do without."""
        with self._lock:
            return self.services.matcher.match(question, answer)

    def advance(self, session: Session, text: str) -> tuple[Session, str]:
        """The session after a text, and Markdown found in the bank where the text asked for it."""
        after = advance(session, text, self.bank().by_id, self)
        said = intent.read(text)
        if not isinstance(said, intent.Command):
            return after, ""
        from interviewer.lookup import is_lookup, look_up

        if not is_lookup(said):
            return after, ""
        with self._lock:
            return after, look_up(self.services, after, said)


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
