"""One session's memory, for both front ends: what is sent is on disk before it is judged.

Trouble with the store never stops an interview: it is told once, and from there on nothing is kept.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from corpus.models import Question
from interviewer.engine.ports import Support
from interviewer.engine.session import advance
from interviewer.engine.state import History, Session, Settings
from interviewer.errors import UserError
from interviewer.store.errors import NotKept, StoreError

if TYPE_CHECKING:
    from interviewer.store.records import Kept, SessionRow
    from interviewer.store.store import Store
    from interviewer.wiring import Services

Tell = Callable[[str], None]
LAST = 0
"""Stands for the last open session where a number is asked for."""


class Memory:
    """Opens the store; where that fails, says so and forgets everything.

    Args:
        services: the application's parts.
        tell: takes sentences for the person.
        repeatable: the seed alone is to fix the plan, so that only what is asked for from the past
            (a review, a drill) is planned from it.
    """

    def __init__(self, services: "Services", tell: Tell, *, repeatable: bool = False) -> None:
        self._services = services
        self._tell = tell
        self._repeatable = repeatable
        self._store: Store | None = None
        self._kept: Kept | None = None
        try:
            self._store = services.open_store()
            self._take_reviews()
        except StoreError as error:
            self._give_up(error)
        for notice in self._store.notices if self._store is not None else ():
            tell(notice)

    @property
    def keeps(self) -> bool:
        """Whether the session can be gone on with later."""
        return self._kept is not None

    @property
    def open_session(self) -> "SessionRow | None":
        """The last session that can be gone on with; None where there is none."""
        if self._store is None:
            return None
        try:
            return next(iter(self._store.sessions.rows(open_only=True, limit=1)), None)
        except StoreError as error:
            self._give_up(error)
            return None

    def history(self, settings: Settings) -> History:
        """What planning may know of earlier sessions."""
        wanted = not self._repeatable or settings.mode in ("review", "drill")
        try:
            return self._services.history(settings, self._store if wanted else None)
        except StoreError as error:
            self._give_up(error)
            return self._services.history(settings)

    def begin(self, session: Session) -> None:
        """Keep a new session with the questions of its plan."""
        self._kept = None
        if self._store is not None:
            try:
                self._kept = self._store.sessions.begin(session, self._questions(session))
            except StoreError as error:
                self._give_up(error)

    def hear(self, text: str) -> None:
        """Put what the candidate sent on disk, to be judged after that."""
        if self._store is not None and self._kept is not None:
            try:
                self._kept = self._store.sessions.hear(self._kept, text)
            except StoreError as error:
                self._give_up(error)

    def keep(self, session: Session) -> None:
        """Keep the state after all that was heard; of a finished session the schedule is told."""
        if self._store is not None and self._kept is not None:
            try:
                self._kept = self._store.sessions.keep(
                    self._kept, session, self._questions(session)
                )
                if session.done:
                    self._take_reviews()
            except StoreError as error:
                self._give_up(error)

    def save_draft(self, text: str) -> None:
        """Keep what is typed and not sent."""
        if self._store is not None and self._kept is not None:
            try:
                self._store.sessions.save_draft(self._kept.id, text)
            except StoreError as error:
                self._give_up(error)

    def resume(self, number: int, support: Support) -> tuple[Session, str]:
        """A kept session at the very turn where it stopped, and what was typed and not sent.

        What was sent and not judged is judged now, over the questions as they were asked.

        Raises:
            UserError: there is no such session, it is over, or nothing can be remembered.
        """
        from interviewer.store.resuming import resume_session

        if self._store is None:
            raise UserError("Nothing is remembered now, so no session can be gone on with")
        row = self.open_session if number == LAST else self._store.sessions.row(number)
        if row is None:
            raise NotKept("No session is open; begin one with: interviewer")
        self._services.adopt(self._store.sessions.questions(row.id).values())
        self._kept = resume_session(
            self._store,
            row.id,
            lambda session, text: advance(session, text, support, session.turns[-1].at),
        )
        return self._kept.session, self._store.sessions.draft(row.id)

    def close(self) -> None:
        """Let go of the store; a session to which nothing was said is not kept."""
        if self._store is None:
            return
        try:
            kept, sessions = self._kept, self._store.sessions
            if kept is not None and not kept.heard and not sessions.draft(kept.id):
                sessions.delete(kept.id)
            self._store.close()
        except StoreError as error:
            self._tell(f"{error}.")
        self._store = self._kept = None

    @property
    def farewell(self) -> str:
        """How to go on with a session that is left open; empty where nothing is kept of it."""
        if self._kept is None or self._kept.session.done or not self._kept.heard:
            return ""
        return f"The session is kept; go on with: interviewer resume {self._kept.id}"

    def _questions(self, session: Session) -> Iterable[Question]:
        bank = self._services.bank.by_id
        return (bank[planned.question_id] for planned in session.plan)

    def _take_reviews(self) -> None:
        from interviewer.schedule.reviewing import take_reviews

        assert self._store is not None
        take_reviews(self._store)

    def _give_up(self, error: StoreError) -> None:
        self._tell(f"{error}. The interview goes on, but is not remembered from here on.")
        self._store = self._kept = None
