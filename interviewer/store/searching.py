"""Finding sessions again: by words of their transcripts, or by the questions that were asked."""

from collections.abc import Collection

from interviewer.store.database import Database
from interviewer.store.records import Found

_WORDS_AROUND = 16


class Searching:
    """The search of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def turns(self, words: str, limit: int = 20) -> list[Found]:
        """Turns that hold all the words in any form ("gradient" finds "gradients"), the newest first.

        Args:
            words: as typed; nothing in them is a command. The last may be the start of a word.
            limit: at most so many.
        """
        query = _query(words)
        if not query:
            return []
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT session_id, number, speaker, kind, question_id, "
                f"snippet(transcript, 0, '«', '»', '…', {_WORDS_AROUND}) AS excerpt "
                "FROM transcript JOIN turns ON turns.id = transcript.rowid "
                "WHERE transcript MATCH ? ORDER BY transcript.rowid DESC LIMIT ?",
                (query, limit),
            ).fetchall()
        return [
            Found(
                session_id=row["session_id"],
                turn=row["number"],
                speaker=row["speaker"],
                kind=row["kind"],
                question_id=row["question_id"],
                excerpt=row["excerpt"],
            )
            for row in rows
        ]

    def by_questions(self, question_ids: Collection[str], limit: int = 20) -> list[int]:
        """Numbers of sessions in which one of the questions was put, the newest first.

        With the questions that a text means (the index finds them), this finds sessions by meaning.
        """
        marks = ", ".join("?" * len(question_ids))
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT DISTINCT session_id FROM asked WHERE question_id IN ({marks}) "
                "ORDER BY session_id DESC LIMIT ?",
                (*question_ids, limit),
            ).fetchall()
        return [int(row["session_id"]) for row in rows]


def _query(words: str) -> str:
    """Every word quoted, so that quotes, stars and operators in it mean nothing."""
    parts = ['"' + word.replace('"', '""') + '"' for word in words.replace("\0", " ").split()]
    return " ".join(parts) + "*" if parts else ""
