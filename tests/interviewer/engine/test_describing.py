"""A run in words."""

from interviewer.engine import state
from interviewer.engine.describing import described, in_words


def outcome(name: str, status: state.TestStatus, reason: str = "") -> state.TestOutcome:
    return state.TestOutcome(name=name, status=status, reason=reason)


def test_names_are_words() -> None:
    name = "test_refuses_a_column_against_a_flat_array"
    assert in_words(name) == "refuses a column against a flat array"


def test_failing_tests_come_first_and_same_reasons_together() -> None:
    run = state.CodeRun(
        outcomes=(
            outcome("test_small", "passed"),
            outcome("test_empty", "failed", "“f([]) == a*b” does not hold."),
            outcome("test_a", "error", "No."),
            outcome("test_large", "passed"),
            outcome("test_b", "error", "No."),
            outcome("test_late", "not_run"),
        ),
        output="x\n`y`\n",
    )
    assert described(run) == (
        "**2 of 6 tests passed.**\n\n"
        "- **empty**: “f(\\[\\]) == a\\*b” does not hold.\n"
        "- **a; b**: No.\n\n"
        "Passed: small; large.\n\n"
        "Not run: late.\n\n"
        "It printed:\n\n    x\n    `y`"
    )


def test_all_passed_is_short() -> None:
    run = state.CodeRun(outcomes=(outcome("test_small", "passed"),), output="noise\n")
    assert described(run) == "**1 of 1 test passed.**\n\nPassed: small."


def test_a_problem_is_all_there_is_to_say() -> None:
    run = state.CodeRun(
        outcomes=(outcome("test_small", "not_run"),), problem="It imports “a_b”.", output="1\n" * 20
    )
    text = described(run)
    assert text.startswith("**No test could run.** It imports “a\\_b”.\n\nIt printed:\n\n    1\n")
    assert text.count("    1") == 10
    assert text.endswith("    …")
