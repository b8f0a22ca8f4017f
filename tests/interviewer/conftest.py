"""A home whose index of the built-in bank is really built, once a session, by the command."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory, repo: Path) -> Path:
    """INTERVIEWER_HOME after `interviewer index build`; sessions held there pile up in its history."""
    home = tmp_path_factory.mktemp("built-home")
    environment = {**os.environ, "INTERVIEWER_HOME": str(home)}
    command = [sys.executable, "-m", "interviewer", "index", "build"]
    done = subprocess.run(
        command, cwd=repo, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "texts embedded" in done.stdout
    return home


@pytest.fixture
def cli(repo: Path, home: Path) -> Run:
    """Runs a command line in a process of its own, in the test's home unless told otherwise."""

    def run(
        *arguments: str,
        stdin: str | None = "",
        at: Path | None = None,
        env: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "INTERVIEWER_HOME": str(at or home), **(env or {})}
        return subprocess.run(
            [sys.executable, "-m", "interviewer", *arguments],
            cwd=repo,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
