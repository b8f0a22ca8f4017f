"""The engine's values as rows: a session's state, its turns, and what was said to each question."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from corpus.models import CodeTask, FollowUp, KeyPoint, Pitfall, Question, Resource, WrongVariant
from interviewer.engine.state import Asked, Session, Turn
from interviewer.store.moments import offset_minutes, stamp

_NESTED: dict[str, type[msgspec.Struct]] = {
    "key_points": KeyPoint,
    "pitfalls": Pitfall,
    "follow_ups": FollowUp,
    "resources": Resource,
    "code": CodeTask,
    "wrong": WrongVariant,
}


def write_state(
    connection: sqlite3.Connection, session_id: int, session: Session, heard: int, now: datetime
) -> None:
    """Write all that follows from a state; within a transaction.

    Args:
        connection: to the store.
        session_id: the session's number.
        session: its state.
        heard: how many texts the state includes.
        now: when.
    """
    connection.execute(
        "INSERT OR REPLACE INTO snapshots (session_id, heard, session) VALUES (?, ?, ?)",
        (session_id, heard, encoded(session)),
    )
    _write_turns(connection, session_id, session.turns)
    for position, asked in enumerate(session.asked):
        _write_asked(
            connection, (session_id, position), asked, now, closed=session.done or asked.closed
        )
    graded = [one.counted.score for one in session.asked if one.counted and not one.skipped]
    scores = [score for score in graded if score is not None]
    connection.execute(
        "UPDATE sessions SET changed = ?, planned = ?, asked = ?, score = ?, "
        "ended = CASE WHEN ? THEN coalesce(ended, ?) ELSE ended END WHERE id = ?",
        (
            stamp(now),
            len(session.plan),
            len(session.asked),
            sum(scores) / len(scores) if scores else None,
            session.done,
            stamp(now),
            session_id,
        ),
    )


def keep_questions(
    connection: sqlite3.Connection, session_id: int, questions: Iterable[Question]
) -> None:
    """Keep questions as they are now; each wording is stored once for all sessions."""
    for question in questions:
        record = encoded(question)
        digest = hashlib.sha256(record.encode()).hexdigest()
        connection.execute(
            "INSERT OR IGNORE INTO questions (digest, record) VALUES (?, ?)", (digest, record)
        )
        connection.execute(
            "INSERT OR IGNORE INTO session_questions (session_id, question_id, digest) "
            "VALUES (?, ?, ?)",
            (session_id, question.id, digest),
        )


def question_of(record: str) -> Question:
    """The question in a record; fields that this version does not know are passed over."""
    return msgspec.convert(_known(json.loads(record), Question), Question)


def encoded(value: object) -> str:
    """A value as JSON text that SQLite can hold."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return clean(json.dumps(msgspec.to_builtins(value), ensure_ascii=False))


def clean(text: str) -> str:
    """A text as SQLite can hold it: half characters, which no one typed, become a mark."""
    return text.encode("utf-8", "replace").decode()


def _write_turns(connection: sqlite3.Connection, session_id: int, turns: tuple[Turn, ...]) -> None:
    """Add the new turns; where an earlier one is another now, all from there on."""
    kept = connection.execute(
        "SELECT speaker, kind, question_id, text FROM turns WHERE session_id = ? ORDER BY number",
        (session_id,),
    ).fetchall()
    rows = [(turn.speaker, turn.kind, turn.question_id, clean(turn.text)) for turn in turns]
    same = 0
    while same < min(len(kept), len(rows)) and tuple(kept[same]) == rows[same]:
        same += 1
    connection.execute("DELETE FROM turns WHERE session_id = ? AND number >= ?", (session_id, same))
    connection.executemany(
        "INSERT INTO turns (session_id, number, speaker, kind, question_id, text) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [(session_id, number, *row) for number, row in enumerate(rows[same:], same)],
    )


def _write_asked(
    connection: sqlite3.Connection,
    place: tuple[int, int],
    asked: Asked,
    now: datetime,
    *,
    closed: bool,
) -> None:
    """Write the row of a session's question; one that has not changed keeps its time."""
    record = encoded(asked)
    kept = connection.execute(
        "SELECT record, closed FROM asked WHERE session_id = ? AND position = ?", place
    ).fetchone()
    if kept is not None and kept["record"] == record:
        if kept["closed"] != closed:
            connection.execute(
                "UPDATE asked SET closed = ? WHERE session_id = ? AND position = ?",
                (closed, *place),
            )
        return
    assessment = asked.counted
    connection.execute(
        "INSERT OR REPLACE INTO asked (session_id, position, question_id, at, utc_offset, closed, "
        "score, first_score, hints, skipped, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *place,
            asked.question_id,
            stamp(now),
            offset_minutes(now),
            closed,
            None if assessment is None else assessment.score,
            asked.first_score,
            len(asked.hints),
            asked.skipped,
            record,
        ),
    )
    connection.execute("DELETE FROM verdicts WHERE session_id = ? AND position = ?", place)
    if assessment is not None and assessment.gradable:
        connection.executemany(
            "INSERT OR IGNORE INTO verdicts (session_id, position, question_id, point_id, verdict) "
            "VALUES (?, ?, ?, ?, ?)",
            [
                (*place, asked.question_id, point.point_id, point.verdict)
                for point in assessment.points
            ],
        )


def _known(found: Any, model: type[msgspec.Struct]) -> Any:
    """The object without fields that its model does not have, at any depth."""
    if isinstance(found, list):
        return [_known(item, model) for item in found]
    if not isinstance(found, dict):
        return found
    return {
        name: _known(value, _NESTED[name]) if name in _NESTED else value
        for name, value in found.items()
        if name in model.__struct_fields__
    }
