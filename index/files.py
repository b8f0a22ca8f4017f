"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path

from index.errors import StorageError


def write(path: Path, data: bytes) -> None:
    """Write a file aside and rename it into place.

    Raises:
        StorageError: the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written ({error.strerror}); free the disk or name another folder"
        ) from error


def try_write(path: Path, data: bytes) -> bool:
    """Like `write`, for what is only a cache: tells whether it worked."""
    try:
        write(path, data)
    except StorageError:
        return False
    return True
