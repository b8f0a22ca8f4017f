"""The coding questions' own code: the reference passes its tests, every wrong variant fails one."""

import importlib.util

import pytest

from corpus.loading import load_bank
from corpus.models import CodeTask, Question
from interviewer.coding.running import Limits, run_tests
from interviewer.engine.state import CodeRun

CODING = [question for question in load_bank().questions if question.code is not None]
# Time limits are for people; a busy machine may take longer.
PATIENT = Limits(seconds=60, test_seconds=60)


def run(code: str, task: CodeTask) -> CodeRun:
    return run_tests(code, task, limits=PATIENT)


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
    assert (done.problem, done.output) == ("", "")
    assert [outcome.reason for outcome in done.outcomes if outcome.reason] == []
    assert done.passed == done.total >= 2


@pytest.mark.parametrize(
    ("question", "number"),
    [(question, number) for question in CODING for number in range(3)],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_wrong_variants_fail(question: Question, number: int) -> None:
    task = needed(question)
    done = run(task.wrong[number].code, task)
    assert done.problem == ""
    broken = [outcome for outcome in done.outcomes if outcome.status != "passed"]
    assert broken
    assert broken[0].status == "failed"


@pytest.mark.parametrize("question", CODING, ids=lambda q: q.id)
def test_starter_alone_does_not_pass(question: Question) -> None:
    task = needed(question)
    compile(task.starter, "starter", "exec")
    done = run(task.starter, task)
    assert done.problem == ""
    assert done.passed < done.total


def test_runner_sees_a_failing_test() -> None:
    task = CodeTask(starter="x", solution="x = 1", tests="def test_x():\n    assert x == 2\n")
    assert [outcome.status for outcome in run(task.solution, task).outcomes] == ["failed"]
