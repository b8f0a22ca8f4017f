"""Names, notes and signs on sessions and questions."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from interviewer.store.database import Database
from interviewer.store.records import Marks
from interviewer.store.sessions import marks_of, require_session
from interviewer.store.state_rows import clean

Sign = Literal["bookmarked", "flagged", "suspended"]


class Marking:
    """The marks of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rename(self, session_id: int, name: str) -> None:
        """Give a session a name; an empty one takes it away.

        Raises:
            NotKept: there is no such session.
        """
        with self._database.writing() as connection:
            require_session(connection, session_id)
            connection.execute(
                "UPDATE sessions SET name = ? WHERE id = ?", (clean(name), session_id)
            )

    def mark_session(self, session_id: int, marks: Marks) -> None:
        """Put marks on a session, in place of those it has.

        Raises:
            NotKept: there is no such session.
        """
        with self._database.writing() as connection:
            require_session(connection, session_id)
            connection.execute(
                "UPDATE sessions SET note = ?, bookmarked = ?, flagged = ?, suspended = ? "
                "WHERE id = ?",
                (*_values(marks), session_id),
            )

    def mark_question(self, question_id: str, marks: Marks) -> None:
        """Put marks on a question; a suspended one is not due until the mark is taken off."""
        with self._database.writing() as connection:
            if marks == Marks():
                connection.execute(
                    "DELETE FROM question_marks WHERE question_id = ?", (question_id,)
                )
                return
            connection.execute(
                "INSERT OR REPLACE INTO question_marks (question_id, note, bookmarked, flagged, "
                "suspended) VALUES (?, ?, ?, ?, ?)",
                (question_id, *_values(marks)),
            )

    def questions(self) -> Mapping[str, Marks]:
        """All marked questions by id."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM question_marks ORDER BY question_id")
            return {row["question_id"]: marks_of(row) for row in rows}

    def question(self, question_id: str) -> Marks:
        """A question's marks; none by default."""
        return self.questions().get(question_id, Marks())


def _values(marks: Marks) -> tuple[str, bool, bool, bool]:
    note, bookmarked, flagged, suspended = msgspec.structs.astuple(marks)
    return clean(note), bookmarked, flagged, suspended
