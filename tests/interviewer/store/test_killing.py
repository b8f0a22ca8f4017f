"""kill -9 at random moments; `python -m benchmarks.kill_nine` does it 200 times."""

import os
from pathlib import Path

import pytest

from tests.interviewer.store.killing import checked, killed, old_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


def test_all_that_was_committed_outlives_a_kill(file: Path) -> None:
    old_file(file, sessions=10)
    texts = sum(checked(file, killed(file, seed)) for seed in range(6))
    assert texts > 0
