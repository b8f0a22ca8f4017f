"""Whole processes from nothing: `python -m benchmarks.cold_start [--runs N]`.

Uses a home of its own with a built index; byte-compiles the packages first, as an installation does.
"""

import argparse
import compileall
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.tables import markdown, timed

QUERY = "kernel trick"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    args = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    os.chdir(root)
    # Set on some machines; without compiled files every start would measure the compiler.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for package in ("corpus", "index", "interviewer", "benchmarks"):
        compileall.compile_dir(root / package, quiet=1)
    python = [sys.executable, "-m"]
    with tempfile.TemporaryDirectory() as home:
        os.environ["INTERVIEWER_HOME"] = home
        # In processes of their own: a child's peak memory counts its parent's at the fork.
        subprocess.run([*python, "benchmarks.plain_search", home], check=True, capture_output=True)
        build = [*python, "interviewer", "index", "build"]
        subprocess.run(build, check=True, capture_output=True)
        plain = "plain sentence-transformers + FAISS"
        figures = timed(
            {
                "python -c pass": [sys.executable, "-c", "pass"],
                "interviewer --help": [*python, "interviewer", "--help"],
                "interviewer ask": [*python, "interviewer", "ask", QUERY],
                "interviewer ask --json": [*python, "interviewer", "ask", QUERY, "--json"],
                plain: [*python, "benchmarks.plain_search", home, QUERY],
            },
            runs=args.runs,
        )
    yardstick = figures[plain]
    rows = [
        (
            name,
            f"{timing.seconds:.3f}",
            f"{yardstick.seconds / timing.seconds:.1f}",
            f"{timing.megabytes:.0f}",
            f"{100 * timing.megabytes / yardstick.megabytes:.0f} %",
        )
        for name, timing in figures.items()
    ]
    heads = ("whole process", "seconds (median)", "times faster", "peak MB", "of the plain script")
    print(markdown(heads, rows))


if __name__ == "__main__":
    main()
