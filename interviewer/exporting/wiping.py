"""Deleting what interviewer keeps, named file by file: never more than it made."""

import contextlib
import shutil
from pathlib import Path

from interviewer.errors import UserError
from interviewer.exporting.archive import own_banks
from interviewer.paths import Paths


def kept_files(places: Paths, *, everything: bool = False) -> list[Path]:
    """What a wipe deletes: the history with its backups and what was set aside.

    Args:
        places: where things lie.
        everything: the configuration, the person's own banks and the cache too.
    """
    history = places.history
    found = sorted(history.parent.glob(f"{history.name}*"))
    found += [places.backups] if places.backups.exists() else []
    if everything:
        found += own_banks(places)
        found += [path for path in (places.config_file, places.cache) if path.exists()]
    return found


def wipe(places: Paths, *, everything: bool = False) -> list[Path]:
    """Delete it; returns what is gone. Folders that are empty then go too.

    Raises:
        UserError: something cannot be deleted; it is named.
    """
    gone = kept_files(places, everything=everything)
    # The history itself first: an interview that is still open notices by it.
    for path in sorted(gone, key=lambda one: one != places.history):
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(f"{path} cannot be deleted ({error.strerror})") from error
    for folder in (places.user_banks, places.data, places.config):
        with contextlib.suppress(OSError):
            folder.rmdir()
    return gone
