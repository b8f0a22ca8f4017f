"""Reading what can be read of a damaged file into a new one; the damaged one is never written to."""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from interviewer.paths import dated
from interviewer.store.migrations import migrate
from interviewer.store.moments import Clock, stamp
from interviewer.store.rebuilding import rebuild_sessions

_TABLES = (
    "questions",
    "sessions",
    "snapshots",
    "texts",
    "drafts",
    "turns",
    "asked",
    "verdicts",
    "session_questions",
    "question_marks",
    "cards",
    "reviews",
    "preferences",
)
_BESIDE = ("-wal", "-shm")
_PAGE = 4096
_HEADER = 100
_MISSES = 5000
"""After so many rows in a row that cannot be had, the search for single rows ends."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came over: sessions, their turns, and how many rows are known to be lost."""

    sessions: int
    turns: int
    lost: int


def set_aside(file: Path, clock: Clock) -> Path:
    """Give a damaged file, and what belongs to it, a name that nothing has; returns the new path."""
    aside = dated(file.parent, f"{file.name}.damaged", "", clock())
    # The log goes first: it must never stand beside another file.
    for suffix in (*_BESIDE, ""):
        with contextlib.suppress(FileNotFoundError):
            file.with_name(file.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def salvage(damaged: Path, target: sqlite3.Connection) -> Salvaged:
    """Copy every row that can still be read.

    Args:
        damaged: read by way of copies.
        target: a new store, migrated and empty.

    Raises:
        sqlite3.Error: the target cannot be written.
    """
    target.execute("PRAGMA foreign_keys = OFF")
    target.execute("BEGIN IMMEDIATE")
    lost = 0
    with tempfile.TemporaryDirectory(dir=damaged.parent) as folder:
        source = _readable_copy(damaged, Path(folder))
        if source is not None:
            with contextlib.closing(source):
                for table in _TABLES:
                    lost += _copy_table(source, target, table)
    lost += rebuild_sessions(target, since=stamp_of(damaged))
    target.execute("COMMIT")
    target.execute("PRAGMA foreign_keys = ON")
    counts = [
        target.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("sessions", "turns")
    ]
    return Salvaged(sessions=counts[0], turns=counts[1], lost=lost)


def stamp_of(file: Path) -> str:
    """When the file was last written, for sessions whose own time is lost."""
    from datetime import UTC, datetime

    return stamp(datetime.fromtimestamp(file.stat().st_mtime, UTC))


def _readable_copy(damaged: Path, folder: Path) -> sqlite3.Connection | None:
    """A copy whose tables SQLite finds: as it is, without its log, or with parts of a sound file's
    first page, which tells where the tables lie."""
    sound = folder / "sound"
    with contextlib.closing(sqlite3.connect(sound, isolation_level=None)) as connection:
        migrate(connection)
    first_page = sound.read_bytes()[:_PAGE]
    for number, (log, patched) in enumerate(
        ((True, 0), (False, 0), (True, _HEADER), (False, _HEADER), (False, _PAGE))
    ):
        copy = folder / f"copy{number}"
        shutil.copyfile(damaged, copy)
        if log:
            wal = damaged.with_name(damaged.name + _BESIDE[0])
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(wal, copy.with_name(copy.name + _BESIDE[0]))
        if patched:
            _patch(copy, first_page[:patched])
        connection = sqlite3.connect(copy, isolation_level=None)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        try:
            connection.execute("PRAGMA writable_schema = ON")  # a broken entry hides no table
            connection.execute("SELECT count(*) FROM sessions LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            if "malformed" in str(error) and _has_tables(connection):
                return connection
            connection.close()
            continue
        return connection
    return None


def _has_tables(connection: sqlite3.Connection) -> bool:
    with contextlib.suppress(sqlite3.DatabaseError):
        row = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sessions'").fetchone()
        return row is not None
    return False


def _patch(copy: Path, start: bytes) -> None:
    """Put another file's first bytes in place, with this one's own number of pages."""
    pages = copy.stat().st_size // _PAGE
    start = start[:28] + pages.to_bytes(4, "big") + b"\0" * 8 + start[40:]
    with copy.open("r+b") as stream:
        stream.write(start)


def _copy_table(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> int:
    """Copy the rows of one table; returns how many were seen to be there but could not be had."""
    known = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
    try:
        present = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
    except sqlite3.DatabaseError:
        return 0
    columns = [name for name in known if name in present]
    if not columns:
        return 0
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    lost = 0
    for row in _rows(source, table, ", ".join(columns)):
        try:
            target.execute(insert, row)
        except (sqlite3.IntegrityError, sqlite3.InterfaceError, UnicodeEncodeError):
            lost += 1
    return lost


def _rows(source: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[object, ...]]:
    """Rows from the front until a damaged page, from the back until one, and one by one between."""
    select = f"SELECT rowid, {columns} FROM {table} NOT INDEXED"
    first, last = 0, None
    try:
        for row in source.execute(f"{select} ORDER BY rowid"):
            first = row[0]
            yield row[1:]
        return
    except (sqlite3.DatabaseError, OverflowError):
        pass
    try:
        for row in source.execute(f"{select} WHERE rowid > ? ORDER BY rowid DESC", (first,)):
            last = row[0]
            yield row[1:]
    except (sqlite3.DatabaseError, OverflowError):
        pass
    rowid, misses = first + 1, 0
    while misses < _MISSES and (last is None or rowid < last):
        misses += 1
        with contextlib.suppress(sqlite3.DatabaseError):
            row = source.execute(f"{select} WHERE rowid = ?", (rowid,)).fetchone()
            if row is not None:
                misses = 0
                yield row[1:]
        rowid += 1
