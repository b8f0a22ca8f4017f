"""A candidate's code against the tests of its question, in a child process with limits."""

import ast
import math
import signal
import time
import unicodedata
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from corpus.models import CodeTask
from interviewer.coding.process import Child
from interviewer.engine.state import CodeRun, TestOutcome, TestStatus


class Limits(Struct, frozen=True, kw_only=True):
    """What a run may use.

    Attributes:
        seconds: wall time of the whole run, above 0.
        test_seconds: wall time of one test, above 0; the tests after it still run.
        memory: address space of the child, bytes; NumPy and pandas need about 0.5 GiB.
        file_size: of any one file, bytes.
        open_files: at a time; Python and NumPy need about 20.
        output: characters of what was printed to keep.
    """

    seconds: float = 10.0
    test_seconds: float = 4.0
    memory: int = 1 << 30
    file_size: int = 16 << 20
    open_files: int = 64
    output: int = 4000


USUAL = Limits()


def run_tests(code: str, task: CodeTask, *, limits: Limits = USUAL) -> CodeRun:
    """Load the code once, then call each test by itself; nothing of it runs in this process.

    A test that hangs or ends the process costs itself only: the child is started anew for the tests
    after it, as long as there is time, and what the code prints while loading is printed again.
    Protects from accidents and is no jail for code that means
    harm (`interviewer.coding.confining`). The same code gives the same run, except where it is near a
    limit or random.
    """
    tests = _functions(task.tests, "test_")
    if not tests:
        return CodeRun(problem="This question's own tests are not valid Python.")
    if not code.strip():
        return _unrun(tests, "There is no code to run.")
    deadline = time.monotonic() + limits.seconds
    nodes = ast.walk(ast.parse(task.tests))
    called = {node.id for node in nodes if isinstance(node, ast.Name)}
    job: dict[str, Any] = {
        "answer": code,
        "tests": task.tests,
        "functions": [name for name in _functions(task.starter) if name in called],
        "requires": task.requires,
        "limits": {
            "memory": limits.memory,
            "seconds": math.ceil(limits.seconds) + 1,
            "file_size": limits.file_size,
            "open_files": limits.open_files,
        },
    }
    outcomes: list[TestOutcome] = []
    output = b""
    kept = 4 * limits.output
    while len(outcomes) < len(tests) and (not outcomes or time.monotonic() < deadline):
        attempt = _Attempt(tests[len(outcomes) :], deadline, limits)
        with Child({**job, "names": attempt.names}, kept - len(output)) as child:
            attempt.follow(child)
        output += child.output
        outcomes += attempt.outcomes
        if attempt.problem:
            break
    if not outcomes:
        return _unrun(tests, attempt.problem, _printed(output, limits.output))
    outcomes += _unrun(tests[len(outcomes) :]).outcomes
    return CodeRun(outcomes=tuple(outcomes), output=_printed(output, limits.output))


class _Attempt:
    """One child process: what it told until it ended, was done, or had to be ended."""

    def __init__(self, names: Sequence[str], deadline: float, limits: Limits) -> None:
        self.names = names
        self.outcomes: list[TestOutcome] = []
        self.problem = ""
        self._deadline = deadline
        self._limits = limits
        self._loaded = False

    def follow(self, child: Child) -> None:
        until = self._deadline
        while True:
            try:
                message = child.message(until - time.monotonic())
            except TimeoutError:
                self._late()
                return
            match message:
                case ["begin", _]:
                    self._loaded = True
                    until = min(self._deadline, time.monotonic() + self._limits.test_seconds)
                case ["end", name, "passed" | "failed" | "error" as status, reason]:
                    self.outcomes.append(TestOutcome(name=name, status=status, reason=reason))
                    until = self._deadline
                case ["problem", sentence]:
                    self.problem = sentence
                    return
                case ["done"]:
                    return
                case None:
                    self._ended(child.end())
                    return

    def _late(self) -> None:
        if not self._loaded:
            self.problem = (
                f"The code was still running after {self._limits.seconds:g} seconds, "
                "before any test began."
            )
        elif time.monotonic() < self._deadline:
            self._broke_off(
                "timed_out", f"Not finished after {self._limits.test_seconds:g} seconds."
            )
        else:
            self._broke_off(
                "timed_out",
                f"Still running when the {self._limits.seconds:g} seconds for all tests were over.",
            )

    def _ended(self, status: int) -> None:
        if status < 0 and -status == getattr(signal, "SIGXCPU", 0):
            self._late()
            return
        sentence = f"The code ends the whole process itself (exit status {status})."
        if status < 0:
            sentence = f"Python was stopped while it ran the code ({signal.strsignal(-status)})."
        if self._loaded:
            self._broke_off("error", sentence)
        else:
            self.problem = sentence

    def _broke_off(self, status: TestStatus, reason: str) -> None:
        name = self.names[len(self.outcomes)]
        self.outcomes.append(TestOutcome(name=name, status=status, reason=reason))


def _functions(source: str, prefix: str = "") -> list[str]:
    """Functions and classes defined at the top of a source, in order; none where it does not parse."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name.startswith(prefix)
    ]


def _unrun(tests: Sequence[str], problem: str = "", output: str = "") -> CodeRun:
    outcomes = tuple(TestOutcome(name=name, status="not_run") for name in tests)
    return CodeRun(outcomes=outcomes, problem=problem, output=output)


def _printed(raw: bytes, limit: int) -> str:
    """Printed bytes as text that is safe to show: no escape sequences, cut at the limit."""
    text = raw.decode(errors="replace").replace("\r\n", "\n")
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char)[0] != "C")
    return text if len(text) <= limit else text[: limit - 1] + "…"
