"""The built-in bank, which the claims are about."""

from pathlib import Path

import pytest

from corpus.banks import BUILT_IN, Bank
from corpus.loading import load_bank


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return load_bank((BUILT_IN,), Path(tmp_path_factory.mktemp("compiled")))
