"""After a salvage: sessions made whole from the rows that came over, and what hangs in the air let go."""

import sqlite3
from typing import Any

import msgspec

from interviewer.engine.state import Asked, Planned, Session, Settings, Turn

_PARTS = ("snapshots", "texts", "turns", "asked")


def rebuild_sessions(connection: sqlite3.Connection, *, since: str) -> int:
    """Give every session that left anything a row and a snapshot; returns how many rows were let go.

    A session whose snapshot is lost comes back as far as its transcript and assessments go, ended.

    Args:
        connection: the new store, within a transaction, foreign keys off.
        since: the stamp for sessions whose own is lost.
    """
    union = " UNION ".join(f"SELECT session_id FROM {table}" for table in _PARTS)
    orphans = f"SELECT session_id FROM ({union}) WHERE session_id NOT IN (SELECT id FROM sessions)"
    for (session_id,) in connection.execute(orphans).fetchall():
        connection.execute(
            "INSERT INTO sessions (id, name, began, changed, utc_offset, mode, topics, planned) "
            "VALUES (?, 'Recovered', ?, ?, 0, 'study', '[]', 0)",
            (session_id, since, since),
        )
    for (session_id,) in connection.execute("SELECT id FROM sessions").fetchall():
        if _snapshot(connection, session_id) is None:
            _rebuild(connection, session_id, since)
    lost = 0
    while broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid, *_ in broken:
            lost += connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,)).rowcount
    return lost


def _snapshot(connection: sqlite3.Connection, session_id: int) -> Session | None:
    row = connection.execute(
        "SELECT session FROM snapshots WHERE session_id = ?", (session_id,)
    ).fetchone()
    return None if row is None else _decoded(row[0], Session)


def _rebuild(connection: sqlite3.Connection, session_id: int, since: str) -> None:
    turns = [
        decoded
        for row in connection.execute(
            "SELECT speaker, kind, question_id, text FROM turns WHERE session_id = ? ORDER BY number",
            (session_id,),
        )
        if (decoded := _decoded(msgspec.json.encode(dict(row)), Turn)) is not None
    ]
    asked = [
        decoded
        for (record,) in connection.execute(
            "SELECT record FROM asked WHERE session_id = ? ORDER BY position", (session_id,)
        )
        if (decoded := _decoded(record, Asked)) is not None
    ]
    session = Session(
        settings=Settings(),
        plan=tuple(Planned(question_id=one.question_id, why=one.why) for one in asked),
        asked=tuple(asked),
        turns=tuple(turns),
        phase="done",
    )
    heard = connection.execute(
        "SELECT coalesce(max(number), 0) FROM texts WHERE session_id = ?", (session_id,)
    ).fetchone()[0]
    connection.execute(
        "INSERT OR REPLACE INTO snapshots (session_id, heard, session) VALUES (?, ?, ?)",
        (session_id, heard, msgspec.json.encode(session).decode()),
    )
    connection.execute(
        "UPDATE sessions SET ended = coalesce(ended, ?), planned = ?, asked = ? WHERE id = ?",
        (since, len(asked), len(asked), session_id),
    )


def _decoded(text: str | bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
