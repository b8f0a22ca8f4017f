"""A store in the test's own folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.store.opening import open_store
from interviewer.store.store import Store
from tests.interviewer.store.stories import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def store(file: Path, clock: SetClock) -> Iterator[Store]:
    with open_store(file, clock) as opened:
        yield opened
