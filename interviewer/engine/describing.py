"""A run as Markdown for the candidate: what failed and why, and nothing of the solution."""

from interviewer.engine.markdown import escaped
from interviewer.engine.state import CodeRun

_OUTPUT_LINES = 10


def described(run: CodeRun) -> str:
    """How many tests passed, those that did not first and with their reason, then what was printed.

    Tests that failed for the same reason share a line. What was printed is shown only where something
    did not pass: it may help to see why.
    """
    if run.problem:
        return "\n".join([f"**No test could run.** {escaped(run.problem)}", *_output(run.output)])
    lines = [f"**{run.passed} of {run.total} {_tests(run.total)} passed.**"]
    failing: dict[str, list[str]] = {}
    for each in run.outcomes:
        if each.status not in {"passed", "not_run"}:
            failing.setdefault(each.reason, []).append(in_words(each.name))
    lines += [""] * bool(failing)
    lines += [f"- **{'; '.join(names)}**: {escaped(why)}" for why, names in failing.items()]
    for status, title in (("passed", "Passed"), ("not_run", "Not run")):
        names = [in_words(each.name) for each in run.outcomes if each.status == status]
        if names:
            lines += ["", f"{title}: {'; '.join(names)}."]
    if failing:
        lines += _output(run.output)
    return "\n".join(lines)


def in_words(name: str) -> str:
    """A test's name as words: `test_refuses_empty_input` is "refuses empty input"."""
    return " ".join(name.removeprefix("test_").split("_")).strip()


def _tests(number: int) -> str:
    return "test" if number == 1 else "tests"


def _output(output: str) -> list[str]:
    """The head of the printed output as an indented block, which no text can close."""
    lines = output.rstrip().split("\n") if output.strip() else []
    if len(lines) > _OUTPUT_LINES:
        lines = [*lines[:_OUTPUT_LINES], "…"]
    return ["", "It printed:", "", *(f"    {line}" for line in lines)] if lines else []
