"""Going on with a session at the very turn where it stopped, and beginning one again."""

from collections.abc import Callable

from interviewer.engine.state import Session
from interviewer.store.errors import StoreError
from interviewer.store.records import Kept
from interviewer.store.store import Store

Advance = Callable[[Session, str], Session]
"""The engine's `advance` with bank and matcher filled in; give it `Store.sessions.questions`."""


def resume_session(store: Store, session_id: int, advance: Advance) -> Kept:
    """The session with every text that was ever sent taken in, ready for the next.

    Texts that were sent but not judged before a crash are judged now; each state is kept.

    Raises:
        NotKept: there is no such session.
        StoreError: it is over already.
    """
    kept = store.sessions.load(session_id)
    if kept.session.done or not store.sessions.row(session_id).open:
        raise StoreError(
            f"Session {session_id} is over; see it with: interviewer report {session_id}"
        )
    return take_in(store, kept, advance)


def take_in(store: Store, kept: Kept, advance: Advance) -> Kept:
    """The session with its pending texts taken in, one by one, each state kept."""
    while kept.pending:
        text, *later = kept.pending
        session = advance(kept.session, text)
        included = kept.heard - len(later)
        store.sessions.keep(Kept(id=kept.id, session=session, heard=included), session)
        kept = Kept(id=kept.id, session=session, heard=kept.heard, pending=tuple(later))
    return kept
