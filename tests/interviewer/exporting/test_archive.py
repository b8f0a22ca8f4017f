"""Backup, restore and wipe."""

import json
import zipfile
from pathlib import Path

import pytest

from interviewer.errors import UserError
from interviewer.exporting import archive
from interviewer.exporting.archive import backup, restore
from interviewer.exporting.wiping import kept_files, wipe
from interviewer.paths import Paths
from interviewer.store.errors import StoreUnavailable
from interviewer.store.opening import open_store
from interviewer.store.store import Store
from tests.interviewer.store.stories import QUESTIONS, START, SetClock, begun


@pytest.fixture
def own(places: Paths) -> Path:
    """A bank of the person's own, and a configuration."""
    places.user_banks.mkdir(parents=True)
    places.config.mkdir(parents=True)
    places.config_file.write_text("banks: []\n", "utf-8")
    bank = places.user_banks / "mine.yaml"
    bank.write_text("topic: Mine\n", "utf-8")
    return bank


def changed_copy(file: Path, target: Path, **contents: bytes) -> Path:
    """The zip with some files' contents replaced."""
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w") as sink:
        for name in source.namelist():
            sink.writestr(name, contents.get(name.split(".")[0], source.read(name)))
    return target


def test_there_and_back(store: Store, places: Paths, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    manifest = backup(store, places, file, START)
    assert manifest.sessions == 3
    assert set(manifest.files) == {"history.db", "config.yaml", "bank/mine.yaml"}
    before = [store.sessions.load(number) for number in (1, 2, 3)]
    store.sessions.delete(1)
    store.sessions.begin(begun("rain"), [QUESTIONS["rain"]])
    own.unlink()
    with open_store(places.history, SetClock()) as other:
        read, what_was = restore(store, places, file, START)
        assert read == manifest
        for seen in (store, other):
            assert [seen.sessions.load(number) for number in (1, 2, 3)] == before
            assert seen.database.problems() == []
    assert own.read_text("utf-8") == "topic: Mine\n"
    restore(store, places, what_was, START)
    assert [row.id for row in store.sessions.rows()] == [4, 3, 2]


def test_a_backup_overwrites_nothing(store: Store, places: Paths, tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("mine", "utf-8")
    with pytest.raises(UserError, match="is there already"):
        backup(store, places, file, START)
    assert file.read_text("utf-8") == "mine"
    with pytest.raises(UserError, match="cannot be written"):
        backup(store, places, tmp_path / "no" / "such" / "folder.zip", START)


def test_a_damaged_or_foreign_backup_changes_nothing(
    store: Store, places: Paths, own: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good.zip"
    backup(store, places, good, START)
    data = good.read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: len(data) // 2])
    (tmp_path / "text.zip").write_text("no zip", "utf-8")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("x.txt", "x")
    changed_copy(good, tmp_path / "changed.zip", history=b"x" * 5000)
    with zipfile.ZipFile(good) as source:
        manifest = json.loads(source.read("manifest.json"))
    evil = {
        **manifest,
        "files": {**manifest["files"], "../evil.yaml": manifest["files"]["config.yaml"]},
    }
    changed_copy(good, tmp_path / "evil.zip", manifest=json.dumps(evil).encode())
    newer = {**manifest, "format": 9}
    changed_copy(good, tmp_path / "newer.zip", manifest=json.dumps(newer).encode())
    for name, says in (
        ("cut", "no backup of interviewer"),
        ("text", "no backup of interviewer"),
        ("other", "no backup of interviewer"),
        ("missing", "There is no file"),
        ("changed", r"damaged: history\.db is not as it was"),
        ("evil", "no backup of interviewer"),
        ("newer", "newer interviewer"),
    ):
        with pytest.raises(UserError, match=says):
            restore(store, places, tmp_path / f"{name}.zip", START)
        assert store.sessions.count() == 3
    assert not places.backups.exists()


def test_a_restore_that_cannot_be_backed_up_first_is_not_done(
    store: Store, places: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.zip"
    backup(store, places, good, START)
    store.sessions.delete(1)

    def full(*_: object) -> None:
        raise UserError("no room")

    monkeypatch.setattr(archive, "backup", full)
    with pytest.raises(UserError, match="no room"):
        restore(store, places, good, START)
    assert store.sessions.count() == 2


def test_wipe_takes_what_it_says_and_no_more(store: Store, places: Paths, own: Path) -> None:
    theirs = places.data / "letter.txt"
    theirs.write_text("dear", "utf-8")
    restore(store, places, _backup(store, places), START)
    assert places.history in kept_files(places)
    gone = wipe(places)
    assert gone
    assert kept_files(places) == []
    assert own.exists()
    assert theirs.exists()
    with pytest.raises(StoreUnavailable, match="moved or deleted"):
        store.sessions.begin(begun(), QUESTIONS.values())
    wipe(places, everything=True)
    assert sorted(path.name for path in places.data.parent.rglob("*")) == ["data", "letter.txt"]


def _backup(store: Store, places: Paths) -> Path:
    file = places.data / "keep.zip"
    backup(store, places, file, START)
    return file.rename(places.data.parent.parent / "keep.zip")
