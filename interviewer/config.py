"""Settings that outlive a session, from config.yaml and the environment."""

import os
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from corpus.models import Model
from corpus.nodes import read_text
from corpus.parsing import parse

ENCODER_VARIABLE = "INTERVIEWER_ENCODER"
_Path = Annotated[str, Meta(min_length=1, pattern=r"\S", description="the path of a folder")]


class Config(Model, frozen=True, kw_only=True):
    """What config.yaml may say.

    Attributes:
        encoder: a local sentence-transformers folder; None for the default model.
        banks: files or folders of further questions; a later one overrides by id.
    """

    encoder: _Path | None = None
    banks: tuple[_Path, ...] = ()

    @property
    def encoder_folder(self) -> Path | None:
        return Path(self.encoder).expanduser() if self.encoder else None


def load_config(file: Path) -> Config:
    """The configuration; the environment's INTERVIEWER_ENCODER goes before the file's encoder.

    Raises:
        BankError: the file is there but wrong; its problems name the lines.
    """
    config = Config()
    if file.is_file():
        text = read_text(file)
        if any(line.strip() and not line.strip().startswith("#") for line in text.splitlines()):
            config = parse(text, str(file), Config)
    override = os.environ.get(ENCODER_VARIABLE)
    return Config(encoder=override, banks=config.banks) if override else config
