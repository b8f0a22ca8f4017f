"""What was scored, cut down in SQL to what a picture of progress needs: it stays quick in a long history."""

from datetime import date, datetime

from interviewer.store.database import Database
from interviewer.store.moments import moment, stamp
from interviewer.store.records import Day, PointCount, Scored, SessionScore

LATEST = 8
"""Answers to the same question beyond so many later ones are left out: their weight is nothing."""

_GRADED = "score IS NOT NULL AND NOT skipped"
_LATEST_ASKED = (
    "SELECT asked.session_id, asked.position, asked.question_id, asked.at, asked.score "
    f"FROM (SELECT DISTINCT question_id AS name FROM asked WHERE {_GRADED}) "
    "JOIN asked ON asked.id IN (SELECT id FROM asked WHERE question_id = name AND "
    f"{_GRADED} ORDER BY session_id DESC, position DESC LIMIT {LATEST})"
)


class Scores:
    """The scores of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self) -> int:
        """How many answers were graded."""
        with self._database.reading() as connection:
            row = connection.execute(f"SELECT count(*) FROM asked WHERE {_GRADED}").fetchone()
        return int(row[0])

    def latest(self) -> list[Scored]:
        """The latest graded answers to each question, in the order of the sessions."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT session_id, question_id, at, score "
                f"FROM ({_LATEST_ASKED}) ORDER BY session_id, position"
            ).fetchall()
        return [
            Scored(session_id=session, question_id=question, at=moment(at), score=score)
            for session, question, at, score in rows
        ]

    def curve(self, limit: int) -> list[SessionScore]:
        """The latest graded sessions, the oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, began, score FROM sessions WHERE score IS NOT NULL "
                "ORDER BY id DESC LIMIT ?",
                (limit,),
            ).fetchall()
        return [
            SessionScore(session_id=number, at=moment(began), score=score)
            for number, began, score in reversed(rows)
        ]

    def days(self, since: datetime) -> list[Day]:
        """Days with graded answers, where the person was then, the oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT date(at, utc_offset || ' minutes') AS day, count(DISTINCT session_id), "
                "count(*), avg(score) FROM asked "
                f"WHERE at >= ? AND {_GRADED} GROUP BY day ORDER BY day",
                (stamp(since),),
            ).fetchall()
        return [
            Day(day=date.fromisoformat(day), sessions=sessions, answers=answers, score=score)
            for day, sessions, answers, score in rows
        ]

    def points(self) -> list[PointCount]:
        """Key points missed in the latest answers to their question, the most missed first."""
        with self._database.reading() as connection:
            # SQLite takes the other columns from the row of the maximum: the latest verdict.
            rows = connection.execute(
                "SELECT verdicts.question_id AS question, point_id AS point, count(*) AS judged, "
                "sum(verdict = 'missed') AS missed, verdict = 'missed', "
                "max(session_id * 10000 + position) "
                f"FROM ({_LATEST_ASKED}) AS latest JOIN verdicts USING (session_id, position) "
                "GROUP BY question, point HAVING missed > 0 "
                "ORDER BY missed DESC, judged, question, point"
            ).fetchall()
        return [
            PointCount(
                question_id=question,
                point_id=point,
                judged=judged,
                missed=missed,
                last_missed=bool(last),
            )
            for question, point, judged, missed, last, _ in rows
        ]
