"""Where things lie on this disk; nothing is created by asking."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HOME_VARIABLE = "INTERVIEWER_HOME"
_APP = "interviewer"


@dataclass(frozen=True, slots=True)
class Paths:
    """The application's folders.

    Attributes:
        config: config.yaml.
        data: what must not be lost, and the person's own banks.
        cache: what can be made again: the index, compiled banks, the exported encoder,
            vectors of the example requests.
    """

    config: Path
    data: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        return self.config / "config.yaml"

    @property
    def user_banks(self) -> Path:
        return self.data / "bank"

    @property
    def history(self) -> Path:
        """The store: sessions, schedule, marks."""
        return self.data / "history.db"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def compiled(self) -> Path:
        return self.cache / "compiled"

    @property
    def encoders(self) -> Path:
        return self.cache / "encoders"

    @property
    def requests(self) -> Path:
        return self.cache / "requests"

    @property
    def index(self) -> Path:
        return self.cache / "index"


def paths() -> Paths:
    """The folders in force: all under INTERVIEWER_HOME where it is set, else the platform's own."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(root / "config", root / "data", root / "cache")
    import platformdirs

    return Paths(
        Path(platformdirs.user_config_dir(_APP, appauthor=False)),
        Path(platformdirs.user_data_dir(_APP, appauthor=False)),
        Path(platformdirs.user_cache_dir(_APP, appauthor=False)),
    )


def dated(folder: Path, stem: str, suffix: str, now: datetime) -> Path:
    """A path in the folder that nothing has yet: stem, date and time, a number where need be."""
    name = f"{stem}-{now:%Y%m%d-%H%M%S}"
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}{suffix}"
    return path
