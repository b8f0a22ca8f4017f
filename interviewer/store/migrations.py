"""The file's format, as numbered steps; a released step is never changed, only followed by another.

Times are UTC stamps (`moments`); `record` and `session` columns hold the engine's values as JSON.
"""

import sqlite3
from collections.abc import Sequence

APPLICATION_ID = 0x494E5456
"""Tells our files from other SQLite files: "INTV"."""

_MARKS = """
    note TEXT NOT NULL DEFAULT '',
    bookmarked INTEGER NOT NULL DEFAULT 0,
    flagged INTEGER NOT NULL DEFAULT 0,
    suspended INTEGER NOT NULL DEFAULT 0
"""
_OF_SESSION = "session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE"

_SESSIONS = (
    f"""CREATE TABLE sessions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL DEFAULT '',
        began TEXT NOT NULL,
        changed TEXT NOT NULL,
        ended TEXT,
        utc_offset INTEGER NOT NULL,
        mode TEXT NOT NULL,
        topics TEXT NOT NULL,
        planned INTEGER NOT NULL,
        asked INTEGER NOT NULL DEFAULT 0,
        score REAL,
        retry_of INTEGER REFERENCES sessions ON DELETE SET NULL,
        {_MARKS})""",
    "CREATE INDEX sessions_open ON sessions (id) WHERE ended IS NULL",
    "CREATE INDEX sessions_retries ON sessions (retry_of) WHERE retry_of IS NOT NULL",
    """CREATE TABLE snapshots (
        session_id INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
        heard INTEGER NOT NULL,
        session TEXT NOT NULL)""",
    f"""CREATE TABLE texts (
        id INTEGER PRIMARY KEY,
        {_OF_SESSION},
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        at TEXT NOT NULL,
        UNIQUE (session_id, number))""",
    """CREATE TABLE drafts (
        session_id INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
        text TEXT NOT NULL,
        at TEXT NOT NULL)""",
    f"""CREATE TABLE turns (
        id INTEGER PRIMARY KEY,
        {_OF_SESSION},
        number INTEGER NOT NULL,
        speaker TEXT NOT NULL,
        kind TEXT NOT NULL,
        question_id TEXT,
        text TEXT NOT NULL,
        UNIQUE (session_id, number))""",
    f"""CREATE TABLE asked (
        id INTEGER PRIMARY KEY,
        {_OF_SESSION},
        position INTEGER NOT NULL,
        question_id TEXT NOT NULL,
        at TEXT NOT NULL,
        utc_offset INTEGER NOT NULL,
        closed INTEGER NOT NULL,
        score REAL,
        first_score REAL,
        hints INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        record TEXT NOT NULL,
        UNIQUE (session_id, position))""",
    # Graded answers of a question from the index alone: the rows themselves are wide.
    """CREATE INDEX asked_graded ON asked (question_id, session_id, position, at, utc_offset, score)
        WHERE score IS NOT NULL AND NOT skipped""",
    """CREATE INDEX asked_closed ON asked (session_id, position)
        WHERE closed AND score IS NOT NULL AND NOT skipped""",
    "CREATE INDEX asked_of_question ON asked (question_id, session_id)",
    "CREATE INDEX asked_at ON asked (at, utc_offset, session_id, score)",
    f"""CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY,
        {_OF_SESSION},
        position INTEGER NOT NULL,
        question_id TEXT NOT NULL,
        point_id TEXT NOT NULL,
        verdict TEXT NOT NULL,
        UNIQUE (session_id, position, point_id))""",
    "CREATE TABLE questions (digest TEXT PRIMARY KEY, record TEXT NOT NULL)",
    f"""CREATE TABLE session_questions (
        id INTEGER PRIMARY KEY,
        {_OF_SESSION},
        question_id TEXT NOT NULL,
        digest TEXT NOT NULL REFERENCES questions,
        UNIQUE (session_id, question_id))""",
    "CREATE INDEX session_questions_by_digest ON session_questions (digest)",
    f"CREATE TABLE question_marks (question_id TEXT PRIMARY KEY, {_MARKS})",
)
# The report at the end repeats the session, so it would only double every find.
_SEARCH = (
    "CREATE VIEW said AS SELECT id, text FROM turns WHERE kind NOT IN ('opening', 'closing')",
    """CREATE VIRTUAL TABLE transcript USING fts5 (
        text, content = 'said', content_rowid = 'id', tokenize = 'porter unicode61')""",
    "INSERT INTO transcript (rowid, text) SELECT id, text FROM said",
    """CREATE TRIGGER turn_added AFTER INSERT ON turns
        WHEN new.kind NOT IN ('opening', 'closing') BEGIN
        INSERT INTO transcript (rowid, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER turn_removed AFTER DELETE ON turns
        WHEN old.kind NOT IN ('opening', 'closing') BEGIN
        INSERT INTO transcript (transcript, rowid, text) VALUES ('delete', old.id, old.text); END""",
)
_SCHEDULE = (
    """CREATE TABLE cards (
        question_id TEXT PRIMARY KEY,
        stability REAL NOT NULL,
        difficulty REAL NOT NULL,
        due TEXT NOT NULL,
        reviewed TEXT NOT NULL)""",
    "CREATE INDEX cards_due ON cards (due)",
    """CREATE TABLE reviews (
        id INTEGER PRIMARY KEY,
        question_id TEXT NOT NULL,
        at TEXT NOT NULL,
        rating INTEGER NOT NULL,
        corrected INTEGER,
        session_id INTEGER REFERENCES sessions ON DELETE SET NULL,
        position INTEGER,
        UNIQUE (session_id, position))""",
    "CREATE INDEX reviews_of_question ON reviews (question_id)",
    "CREATE TABLE preferences (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)

MIGRATIONS: tuple[Sequence[str], ...] = (_SESSIONS, _SEARCH, _SCHEDULE)
"""What takes a file from version 0 to 1, from 1 to 2, and so on."""


def version_of(connection: sqlite3.Connection) -> int:
    """The file's version; 0 where nothing is in it."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    connection: sqlite3.Connection, migrations: Sequence[Sequence[str]] = MIGRATIONS
) -> None:
    """Take the file to the newest version, each step in a transaction with its new number."""
    while True:
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Asked again inside: another process may have migrated meanwhile.
            version = version_of(connection)
            if version < len(migrations):
                for statement in migrations[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if version >= len(migrations):
            return
