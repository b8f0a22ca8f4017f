"""The session as a state machine: begin, advance by one text of the candidate, until it is done."""

from interviewer.engine import intent
from interviewer.engine.adapting import FIRST_BAR
from interviewer.engine.answering import take_answer
from interviewer.engine.flow import opening
from interviewer.engine.leaving import decline_hint
from interviewer.engine.ports import QuestionBank, Support
from interviewer.engine.requests import give_hint, obey
from interviewer.engine.selection import plan
from interviewer.engine.state import History, Session, Settings
from interviewer.engine.talk import hear, replace


def begin(bank: QuestionBank, settings: Settings, history: History | None = None) -> Session:
    """A session with its opening said and its first question put.

    Args:
        bank: the questions.
        settings: what was chosen.
        history: what earlier sessions tell; None for nothing.

    Raises:
        NothingToAsk: no question of the bank fits.
    """
    history = history or History()
    chosen = plan(bank, settings, history)
    names = {planned.question_id for planned in chosen}
    attempts = {key: attempt for key, attempt in history.attempts.items() if key in names}
    session = Session(
        settings=settings,
        plan=chosen,
        history=replace(history, attempts=attempts),
        bar=settings.level or FIRST_BAR,
    )
    return opening(session, bank)


def advance(session: Session, text: str, support: Support, at: float = 0.0) -> Session:
    """The session after one text of the candidate.

    Pure: the same session, text, time and support give the same result.

    Args:
        session: as it stands.
        text: what the candidate sent, as it is; never lost, whatever it holds.
        support: bank, matcher, listener and library.
        at: seconds since the session began; counts where the settings limit the minutes.
    """
    if session.done:
        return session
    if session.offered and (agreed := intent.agrees(text)) is not None:
        session = replace(hear(session, "command", text, at), offered=False)
        return give_hint(session, support) if agreed else decline_hint(session, support)
    said = _understood(session, text, support)
    if isinstance(said, intent.Command):
        return obey(hear(session, "command", text, at), said, support)
    session = replace(hear(session, "answer", text, at), offered=False)
    return take_answer(session, said.text, support)


def _understood(session: Session, text: str, support: Support) -> intent.Answer | intent.Command:
    if session.awaiting == "rating" and intent.rating_of(text) is not None:
        return intent.Answer(text)
    return intent.understand(text, support.listener)
