"""Sessions: kept turn by turn, listed, and loaded to go on.

What the candidate sends is on disk before anything is made of it (`hear`); the state that the engine
makes of it follows (`keep`). So a session is its last state and the texts that came after it.
"""

import sqlite3
from collections.abc import Iterable

import msgspec

from corpus.models import Question
from interviewer.engine.state import Session
from interviewer.store.database import Database
from interviewer.store.errors import HeldElsewhere, NotKept, not_understood
from interviewer.store.moments import moment, offset_minutes, stamp
from interviewer.store.records import Kept, Marks, SessionRow
from interviewer.store.state_rows import clean, encoded, keep_questions, question_of, write_state

_replace = msgspec.structs.replace
_LISTED = (
    "id, name, began, changed, ended, utc_offset, mode, topics, planned, asked, score, retry_of, "
    "note, bookmarked, flagged, suspended"
)


class Sessions:
    """The sessions of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self,
        session: Session,
        questions: Iterable[Question],
        *,
        name: str = "",
        retry_of: int | None = None,
    ) -> Kept:
        """Keep a new session.

        Args:
            session: as the engine began it.
            questions: those of its plan, kept as they are now: a report and a resumed session need
                them, whatever becomes of the bank.
            name: for lists; may be empty.
            retry_of: number of the session that this one repeats.
        """
        now = self._database.clock()
        with self._database.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO sessions (name, began, changed, utc_offset, mode, topics, planned, "
                "retry_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    name,
                    stamp(now),
                    stamp(now),
                    offset_minutes(now),
                    session.settings.mode,
                    encoded(session.settings.topics),
                    len(session.plan),
                    retry_of,
                ),
            )
            kept = Kept(id=int(cursor.lastrowid or 0), session=session)
            keep_questions(connection, kept.id, questions)
            write_state(connection, kept.id, session, kept.heard, now)
        return kept

    def hear(self, kept: Kept, text: str) -> Kept:
        """Keep what the candidate sent; it is on disk when this returns. The draft is done with.

        Raises:
            HeldElsewhere: another interviewer has gone on with this session.
            StoreUnavailable: it could not be written.
        """
        now = stamp(self._database.clock())
        with self._database.writing() as connection:
            heard = _heard(connection, kept.id)
            if heard != kept.heard:
                raise _elsewhere(kept.id)
            connection.execute(
                "INSERT INTO texts (session_id, number, text, at) VALUES (?, ?, ?, ?)",
                (kept.id, heard + 1, clean(text), now),
            )
            connection.execute("DELETE FROM drafts WHERE session_id = ?", (kept.id,))
            connection.execute("UPDATE sessions SET changed = ? WHERE id = ?", (now, kept.id))
        return _replace(kept, heard=heard + 1, pending=(*kept.pending, text))

    def keep(self, kept: Kept, session: Session, questions: Iterable[Question] = ()) -> Kept:
        """Keep the state that the engine made of all texts heard so far, with its assessments.

        Args:
            kept: what `hear` returned for the last text that the state includes.
            session: the state.
            questions: those put beyond the plan.

        Raises:
            HeldElsewhere: a later state is kept already.
        """
        kept = _replace(kept, session=session, pending=())
        now = self._database.clock()
        with self._database.writing() as connection:
            row = connection.execute(
                "SELECT heard FROM snapshots WHERE session_id = ?", (kept.id,)
            ).fetchone()
            if row is None:
                raise _missing(kept.id)
            if row["heard"] > kept.heard:
                raise _elsewhere(kept.id)
            keep_questions(connection, kept.id, questions)
            write_state(connection, kept.id, session, kept.heard, now)
        return kept

    def finish(self, session_id: int) -> None:
        """End a session that will not be gone on with; a no-op where it is over.

        Raises:
            NotKept: there is no such session.
        """
        now = stamp(self._database.clock())
        with self._database.writing() as connection:
            require_session(connection, session_id)
            connection.execute(
                "UPDATE sessions SET ended = coalesce(ended, ?) WHERE id = ?", (now, session_id)
            )
            connection.execute("UPDATE asked SET closed = 1 WHERE session_id = ?", (session_id,))

    def delete(self, session_id: int) -> None:
        """Delete a session with all that belongs to it; its reviews stay in the schedule.

        Raises:
            NotKept: there is no such session.
        """
        with self._database.writing() as connection:
            require_session(connection, session_id)
            connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
            connection.execute(
                "DELETE FROM questions WHERE digest NOT IN (SELECT digest FROM session_questions)"
            )

    def load(self, session_id: int) -> Kept:
        """The session with the texts that its state does not include yet.

        Raises:
            NotKept: there is no such session.
            StoreError: its state was kept by a version that this one does not understand.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT heard, session FROM snapshots WHERE session_id = ?", (session_id,)
            ).fetchone()
            if row is None:
                raise _missing(session_id)
            pending = connection.execute(
                "SELECT text FROM texts WHERE session_id = ? AND number > ? ORDER BY number",
                (session_id, row["heard"]),
            ).fetchall()
        try:
            session = msgspec.json.decode(row["session"], type=Session)
        except msgspec.DecodeError as error:
            raise not_understood(session_id, error) from error
        return Kept(
            id=session_id,
            session=session,
            heard=row["heard"] + len(pending),
            pending=tuple(text for (text,) in pending),
        )

    def questions(self, session_id: int) -> dict[str, Question]:
        """The questions as they were when the session kept them, by id."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT question_id, record FROM session_questions JOIN questions USING (digest) "
                "WHERE session_id = ? ORDER BY session_questions.id",
                (session_id,),
            ).fetchall()
        return {row["question_id"]: question_of(row["record"]) for row in rows}

    def row(self, session_id: int) -> SessionRow:
        """One session as lists show it.

        Raises:
            NotKept: there is no such session.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                f"SELECT {_LISTED} FROM sessions WHERE id = ?", (session_id,)
            ).fetchone()
        if row is None:
            raise _missing(session_id)
        return _listed(row)

    def rows(
        self, *, open_only: bool = False, limit: int | None = None, offset: int = 0
    ) -> list[SessionRow]:
        """Sessions, the newest first."""
        where = "WHERE ended IS NULL" if open_only else ""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {_LISTED} FROM sessions {where} ORDER BY id DESC LIMIT ? OFFSET ?",
                (-1 if limit is None else limit, offset),
            ).fetchall()
        return [_listed(row) for row in rows]

    def count(self, *, open_only: bool = False) -> int:
        """How many there are."""
        where = "WHERE ended IS NULL" if open_only else ""
        with self._database.reading() as connection:
            found = connection.execute(f"SELECT count(*) FROM sessions {where}").fetchone()
        return int(found[0])

    def save_draft(self, session_id: int, text: str) -> None:
        """Keep what is typed and not sent; an empty text keeps nothing.

        Raises:
            NotKept: there is no such session.
        """
        with self._database.writing() as connection:
            require_session(connection, session_id)
            if text:
                connection.execute(
                    "INSERT OR REPLACE INTO drafts (session_id, text, at) VALUES (?, ?, ?)",
                    (session_id, clean(text), stamp(self._database.clock())),
                )
            else:
                connection.execute("DELETE FROM drafts WHERE session_id = ?", (session_id,))

    def draft(self, session_id: int) -> str:
        """What was typed and not sent; empty where there is nothing."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT text FROM drafts WHERE session_id = ?", (session_id,)
            ).fetchone()
        return "" if row is None else str(row["text"])


def require_session(connection: sqlite3.Connection, session_id: int) -> None:
    """Raises NotKept where there is no such session."""
    if connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone() is None:
        raise _missing(session_id)


def _missing(session_id: int) -> NotKept:
    return NotKept(f"There is no session {session_id}; see: interviewer sessions")


def _elsewhere(session_id: int) -> HeldElsewhere:
    return HeldElsewhere(
        f"Session {session_id} has been gone on with in another window; resume it to go on from there"
    )


def _heard(connection: sqlite3.Connection, session_id: int) -> int:
    require_session(connection, session_id)
    row = connection.execute(
        "SELECT max(coalesce((SELECT max(number) FROM texts WHERE session_id = :id), 0), "
        "coalesce((SELECT heard FROM snapshots WHERE session_id = :id), 0))",
        {"id": session_id},
    ).fetchone()
    return int(row[0])


def _listed(row: sqlite3.Row) -> SessionRow:
    return SessionRow(
        id=row["id"],
        name=row["name"],
        began=moment(row["began"]),
        changed=moment(row["changed"]),
        ended=None if row["ended"] is None else moment(row["ended"]),
        utc_offset=row["utc_offset"],
        mode=row["mode"],
        topics=tuple(msgspec.json.decode(row["topics"], type=list[str])),
        planned=row["planned"],
        asked=row["asked"],
        score=row["score"],
        retry_of=row["retry_of"],
        marks=marks_of(row),
    )


def marks_of(row: sqlite3.Row) -> Marks:
    """The marks in a row that has their columns."""
    return Marks(
        note=row["note"],
        bookmarked=bool(row["bookmarked"]),
        flagged=bool(row["flagged"]),
        suspended=bool(row["suspended"]),
    )
