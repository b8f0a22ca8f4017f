"""Leaving what is open without a further answer to it."""

from interviewer.engine.answering import rate_or_close
from interviewer.engine.flow import close_question, go_on, put_next
from interviewer.engine.ports import Support
from interviewer.engine.probing import is_shrug
from interviewer.engine.state import Session
from interviewer.engine.talk import ask_again, phrase, say, say_phrase, update


def decline_hint(session: Session, support: Support) -> Session:
    """Go on without help: past a question that was shrugged at, else back to it."""
    asked = session.asked[session.open]
    if asked.assessment is not None and is_shrug(asked.assessment):
        return close_question(session, support.bank)
    session, lead = phrase(session, "back_to")
    return ask_again(session, lead)


def leave(session: Session, support: Support, key: str = "skipped") -> Session:
    """Leave what is open: a whole question, or what was asked on top of it.

    Args:
        session: what was answered already stays and counts.
        support: for what comes next.
        key: what is said of a question that is left without an answer.
    """
    if session.awaiting == "warm_up":
        return put_next(say_phrase(session, "note", "warm_up_plain"), support.bank)
    if session.asked[session.open].assessment is not None:
        return rate_or_close(session, support, "")
    session = unchanged(session)
    if session.asked[session.open].assessment is None:
        session = update(session, skipped=True)
    session = update(session, closed=True)
    session, told = phrase(session, key)
    return go_on(say(session, "note", told), support.bank)


def unchanged(session: Session) -> Session:
    """The record as it was before the candidate came back to it, where nothing was said since."""
    asked = session.asked[session.open]
    was = asked.earlier
    if was is None or asked.answers not in ((), was.answers):
        return session
    return update(session, answers=was.answers, assessment=was.assessment, earlier=None)
