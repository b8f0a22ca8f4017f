"""One connection: transactions, and SQLite's errors as sentences."""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from interviewer.store.errors import StoreDamaged, StoreError, StoreUnavailable
from interviewer.store.moments import Clock

BUSY_MILLISECONDS = 5000
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Database:
    """A connection that threads may share; everything written is in a transaction of its own.

    Attributes:
        file: where it lies; None for one in memory.
        clock: tells the time.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path | None, clock: Clock) -> None:
        self.file = file
        self.clock = clock
        self._connection = connection
        self._lock = RLock()
        self._identity = _identity(file)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is on disk when the block is left, or undone where it raises.

        Raises:
            StoreUnavailable: no room, no permission, or another program holds the file.
            StoreDamaged: the file is damaged.
        """
        with self._lock, explained(self.file):
            self._require_same_file()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One moment's view, whatever others write meanwhile.

        Raises:
            StoreDamaged: the file is damaged.
        """
        with self._lock, explained(self.file):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def close(self) -> None:
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def copy_to(self, target: Path) -> None:
        """Copy the whole as it is at one moment into a new file, while others may write."""
        with self._lock, explained(self.file):
            copy_database(self._connection, target)

    def replace_by(self, source: sqlite3.Connection) -> None:
        """Take over another database's contents, in one step for everyone who has this one open."""
        with self._lock, explained(self.file):
            self._require_same_file()
            source.backup(self._connection)

    def problems(self) -> list[str]:
        """What SQLite's own full check finds; empty where all is well."""
        with self.reading() as connection:
            try:
                rows = connection.execute("PRAGMA integrity_check").fetchall()
                found = [text for (text,) in rows if text != "ok"]
                return found + [
                    f"{table} refers to a missing row of {parent}"
                    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check")
                ]
            except sqlite3.DatabaseError as error:
                return [str(error)]

    def _require_same_file(self) -> None:
        # Where another process set the file aside or wiped it, what we wrote would be lost.
        if self._identity is not None and _identity(self.file) != self._identity:
            raise StoreUnavailable(
                f"{self.file} was moved or deleted by another program since it was opened; "
                "start interviewer again"
            )


def connect(file: Path | None, *, way: str = "mode=rwc") -> sqlite3.Connection:
    """A connection with our settings.

    Args:
        file: None for a database in memory.
        way: SQLite's URI parameters; by default a file that is not there is made.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    connection = sqlite3.connect(
        ":memory:" if file is None else f"{file.absolute().as_uri()}?{way}",
        uri=True,
        timeout=BUSY_MILLISECONDS / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    # A commit is on disk before it returns, so that a power cut takes nothing back.
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """Copy a database into a new file, whole or not at all.

    Raises:
        FileExistsError: the target is there already.
        sqlite3.Error: it cannot be read or written.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(partial)) as copied:
            source.backup(copied)
            copied.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    partial.replace(target)


@contextmanager
def explained(file: Path | None) -> Iterator[None]:
    """Turns SQLite's errors into sentences that name the file and the cure."""
    try:
        yield
    except sqlite3.Error as error:
        raise explanation(error, file) from error


def explanation(error: sqlite3.Error, file: Path | None) -> StoreError:
    """The sentence for an error.

    Raises:
        sqlite3.Error: the error itself, where it is a defect of ours.
    """
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in _DAMAGED:
        if file is not None:
            with contextlib.suppress(OSError):
                damage_mark(file).touch()
        return StoreDamaged(
            f"{file} is damaged; start interviewer again, and it sets the file aside and recovers "
            "what can be read"
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreUnavailable(
            f"There is no room left on the disk for {file}, so this was not saved; make room and "
            "try again"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreUnavailable(
            f"Another program has held {file} for {BUSY_MILLISECONDS // 1000} seconds, so this was "
            "not saved; try again"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return unwritable(file)
    if code == sqlite3.SQLITE_IOERR:
        return StoreUnavailable(
            f"The disk refused to read or write {file}, so this was not saved; see that the disk "
            "is well and has room, and try again"
        )
    raise error


def unwritable(file: Path | None) -> StoreUnavailable:
    return StoreUnavailable(
        f"Your history cannot be written to {file}; make the folder writable or set "
        "INTERVIEWER_HOME to another folder"
    )


def damage_mark(file: Path) -> Path:
    """A file beside a damaged one, so that the next start mends it."""
    return file.with_name(file.name + ".damaged")


def _identity(file: Path | None) -> tuple[int, int] | None:
    if file is None:
        return None
    try:
        status = file.stat()
    except OSError:
        return (0, 0)
    return status.st_dev, status.st_ino
