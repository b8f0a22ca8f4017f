"""What the schedule keeps: cards, reviews, counts of missed key points, and preferences."""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from typing import Any

import msgspec

from interviewer.engine.state import Asked
from interviewer.store.database import Database
from interviewer.store.errors import NotKept, not_understood
from interviewer.store.moments import moment, stamp
from interviewer.store.records import AskedRow, Card, Review
from interviewer.store.state_rows import encoded

CardOf = Callable[[Sequence[Review]], Card]
"""Makes a question's card from all its reviews; called within the transaction."""
_DECODER = msgspec.json.Decoder(Asked)


class Cards:
    """Cards and reviews of a store; `interviewer.schedule` says what they mean."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Card]:
        """Every card by question id, the first due first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM cards ORDER BY due, question_id").fetchall()
        return {row["question_id"]: _card(row) for row in rows}

    def reviews(self, question_id: str) -> list[Review]:
        """A question's reviews in the order they were made."""
        with self._database.reading() as connection:
            return _reviews_of(connection, question_id)

    def latest_reviews(self, of_each: int) -> list[Review]:
        """The latest so many reviews of each question, in the order they were made."""
        with self._database.reading() as connection:
            return _reviews(
                connection,
                "WHERE id IN (SELECT latest.id FROM (SELECT DISTINCT question_id AS name FROM "
                "reviews) JOIN reviews AS latest ON latest.id IN (SELECT id FROM reviews WHERE "
                "question_id = name ORDER BY id DESC LIMIT ?))",
                (of_each,),
            )

    def all_reviews(self) -> list[Review]:
        """Every review, in the order they were made."""
        with self._database.reading() as connection:
            return _reviews(connection, "", ())

    def unreviewed(self) -> list[AskedRow]:
        """Questions that are done with, were judged, and are not among the reviews yet."""
        with self._database.reading() as connection:
            return _asked(
                connection,
                "WHERE closed AND score IS NOT NULL AND NOT skipped AND NOT EXISTS (SELECT 1 FROM "
                "reviews WHERE reviews.session_id = asked.session_id AND reviews.position = "
                "asked.position) ORDER BY session_id, position",
                (),
            )

    def add(self, row: AskedRow, rating: int, card_of: CardOf) -> bool:
        """Add a review with the card that follows; False where it was there already."""
        question_id = row.asked.question_id
        with self._database.writing() as connection:
            cursor = connection.execute(
                "INSERT OR IGNORE INTO reviews (question_id, at, rating, session_id, position) "
                "VALUES (?, ?, ?, ?, ?)",
                (question_id, stamp(row.at), rating, row.session_id, row.position),
            )
            if cursor.rowcount:
                _put(connection, card_of(_reviews_of(connection, question_id)))
        return bool(cursor.rowcount)

    def correct(self, review_id: int, rating: int | None, card_of: CardOf) -> Review:
        """Put the candidate's rating beside the machine's; None takes it back. Both are kept.

        Raises:
            NotKept: there is no such review.
        """
        with self._database.writing() as connection:
            connection.execute("UPDATE reviews SET corrected = ? WHERE id = ?", (rating, review_id))
            found = _reviews(connection, "WHERE id = ?", (review_id,))
            if not found:
                raise NotKept(f"There is no review {review_id}; see: interviewer review --json")
            _put(connection, card_of(_reviews_of(connection, found[0].question_id)))
        return found[0]

    def put(self, cards: Collection[Card]) -> None:
        """Write cards anew, all or none."""
        with self._database.writing() as connection:
            for card in cards:
                _put(connection, card)

    def asked(self, session_id: int | None = None) -> list[AskedRow]:
        """What was put and said, in order: of one session, or of all."""
        where, values = ("WHERE session_id = ?", (session_id,)) if session_id else ("", ())
        with self._database.reading() as connection:
            return _asked(connection, f"{where} ORDER BY session_id, position", values)

    def asked_lately(self, limit: int) -> list[str]:
        """Ids of the questions that were put last, the latest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT question_id FROM asked ORDER BY session_id DESC, position DESC LIMIT ?",
                (limit,),
            ).fetchall()
        return list(dict.fromkeys(name for (name,) in rows))

    def latest_asked(self) -> list[AskedRow]:
        """Of each question the last time that it was done with and graded."""
        graded = "closed AND score IS NOT NULL AND NOT skipped"
        with self._database.reading() as connection:
            return _asked(
                connection,
                "WHERE id IN (SELECT (SELECT id FROM asked AS latest WHERE latest.question_id = "
                f"names.question_id AND {graded} ORDER BY session_id DESC, position DESC LIMIT 1) "
                "FROM (SELECT DISTINCT question_id FROM asked) AS names) ORDER BY question_id",
                (),
            )

    def preference(self, name: str) -> Any:
        """A value that the person set; None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT value FROM preferences WHERE name = ?", (name,)
            ).fetchone()
        return None if row is None else msgspec.json.decode(row["value"])

    def set_preference(self, name: str, value: Any) -> None:
        """Keep a value that JSON can hold; None forgets it."""
        with self._database.writing() as connection:
            if value is None:
                connection.execute("DELETE FROM preferences WHERE name = ?", (name,))
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO preferences (name, value) VALUES (?, ?)",
                    (name, encoded(value)),
                )


def _reviews_of(connection: sqlite3.Connection, question_id: str) -> list[Review]:
    return _reviews(connection, "WHERE question_id = ?", (question_id,))


def _reviews(connection: sqlite3.Connection, where: str, values: tuple[Any, ...]) -> list[Review]:
    rows = connection.execute(f"SELECT * FROM reviews {where} ORDER BY id", values)
    return [
        Review(
            id=row["id"],
            question_id=row["question_id"],
            at=moment(row["at"]),
            rating=row["rating"],
            corrected=row["corrected"],
            session_id=row["session_id"],
        )
        for row in rows
    ]


def _asked(connection: sqlite3.Connection, rest: str, values: tuple[Any, ...]) -> list[AskedRow]:
    """Rows with their values.

    Raises:
        StoreError: a value was kept by a version that this one does not understand.
    """
    rows = connection.execute(
        f"SELECT session_id, position, at, utc_offset, record FROM asked {rest}", values
    )
    return [_asked_row(row) for row in rows]


def _asked_row(row: sqlite3.Row) -> AskedRow:
    try:
        asked = _DECODER.decode(row["record"])
    except msgspec.DecodeError as error:
        raise not_understood(row["session_id"], error) from error
    return AskedRow(
        session_id=row["session_id"],
        position=row["position"],
        at=moment(row["at"]),
        utc_offset=row["utc_offset"],
        asked=asked,
    )


def _card(row: sqlite3.Row) -> Card:
    return Card(
        question_id=row["question_id"],
        stability=row["stability"],
        difficulty=row["difficulty"],
        due=moment(row["due"]),
        reviewed=moment(row["reviewed"]),
    )


def _put(connection: sqlite3.Connection, card: Card) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO cards (question_id, stability, difficulty, due, reviewed) "
        "VALUES (?, ?, ?, ?, ?)",
        (card.question_id, card.stability, card.difficulty, stamp(card.due), stamp(card.reviewed)),
    )
