"""The coding questions' own code: the reference passes its tests, every wrong variant fails one."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.loading import load_bank
from corpus.models import CodeTask, Question

CODING = [question for question in load_bank().questions if question.code is not None]
RUNNER = """
import sys
source, tests = sys.stdin.read().split("\\0")
names = {}
exec(compile(source, "answer", "exec"), names)
exec(compile(tests, "tests", "exec"), names)
ran = [name for name in names if name.startswith("test_")]
assert ran, "no test"
for name in ran:
    names[name]()
print(len(ran))
"""


def run(code: str, task: CodeTask) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=f"{code}\0{task.tests}",
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def needed(question: Question) -> CodeTask:
    assert question.code is not None
    for module in question.code.requires:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
    return question.code


def test_there_are_eleven() -> None:
    assert len(CODING) == 11


@pytest.mark.parametrize("question", CODING, ids=lambda q: q.id)
def test_reference_passes(question: Question) -> None:
    task = needed(question)
    done = run(task.solution, task)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 2


@pytest.mark.parametrize(
    ("question", "number"),
    [(question, number) for question in CODING for number in range(3)],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_wrong_variants_fail(question: Question, number: int) -> None:
    task = needed(question)
    done = run(task.wrong[number].code, task)
    assert done.returncode == 1
    assert "AssertionError" in done.stderr


@pytest.mark.parametrize("question", CODING, ids=lambda q: q.id)
def test_starter_alone_does_not_pass(question: Question) -> None:
    task = needed(question)
    compile(task.starter, "starter", "exec")
    assert run(task.starter, task).returncode != 0


def test_runner_sees_a_failing_test(tmp_path: Path) -> None:
    task = CodeTask(starter="x", solution="x = 1", tests="def test_x():\n    assert x == 2\n")
    assert run(task.solution, task).returncode == 1
