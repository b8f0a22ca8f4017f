"""Builds killed at any moment: nothing whole is lost, and the index comes out the same."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.banks import Bank
from corpus.models import Question
from index import building
from index.building import build
from index.calibrating import UNCALIBRATED
from index.errors import BuildInterrupted

COUNT = 60
BANK = Bank(
    tuple(Question(id=f"q{n}", text=f"text {n}", answer=f"answer {n}") for n in range(COUNT))
)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_CHUNK", 7)
    monkeypatch.setattr(building, "calibrate", lambda *_: UNCALIBRATED)


def files_of(root: Path) -> dict[str, bytes]:
    place = root / (root / "CURRENT").read_text()
    return {file.name: file.read_bytes() for file in place.iterdir()}


@pytest.mark.parametrize("number", range(5))
def test_stopped_again_and_again_with_damage_between(
    fake_encoder: Any, make_encoder: Any, tmp_path: Path, number: int
) -> None:
    chance = random.Random(number)
    build(BANK, make_encoder(), tmp_path / "straight", source="s")
    root = tmp_path / "torn"
    stopped = damaged = 0
    while True:
        left = chance.randrange(4)
        stops = iter([False] * left + [True])
        try:
            build(BANK, fake_encoder, root, source="s", stop=lambda it=stops: next(it))
            break
        except BuildInterrupted:
            stopped += 1
        if stopped == 2:
            for file in (root / "journal").glob("*"):
                data = bytearray(file.read_bytes())
                data[chance.randrange(len(data))] ^= 16
                file.write_bytes(data)
                damaged += 1
    assert stopped > 2
    assert damaged in (0, 2)
    # What was damaged was embedded again: at most two chunks.
    assert 2 * COUNT <= len(fake_encoder.seen) <= 2 * COUNT + 14
    assert files_of(root) == files_of(tmp_path / "straight")
    assert not (root / "journal").exists()


_BUILD = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [sys.argv[3], sys.argv[3] + "/tests/index"]
from conftest import FakeEncoder
from corpus.banks import Bank
from corpus.models import Question
from index import building, journal
from index.calibrating import UNCALIBRATED

building._CHUNK = 7
building.calibrate = lambda *_: UNCALIBRATED
step, calls = int(sys.argv[2]), 0

def deadly(real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call

# Between a chunk's vectors and its record, between chunks, and before each publication.
journal._write_at = deadly(journal._write_at)
building.storage.publish = deadly(building.storage.publish)
bank = Bank(
    tuple(Question(id=f"q{n}", text=f"text {n}", answer=f"answer {n}") for n in range(60))
)
building.build(bank, FakeEncoder(), Path(sys.argv[1]), source="s")
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("step", [1, 2, 3, 18, 19, 20, 35, 36, 38])
def test_killed(
    fake_encoder: Any, make_encoder: Any, tmp_path: Path, repo: Path, step: int
) -> None:
    build(BANK, make_encoder(), tmp_path / "straight", source="s")
    root = tmp_path / "killed"
    child = subprocess.run(
        [sys.executable, "-c", _BUILD, root, str(step), repo],
        cwd=repo,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    built = build(BANK, fake_encoder, root, source="s")
    # Two writes a chunk; nine chunks hold what the early index needs, and one publication comes then.
    chunks = (step - 1) // 2 if step <= 19 else (step - 2) // 2
    assert built.reused == min(2 * COUNT, 7 * chunks)
    assert len(fake_encoder.seen) == 2 * COUNT - built.reused
    assert files_of(root) == files_of(tmp_path / "straight")
