"""Everything of a person in one checksummed file, back from it, and away for good."""

import contextlib
import hashlib
import re
import shutil
import sqlite3
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import msgspec

from interviewer import __version__
from interviewer.errors import UserError
from interviewer.paths import Paths, dated
from interviewer.store.database import explained
from interviewer.store.migrations import APPLICATION_ID, MIGRATIONS, migrate, version_of
from interviewer.store.store import Store

FORMAT = 1
_MANIFEST = "manifest.json"
_HISTORY = "history.db"
_CONFIG = "config.yaml"
_ALLOWED = re.compile(r"history\.db|config\.yaml|bank/[^/\\:]+\.ya?ml")
_BLOCK = 1 << 20


class Entry(msgspec.Struct, frozen=True):
    """A file in a backup."""

    sha256: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds.

    Attributes:
        format: of the backup.
        made: when, with the time zone.
        version: of interviewer.
        sessions: how many are in it.
        files: name to checksum and size.
    """

    format: int
    made: datetime
    version: str
    sessions: int
    files: dict[str, Entry]


def backup(store: Store, places: Paths, file: Path, now: datetime) -> Manifest:
    """Write the history, the person's own banks and the configuration into a new file.

    Args:
        store: open; others may write to it meanwhile.
        places: where the rest lies.
        file: a zip file that is not there yet.
        now: for the manifest.

    Raises:
        UserError: the file is there already, or cannot be written.
        StoreError: the history cannot be read.
    """
    if file.exists():
        raise UserError(f"{file} is there already; name another file")
    if problems := store.database.problems():
        raise UserError(
            f"{places.history} is damaged ({problems[0]}), so there is no sound backup to make; "
            "start interviewer again to have it mended"
        )
    partial = file.with_name(file.name + ".partial")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            history = Path(folder) / _HISTORY
            store.database.copy_to(history)
            sources = {_HISTORY: history}
            if places.config_file.is_file():
                sources[_CONFIG] = places.config_file
            sources |= {f"bank/{bank.name}": bank for bank in own_banks(places)}
            manifest = Manifest(
                format=FORMAT,
                made=now,
                version=__version__,
                sessions=store.sessions.count(),
                files={name: _entry(source) for name, source in sources.items()},
            )
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
                for name, source in sources.items():
                    archive.write(source, name)
        partial.replace(file)
    except OSError as error:
        raise UserError(f"The backup cannot be written to {file} ({error.strerror})") from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return manifest


def restore(store: Store, places: Paths, file: Path, now: datetime) -> tuple[Manifest, Path]:
    """Put a backup in the place of what there is; what there was is backed up first.

    Args:
        store: open; whoever else has it open sees the restored history at once.
        places: where the rest goes.
        file: a backup.
        now: names the backup of what there was.

    Returns:
        The backup's manifest, and the file with what there was.

    Raises:
        UserError: the file is no sound backup, or of a newer version; nothing was changed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest = _unpack(file, folder)
        with (
            explained(file),
            contextlib.closing(sqlite3.connect(folder / _HISTORY, isolation_level=None)) as source,
        ):
            _require_sound(source, file)
            migrate(source)
            places.backups.mkdir(parents=True, exist_ok=True)
            before = dated(places.backups, "before-restore", ".zip", now)
            backup(store, places, before, now)
            store.database.replace_by(source)
        for entry in manifest.files:
            target = {_CONFIG: places.config_file, _HISTORY: None}.get(
                entry, places.user_banks / Path(entry).name
            )
            if target is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                partial = target.with_name(target.name + ".partial")
                shutil.copyfile(folder / entry, partial)
                partial.replace(target)
    return manifest, before


def read_manifest(file: Path) -> Manifest:
    """What a backup says of itself.

    Raises:
        UserError: it is no backup, or of a newer version.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
    except FileNotFoundError as error:
        raise UserError(f"There is no file {file}") from error
    except (OSError, zipfile.BadZipFile, KeyError, msgspec.DecodeError) as error:
        raise UserError(f"{file} is no backup of interviewer ({error})") from error
    if manifest.format > FORMAT:
        raise UserError(f"{file} was written by a newer interviewer; update interviewer")
    odd = [name for name in manifest.files if not _ALLOWED.fullmatch(name)]
    if odd or _HISTORY not in manifest.files:
        raise UserError(f"{file} is no backup of interviewer (it lists {odd or 'no history'})")
    return manifest


def own_banks(places: Paths) -> list[Path]:
    """The person's own bank files."""
    return sorted(path for path in places.user_banks.glob("*.y*ml") if path.is_file())


def _unpack(file: Path, folder: Path) -> Manifest:
    """Unpack what the manifest lists, each file held to its checksum."""
    manifest = read_manifest(file)
    with zipfile.ZipFile(file) as archive:
        for name, entry in manifest.files.items():
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            try:
                with archive.open(name) as source, target.open("wb") as sink:
                    left = entry.bytes + 1  # no more than it says, whatever it unpacks to
                    while left > 0 and (block := source.read(min(_BLOCK, left))):
                        sink.write(block)
                        left -= len(block)
                sound = _entry(target) == entry
            except (KeyError, zipfile.BadZipFile, EOFError, OSError):
                sound = False
            if not sound:
                raise UserError(
                    f"{file} is damaged: {name} is not as it was when it was backed up; nothing was "
                    "restored"
                )
    return manifest


def _require_sound(connection: sqlite3.Connection, file: Path) -> None:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if owner != APPLICATION_ID:
        raise UserError(f"{file} is no backup of interviewer (its history is another program's)")
    if version_of(connection) > len(MIGRATIONS):
        raise UserError(f"{file} was written by a newer interviewer; update interviewer")
    found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise UserError(f"{file} is damaged ({found}); nothing was restored")


def _entry(file: Path) -> Entry:
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Entry(digest.hexdigest(), size)
