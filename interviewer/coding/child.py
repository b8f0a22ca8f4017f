"""The child process: takes a job on stdin, runs tests, and tells of each on a channel of its own.

What the code prints goes to stderr, whichever stream it uses: stdout is moved to a number of its own
before the code runs and becomes the channel. A line there is a JSON list that begins with the job's
nonce, so that no print can be taken for a result. Only the standard library is imported here.
"""

import ast
import contextlib
import ctypes  # noqa: F401  (loads a C library, which is refused later)
import importlib
import json
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from interviewer.coding.asserting import Watch, assertion_at, watched
from interviewer.coding.confining import limit_resources, refuse_harm
from interviewer.coding.reasons import ANSWER, TESTS, innermost_file, last_line, sentence, short

# Let go of when memory is used up, so that there is some to tell of it.
_RESERVE = 8 << 20


class Runner:
    """One job: loading the code and the tests, and calling the tests one by one.

    Args:
        job: what `interviewer.coding.running` wrote.
        channel: file descriptor that results go to.
    """

    def __init__(self, job: dict[str, Any], channel: int) -> None:
        self._answer: str = job["answer"]
        self._tests: str = job["tests"]
        self._names: Sequence[str] = job["names"]
        self._functions: Sequence[str] = job["functions"]
        self._memory: int = job["limits"]["memory"]
        self._nonce: str = job["nonce"]
        self._channel = channel
        self._watch = Watch()
        self._reserve: bytearray | None = bytearray(_RESERVE)

    def run(self) -> None:
        """Everything from the first line of the code to the last test."""
        try:
            namespace = self._loaded()
        except BaseException as error:
            self._reserve = None
            self._tell("problem", sentence(error, self._answer, self._tests, self._memory) + ".")
            return
        if problem := self._undefined(namespace):
            self._tell("problem", problem)
            return
        for name in self._names:
            self._tell("begin", name)
            self._tell("end", name, *self._outcome(namespace[name]))
        self._tell("done")

    def _tell(self, *words: str) -> None:
        rest = json.dumps([self._nonce, *words]).encode() + b"\n"
        while rest:
            rest = rest[os.write(self._channel, rest) :]

    def _loaded(self) -> dict[str, Any]:
        """The tests' names: a copy of the code's, so that no helper of theirs replaces one of its."""
        # Dataclasses and pickle look their module up; __main__ would run a script's own demo.
        module = ModuleType("answer")
        sys.modules["answer"] = module
        try:
            compiled = compile(self._answer, ANSWER, "exec", dont_inherit=True)
        except ValueError as error:
            raise SyntaxError(str(error), (ANSWER, None, None, None)) from error
        exec(compiled, module.__dict__)
        namespace = {**module.__dict__, **self._watch.names}
        tree = watched(ast.parse(self._tests), self._functions)
        exec(compile(tree, TESTS, "exec", dont_inherit=True), namespace)
        return namespace

    def _undefined(self, namespace: dict[str, Any]) -> str:
        """A sentence where nothing that the tests call was defined."""
        if not self._functions or any(name in namespace for name in self._functions):
            return ""
        wanted = " and ".join(f"“{name}”" for name in self._functions)
        tree = ast.parse(self._answer)
        defined = [
            node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
        found = " and ".join(f"“{short(name)}”" for name in defined[:3])
        return f"The code does not define {wanted}" + (f"; it defines {found}." if found else ".")

    def _outcome(self, test: Any) -> tuple[str, str]:
        try:
            test()
        except AssertionError as error:
            if innermost_file(error.__traceback__) == TESTS:
                return "failed", self._assertion(error)
            return "error", self._sentence(error)
        except BaseException as error:
            self._reserve = None
            return "error", self._sentence(error)
        return "passed", ""

    def _sentence(self, error: BaseException) -> str:
        return sentence(error, self._answer, self._tests, self._memory) + "."

    def _assertion(self, error: AssertionError) -> str:
        line = last_line(error.__traceback__, TESTS)
        source = assertion_at(ast.parse(self._tests), line)
        if source is None:
            return short(str(error)) or "The test's assertion does not hold."
        message = f" ({short(str(error))})" if str(error) else ""
        values = "; ".join(short(value) for value in self._watch.shown())
        return f"“{short(source)}” does not hold{message}" + (f": {values}." if values else ".")


def main() -> None:
    """Run the job on stdin and leave at once, whatever threads or exit handlers the code left."""
    job = json.loads(sys.stdin.buffer.read())
    channel = os.dup(1)
    os.dup2(2, 1)
    # The code finds an empty stdin, and cannot read the job again.
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    sys.argv = ["answer"]
    sys.path += [place for place in job["packages"] if place not in sys.path]
    for name in ("stdout", "stderr"):
        getattr(sys, name).reconfigure(line_buffering=True)
    limit_resources(**job["limits"])
    for name in job["requires"]:
        # What is missing is told of when the code imports it; what is loaded now may use the system.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    refuse_harm(os.getcwd())
    status = 0
    try:
        Runner(job, channel).run()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        # Nothing of ours is shown: the parent sees the channel end.
        status = 70
    os._exit(status)
