"""Opening the file: made where it is missing, migrated where it is older, recovered where damaged."""

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from interviewer.paths import dated
from interviewer.store.database import (
    Database,
    connect,
    copy_database,
    damage_mark,
    explained,
    unwritable,
)
from interviewer.store.errors import StoreDamaged, StoreError, StoreTooNew, StoreUnavailable
from interviewer.store.migrations import APPLICATION_ID, MIGRATIONS, migrate, version_of
from interviewer.store.moments import Clock
from interviewer.store.salvage import salvage, set_aside
from interviewer.store.store import Store

_LOCK_SECONDS = 30
_CHECKED_BYTES = 8_000_000
"""Up to this size a file is looked through at every opening; beyond, damage shows when it is met."""


def open_store(file: Path, clock: Clock, *, backups: Path | None = None) -> Store:
    """The store in a file; what had to be done to open it is told in `Store.notices`.

    Args:
        file: where it lies, or is to lie.
        clock: tells the time.
        backups: where a copy goes before a migration; `backups` beside the file by default.

    Raises:
        StoreTooNew: a newer version wrote it; it is left alone.
        StoreUnavailable: the folder cannot be written, or another program holds the file.
        StoreError: the file is somebody else's.
    """
    backups = backups or file.parent / "backups"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if _state(file) == "ready":
            return Store(Database(_ready(file), file, clock))
        # One process at a time makes, migrates or mends; the others find it done.
        with _alone(file):
            notices = _prepare(file, clock, backups)
            return Store(Database(_ready(file), file, clock), notices=tuple(notices))
    except OSError as error:
        raise unwritable(file) from error


def open_reading(file: Path, clock: Clock) -> Store:
    """The store for looking only: an empty one where there is no file, and no need to write.

    Raises:
        StoreError: as `open_store` does.
    """
    try:
        if not file.exists():
            return open_in_memory(clock)
    except OSError as error:
        raise unwritable(file) from error
    try:
        return open_store(file, clock)
    except StoreUnavailable:
        # Without a right to write, not even WAL's shared memory can be made; nobody else can be
        # writing then either, so the file may be taken as unchanging.
        for way in ("mode=ro", "immutable=1"):
            with contextlib.suppress(sqlite3.OperationalError):
                connection = connect(file, way=way)
                if version_of(connection) == len(MIGRATIONS):
                    return Store(Database(connection, file, clock))
        raise


def open_in_memory(clock: Clock) -> Store:
    """An empty store that leaves nothing behind."""
    connection = connect(None)
    migrate(connection)
    return Store(Database(connection, None, clock))


def _state(file: Path) -> Literal["ready", "old", "damaged"]:
    """What the file needs; one that is not there or empty counts as old."""
    if damage_mark(file).exists() or _recovered(file).exists():
        return "damaged"
    if not file.exists() or file.stat().st_size == 0:
        return "old"
    try:
        with explained(file), contextlib.closing(connect(file)) as connection:
            _refuse_foreign(connection, file)
            if file.stat().st_size <= _CHECKED_BYTES and not _sound(connection):
                return "damaged"
            return "ready" if version_of(connection) == len(MIGRATIONS) else "old"
    except StoreDamaged:
        return "damaged"


def _prepare(file: Path, clock: Clock, backups: Path) -> list[str]:
    """Make, mend and migrate; returns what the person should know."""
    notices = [_mend(file, clock)] if _state(file) == "damaged" else []
    with explained(file), contextlib.closing(connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        version = version_of(connection)
        if 0 < version < len(MIGRATIONS):
            backups.mkdir(parents=True, exist_ok=True)
            copy_database(connection, dated(backups, f"{file.stem}-v{version}", ".db", clock()))
        migrate(connection)
    return notices


def _mend(file: Path, clock: Clock) -> str:
    """Put what can be read in the place of a damaged file, which is set aside; returns what to tell.

    Killed at any moment, the next opening goes on from there.
    """
    told = f"{file} was damaged"
    recovered = _recovered(file)
    if not recovered.exists():
        partial = recovered.with_name(recovered.name + ".partial")
        partial.unlink(missing_ok=True)
        with explained(partial), contextlib.closing(connect(partial)) as connection:
            migrate(connection)
            salvaged = salvage(file, connection)
        partial.replace(recovered)
        told += (
            f"; {salvaged.sessions} session{'s' * (salvaged.sessions != 1)} with "
            f"{salvaged.turns} turns were recovered"
        )
        if salvaged.lost:
            told += f", and {salvaged.lost} rows could not be read"
    if file.exists():
        told += f". It was set aside as {set_aside(file, clock).name}"
    recovered.replace(file)
    damage_mark(file).unlink(missing_ok=True)
    return told + "."


def _recovered(file: Path) -> Path:
    return file.with_name(file.name + ".recovered")


def _sound(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _ready(file: Path) -> sqlite3.Connection:
    with explained(file):
        connection = connect(file)
        connection.execute("PRAGMA journal_mode = WAL")
        return connection


def _refuse_foreign(connection: sqlite3.Connection, file: Path) -> None:
    """Leave files alone that a newer version or another program wrote."""
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if owner != APPLICATION_ID and (owner or tables):
        raise StoreError(
            f"{file} belongs to another program; move it away or set INTERVIEWER_HOME to another "
            "folder"
        )
    version, known = version_of(connection), len(MIGRATIONS)
    if version > known:
        raise StoreTooNew(
            f"{file} was written by a newer interviewer (format {version}; this one knows {known}), "
            "so it is left alone; update interviewer, or set INTERVIEWER_HOME to another folder"
        )


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(file.with_name(file.name + ".lock"))
    try:
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout as error:
        raise StoreUnavailable(
            f"Another interviewer has been preparing {file} for {_LOCK_SECONDS} seconds; try again"
        ) from error
    try:
        yield
    finally:
        lock.release()
