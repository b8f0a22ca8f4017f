"""A task of three tests, and runs with limits that keep the bad cases short."""

from collections.abc import Callable

import pytest

from corpus.models import CodeTask
from interviewer.coding.running import Limits, run_tests
from interviewer.engine.state import CodeRun

TASK = CodeTask(
    starter='def double(x):\n    """Return x doubled."""\n    ...\n',
    solution="def double(x):\n    return x * 2\n",
    tests=(
        "def test_one():\n    assert double(1) == 2\n\n\n"
        "def test_two():\n    assert double(2) == 4\n\n\n"
        "def test_three():\n    assert double(3) == 6\n"
    ),
)


@pytest.fixture
def task() -> CodeTask:
    return TASK


@pytest.fixture
def run() -> Callable[..., CodeRun]:
    """Run code against the task; `test_seconds` as given, else generous for a busy machine."""

    def call(code: str, *, test_seconds: float = 20.0, **limits: float) -> CodeRun:
        usual = {"seconds": 20.0, "test_seconds": test_seconds, **limits}
        return run_tests(code, TASK, limits=Limits(**usual))  # type: ignore[arg-type]

    return call
