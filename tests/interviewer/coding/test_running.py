"""Code against tests: every way to go wrong has one clear outcome and costs nobody else anything."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.models import CodeTask
from interviewer.coding.running import Limits, run_tests
from interviewer.engine.ports import CodeRunner
from interviewer.engine.state import CodeRun

Run = Callable[..., CodeRun]


def statuses(run: CodeRun) -> list[str]:
    return [outcome.status for outcome in run.outcomes]


def test_right_code_passes(run: Run, task: CodeTask) -> None:
    done = run(task.solution)
    assert [outcome.name for outcome in done.outcomes] == ["test_one", "test_two", "test_three"]
    assert statuses(done) == ["passed"] * 3
    assert (done.passed, done.total, done.problem, done.output) == (3, 3, "", "")


def test_it_is_a_code_runner(task: CodeTask) -> None:
    runner: CodeRunner = run_tests
    assert runner(task.solution, task).passed == 3


def test_a_failed_assertion_is_shown_with_what_came_out(run: Run) -> None:
    done = run("def double(x):\n    return x ** 2\n")
    assert statuses(done) == ["failed", "passed", "failed"]
    assert done.outcomes[2].reason == "“double(3) == 6” does not hold: double(3) gave 9."


def test_an_error_is_shown_with_the_line_of_the_code(run: Run) -> None:
    done = run("def double(x):\n    if x == 2:\n        return x / 0\n    return 2 * x\n")
    assert statuses(done) == ["passed", "error", "passed"]
    assert done.outcomes[1].reason == (
        "ZeroDivisionError: division by zero, in line 3 of the code: “return x / 0”."
    )


def test_own_assertions_of_the_code_are_errors(run: Run) -> None:
    done = run("def double(x):\n    assert x > 1, 'too small'\n    return 2 * x\n")
    assert statuses(done) == ["error", "passed", "passed"]
    assert "too small, in line 2 of the code" in done.outcomes[0].reason


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "There is no code to run."),
        (
            "def double(x)\n    return x",
            "not valid Python: expected ':' (line 1: “def double(x)”).",
        ),
        ("def double(x):\n\0 return x", "null bytes."),
        ("x = '\ud800'", "not valid Python"),
        ("def twice(x):\n    return 2 * x", "does not define “double”; it defines “twice”."),
        ("import no_such_thing", "imports “no_such_thing”, which is not installed here, in line 1"),
        ("x = 1\ny = x / 0", "ZeroDivisionError: division by zero, in line 2 of the code"),
        ("import sys\nsys.exit()", "ends the program itself (sys.exit), in line 2"),
        ("quit()", "ends the program itself"),
        ("import os\nos._exit(3)", "ends the whole process itself (exit status 3)."),
        ("x = input()", "waits for the keyboard (input), and there is none here"),
        ("x = bytearray(1 << 40)", "needs more than the 1024 MiB of memory"),
        ("import os\nos.closerange(0, 99)", "Python was stopped while it ran the code"),
        ("class E(BaseException):\n    __str__ = None\nraise E", "E, in line 3 of the code"),
    ],
)
def test_what_cannot_run_is_one_sentence(run: Run, code: str, problem: str) -> None:
    done = run(code)
    assert problem in done.problem
    assert "\n" not in done.problem
    assert done.problem.endswith(".")
    assert statuses(done) == ["not_run"] * 3
    assert "Traceback" not in done.output


def test_code_that_never_finishes_loading(run: Run) -> None:
    done = run("print('begun')\nwhile True:\n    pass", seconds=0.5)
    assert done.problem == "The code was still running after 0.5 seconds, before any test began."
    assert done.output == "begun\n"


def test_an_endless_test_costs_itself_only(run: Run) -> None:
    done = run(
        "def double(x):\n    while x == 2:\n        pass\n    return 2 * x", test_seconds=0.5
    )
    assert statuses(done) == ["passed", "timed_out", "passed"]
    assert done.outcomes[1].reason == "Not finished after 0.5 seconds."


def test_all_time_used_up(run: Run) -> None:
    done = run("def double(x):\n    while x > 1:\n        pass\n    return 2 * x", seconds=0.8)
    assert statuses(done) == ["passed", "timed_out", "not_run"]
    assert "when the 0.8 seconds for all tests were over" in done.outcomes[1].reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("import os; os._exit(0)", "ends the whole process itself (exit status 0)."),
        ("import sys; sys.exit()", "ends the program itself (sys.exit), in line 3"),
        ("return double(x)", "calls itself without end (RecursionError), in line 3"),
        ("import ctypes; ctypes.string_at(0)", "Python was stopped while it ran the code (Seg"),
        ("return bytearray(1 << 40)", "needs more than the 1024 MiB of memory it may use, in line"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt, in line 3"),
        ("return 2 * y", "NameError: name 'y' is not defined, in line 3"),
    ],
)
def test_what_ends_one_test(run: Run, body: str, reason: str) -> None:
    done = run(f"def double(x):\n    if x == 2:\n        {body}\n    return 2 * x")
    assert statuses(done) == ["passed", "error", "passed"]
    assert reason in done.outcomes[1].reason


def test_memory_filled_in_small_pieces(run: Run) -> None:
    code = (
        "def double(x):\n    a = []\n    while x == 2:\n"
        "        a.append('x' * 9999 + str(x))\n    return 2 * x"
    )
    done = run(code, memory=200 << 20)
    assert statuses(done) == ["passed", "error", "passed"]
    assert "needs more than the 200 MiB" in done.outcomes[1].reason


def test_a_flood_of_output_keeps_its_head(run: Run) -> None:
    flood = "def double(x):\n    while x == 2:\n        print('y' * 99999)\n    return 2 * x"
    done = run(flood, test_seconds=0.5, output=100)
    assert statuses(done) == ["passed", "timed_out", "passed"]
    assert done.output == "y" * 99 + "…"


def test_output_is_safe_to_show(run: Run) -> None:
    done = run("import sys\nprint('a\\x1b[31mb\\tc')\nprint('d', file=sys.stderr)\ndouble = abs")
    assert done.output == "a[31mb\tc\nd\n"


def test_prints_cannot_be_taken_for_results(run: Run) -> None:
    forged = '["", "end", "test_one", "passed", ""]'
    done = run(f"import os\ndef double(x):\n    os.write(1, b'{forged}\\n')\n    return 0")
    assert statuses(done) == ["failed"] * 3
    assert forged in done.output


def test_what_finds_the_channel_cannot_forge_results_either(run: Run) -> None:
    done = run(
        "import os\ndef double(x):\n    for number in range(3, 30):\n        try:\n"
        '            os.write(number, b\'["", "end", "test_one", "passed", ""]\\n\')\n'
        "        except OSError:\n            pass\n    return 0"
    )
    assert statuses(done) == ["failed"] * 3


def test_stdin_is_empty_and_holds_no_job(run: Run) -> None:
    code = "import os, sys\nprint([sys.stdin.read(), os.pread(0, 9, 0)])\ndouble = abs"
    assert run(code).output == "['', b'']\n"


def test_threads_and_exit_handlers_left_behind_do_not_delay(run: Run) -> None:
    code = (
        "import atexit, threading, time\natexit.register(time.sleep, 99)\ndef double(x):\n"
        "    threading.Thread(target=time.sleep, args=(99,)).start()\n    return 2 * x"
    )
    assert run(code, seconds=10.0).passed == 3


def test_dataclasses_and_asyncio_work(run: Run) -> None:
    code = (
        "from __future__ import annotations\nimport asyncio\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Box:\n    x: int\nasync def later(box):\n    return 2 * box.x\n"
        "def double(x):\n    return asyncio.run(later(Box(x)))"
    )
    assert run(code).passed == 3


def test_a_helper_of_the_tests_replaces_none_of_the_code(task: CodeTask) -> None:
    tests = "def _half(x):\n    return 0\n\n\ndef test_x():\n    assert double(1) == 2\n"
    code = "def _half(x):\n    return x / 2\ndef double(x):\n    return 4 * _half(x)"
    assert run_tests(code, CodeTask(starter="x", solution="x", tests=tests)).passed == 1


def test_tests_that_do_not_parse(task: CodeTask) -> None:
    done = run_tests(task.solution, CodeTask(starter="x", solution="x", tests="def test_(:"))
    assert done == CodeRun(problem="This question's own tests are not valid Python.")


def test_nothing_is_left_behind(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    threads = threading.active_count()
    assert run("open('left', 'w').close()\ndef double(x):\n    return 2 * x").passed == 3
    assert list(tmp_path.iterdir()) == []
    assert threading.active_count() == threads
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_environment_is_not_handed_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_SECRET", "s")
    code = "import os\nprint(os.environ.get('SOME_SECRET'), os.environ['HOME'] == os.getcwd())"
    assert run(f"{code}\ndouble = abs").output == "None True\n"


def test_the_same_code_gives_the_same_run(run: Run) -> None:
    code = "print({'a', 'b', 'c', 'd'})\ndef double(x):\n    raise ValueError(object(), {'e', 'f', 'g'})"
    first, second = run(code), run(code)
    assert first == second
    assert "0x" not in first.outcomes[0].reason


def test_numpy_fits_the_usual_limits(task: CodeTask) -> None:
    code = (
        "import numpy as np\ndef double(x):\n"
        "    return int((np.ones((300, 300)) @ np.ones((300, 2 * x)))[0].sum() / 300)"
    )
    assert run_tests(code, task, limits=Limits(seconds=30, test_seconds=20)).passed == 3
