"""Opening: new, old, newer, foreign, damaged, unwritable and full."""

import itertools
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from interviewer.store import opening, salvage
from interviewer.store.errors import StoreDamaged, StoreError, StoreTooNew, StoreUnavailable
from interviewer.store.migrations import MIGRATIONS, migrate, version_of
from interviewer.store.opening import open_reading, open_store
from interviewer.store.records import Marks
from interviewer.store.store import Store
from tests.interviewer.store.stories import QUESTIONS, SetClock, advanced, begun

SESSIONS = 40


def filled(file: Path, sessions: int) -> bytes:
    """A file with finished sessions and an open one; its bytes."""
    with open_store(file, SetClock()) as store:
        for number in range(sessions):
            kept = store.sessions.begin(begun(seed=number), QUESTIONS.values())
            for text in ("the moon " * 30, "two", "neither " * 40):
                kept = store.sessions.hear(kept, text)
                kept = store.sessions.keep(kept, advanced(kept.session, text))
        store.sessions.begin(begun(), QUESTIONS.values(), name="open")
    return settled(file)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sound file with 40 finished sessions and an open one."""
    return filled(tmp_path_factory.mktemp("whole") / "history.db", SESSIONS)


def settled(file: Path) -> bytes:
    """The file with its log taken in."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.read_bytes()


def read_all(store: Store) -> None:
    for row in store.sessions.rows():
        store.sessions.load(row.id)
        store.sessions.questions(row.id)
        store.cards.asked(row.id)


def test_a_new_file_is_ready_and_holds_up(store: Store, file: Path) -> None:
    with store.database.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert version_of(connection) == len(MIGRATIONS)
    assert store.notices == ()
    assert store.database.problems() == []


def test_looking_makes_no_file(file: Path, clock: SetClock) -> None:
    with open_reading(file, clock) as store:
        assert store.sessions.rows() == []
    assert not file.parent.exists()


def old_file(file: Path, version: int) -> None:
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:version])
        connection.execute(
            "INSERT INTO sessions (name, began, changed, utc_offset, mode, topics, planned) "
            "VALUES ('old', '2026-01-01T00:00:00.000+00:00', '2026-01-01T00:00:00.000+00:00', 0, "
            "'study', '[]', 1)"
        )
        connection.execute("INSERT INTO snapshots VALUES (1, 0, '{}')")
        connection.execute(
            "INSERT INTO turns VALUES (1, 1, 0, 'interviewer', 'question', 'tides', 'What makes tides?')"
        )


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_an_older_file_is_copied_and_migrated(file: Path, clock: SetClock, version: int) -> None:
    old_file(file, version)
    with open_store(file, clock) as store:
        assert [row.name for row in store.sessions.rows()] == ["old"]
        assert [found.session_id for found in store.search.turns("tide")] == [1]
        assert store.database.problems() == []
    (backup,) = (file.parent / "backups").iterdir()
    assert backup.name.startswith(f"history-v{version}-2026")
    with closing(sqlite3.connect(backup)) as connection:
        assert version_of(connection) == version  # type: ignore[arg-type]
        assert connection.execute("SELECT name FROM sessions").fetchone() == ("old",)


def test_a_failing_migration_leaves_the_version_it_came_to(file: Path) -> None:
    old_file(file, 1)
    broken: Sequence[Sequence[str]] = (*MIGRATIONS[:2], ("CREATE TABLE half (x)", "no SQL"))
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, broken)
        assert version_of(connection) == 2
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE name = 'half'").fetchall()
        assert tables == []


class Stopped(sqlite3.Connection):
    """Dies before one statement."""

    left = 0

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        return super().execute(*arguments)


def test_a_migration_stopped_at_any_statement_is_gone_on_with(file: Path, clock: SetClock) -> None:
    old_file(file, 1)
    before = file.read_bytes()
    stops = 0
    for stop in itertools.count():
        file.write_bytes(before)
        dying = sqlite3.connect(file, isolation_level=None, factory=Stopped)
        dying.left = stop
        try:
            migrate(dying)
        except KeyboardInterrupt:
            stops += 1
        else:
            break
        finally:
            dying.close()
        with open_store(file, clock) as store:
            assert [row.name for row in store.sessions.rows()] == ["old"]
            assert store.database.problems() == []
        for name in ("-wal", "-shm"):
            file.with_name(file.name + name).unlink(missing_ok=True)
    assert stops > 20


def test_rows_behind_a_damaged_page_are_read_from_the_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salvage, "_MISSES", 0)
    file, count = tmp_path / "x.db", 2000
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE turns (id INTEGER PRIMARY KEY, text)")
        rows = [(number, "x" * 100) for number in range(1, count + 1)]
        connection.executemany("INSERT INTO turns VALUES (?, ?)", rows)
        connection.commit()
    data = file.read_bytes()
    middle = len(data) // 8192 * 4096
    file.write_bytes(data[:middle] + b"\xff" * 4096 + data[middle + 4096 :])
    with closing(sqlite3.connect(file)) as connection:
        read = list(salvage._rows(connection, "turns", "id, text"))
    ids = [row[0] for row in read]
    assert len(ids) == len(set(ids)) >= count - 40
    assert {1, count}.issubset(ids)


def test_a_newer_file_is_left_alone(file: Path, clock: SetClock) -> None:
    filled(file, 1)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = settled(file)
    for way in (open_store, open_reading):
        with pytest.raises(StoreTooNew, match=r"history\.db .*newer interviewer \(format 99"):
            way(file, clock)
    assert settled(file) == before


def test_a_file_of_another_program_is_left_alone(file: Path, clock: SetClock) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store(file, clock)
    assert file.read_bytes() == before


def test_an_empty_file_is_a_new_one(file: Path, clock: SetClock) -> None:
    file.parent.mkdir()
    file.touch()
    with open_store(file, clock) as store:
        assert (store.sessions.rows(), store.notices) == ([], ())


@pytest.mark.parametrize("harm", ["text", "head", "first page", "middle", "cut"])
def test_a_damaged_file_is_set_aside_and_recovered(
    file: Path, clock: SetClock, whole: bytes, harm: str
) -> None:
    file.parent.mkdir()
    pages = len(whole) // 4096
    damaged = {
        "text": b"this is no database " * 1000,
        "head": b"\xff" * 100 + whole[100:],
        "first page": b"\xff" * 4096 + whole[4096:],
        "middle": whole[: pages // 2 * 4096] + b"\xff" * 8192 + whole[(pages // 2 + 2) * 4096 :],
        "cut": whole[: pages * 3 // 4 * 4096 + 77],
    }[harm]
    file.write_bytes(damaged)
    with open_store(file, clock) as store:
        (notice,) = store.notices
        rows = store.sessions.rows()
        assert store.database.problems() == []
        assert f"{len(rows)} session" in notice
        for row in rows:
            store.sessions.load(row.id)
        least = {"text": 0, "head": SESSIONS + 1, "first page": SESSIONS + 1}.get(
            harm, SESSIONS // 2
        )
        assert len(rows) >= least
        fresh = store.sessions.begin(begun(), QUESTIONS.values())
        assert store.sessions.load(fresh.id).session == fresh.session
    (aside,) = file.parent.glob("history.db.damaged-*[0-9]")
    assert aside.name in notice
    assert aside.read_bytes() == damaged
    with open_store(file, clock) as store:
        assert store.notices == ()


@pytest.mark.parametrize("step", ["salvage", "set_aside", "replace"])
def test_a_recovery_that_was_broken_off_is_gone_on_with(
    file: Path, clock: SetClock, whole: bytes, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xff" * 100 + whole[100:])

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if step == "replace":
            patch.setattr(opening, "damage_mark", lambda file: file.with_name("none"))
            real = Path.replace
            patch.setattr(Path, "replace", lambda a, b: stop() if b == file else real(a, b))
        else:
            patch.setattr(opening, step, stop)
        with pytest.raises(KeyboardInterrupt):
            open_store(file, clock)
    with open_store(file, clock) as store:
        assert store.notices
        assert store.sessions.count() == SESSIONS + 1
    assert len(list(file.parent.glob("history.db.damaged-*[0-9]"))) == 1


def test_damage_met_later_is_told_and_mended_at_the_next_start(
    file: Path, clock: SetClock, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.parent.mkdir()
    half = len(whole) // 8192 * 4096
    file.write_bytes(whole[:half] + b"\xff" * (len(whole) - half))
    monkeypatch.setattr(opening, "_CHECKED_BYTES", 0)
    with (
        open_store(file, clock) as store,
        pytest.raises(StoreDamaged, match="start interviewer again"),
    ):
        read_all(store)
    with open_store(file, clock) as store:
        assert "set aside" in store.notices[0]
        assert store.sessions.count() > 0


def test_marks_and_cards_outlive_a_damaged_transcript(
    file: Path, clock: SetClock, whole: bytes
) -> None:
    file.parent.mkdir()
    file.write_bytes(whole)
    with open_store(file, clock) as store:
        store.marking.mark_question("tides", Marks(note="mine"))
        store.cards.set_preference("retention", 0.8)
    whole = settled(file)
    file.write_bytes(whole[: len(whole) - 8192] + b"\xff" * 4096 + whole[-4096:])
    with open_store(file, clock) as store:
        assert store.notices
        assert store.marking.question("tides") == Marks(note="mine")
        assert store.cards.preference("retention") == 0.8


def test_a_file_wiped_under_an_open_store_is_told(store: Store, file: Path) -> None:
    kept = store.sessions.begin(begun(), QUESTIONS.values())
    file.unlink()
    with pytest.raises(StoreUnavailable, match="moved or deleted"):
        store.sessions.hear(kept, "moon")


def test_a_full_disk_undoes_the_write_and_says_so(store: Store) -> None:
    kept = store.sessions.begin(begun(), QUESTIONS.values())
    with store.database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreUnavailable, match="no room left on the disk"):
        store.sessions.hear(kept, "moon " * 10_000)
    assert store.sessions.load(kept.id) == kept
    kept = store.sessions.hear(kept, "moon")
    assert store.sessions.load(kept.id).pending == ("moon",)
    assert store.database.problems() == []


FULL = """
import resource, sys
from pathlib import Path
from interviewer.store.opening import open_store
from interviewer.store.errors import StoreUnavailable
from tests.interviewer.store.stories import QUESTIONS, SetClock, begun
with open_store(Path(sys.argv[1]), SetClock()) as store:
    kept = store.sessions.begin(begun(), QUESTIONS.values())
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        for number in range(100):
            kept = store.sessions.hear(kept, "moon " * 5000)
    except StoreUnavailable as error:
        print(kept.heard, error)
"""


def test_a_limit_on_the_file_loses_nothing_that_was_kept(file: Path, repo: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(file)],
        cwd=repo,
        capture_output=True,
        text=True,
        check=True,
    )
    heard, _, sentence = done.stdout.partition(" ")
    assert "was not saved" in sentence
    with open_store(file, SetClock()) as store:
        assert 0 < store.sessions.load(1).heard == int(heard)
        assert store.database.problems() == []


UNWRITABLE = """
import os, sys
from pathlib import Path
import filelock
from interviewer.store.opening import open_reading, open_store
from interviewer.store.errors import StoreUnavailable
from tests.interviewer.store.stories import QUESTIONS, SetClock, begun
file = Path(sys.argv[1])
os.setuid(65534)
with open_reading(file, SetClock()) as store:
    print(store.sessions.count())
    try:
        store.sessions.begin(begun(), QUESTIONS.values())
    except StoreUnavailable as error:
        print(error)
try:
    open_store(file.with_name("new.db"), SetClock())
except StoreUnavailable as error:
    print(error)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everyone may look into; pytest closes its own to all but its user."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="root writes anywhere")
@pytest.mark.parametrize("shared_memory", [True, False])
def test_a_read_only_home_can_be_looked_at(
    open_folder: Path, repo: Path, shared_memory: bool
) -> None:
    file = open_folder / "history.db"
    filled(file, 3)
    if shared_memory:
        for suffix in ("-wal", "-shm"):
            file.with_name(file.name + suffix).touch()
    done = subprocess.run(
        [sys.executable, "-c", UNWRITABLE, str(file)],
        cwd=repo,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    count, refused, unmakeable = done.stdout.splitlines()
    assert count == "4"
    for sentence in (refused, unmakeable):
        assert "INTERVIEWER_HOME" in sentence
