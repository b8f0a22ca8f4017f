"""What a command may import: never torch once the index is built, nothing heavy for --help."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "transformers", "sentence_transformers")
WEIGHTY = (*HEAVY, "numpy", "faiss", "onnxruntime", "tokenizers", "textual", "yaml", "onnx")


def loaded(repo: Path, home: Path, arguments: list[str], stdin: str = "") -> set[str]:
    """Top-level modules in sys.modules at the end of a command."""
    code = (
        "import sys\n"
        "from interviewer.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "print('\\nMODULES', *{name.split('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=repo,
        env={**os.environ, "INTERVIEWER_HOME": str(home)},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("MODULES"))
    return set(line.split()[1:])


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["paths"]])
def test_light_commands_import_nothing_heavy(
    repo: Path, built_home: Path, arguments: list[str]
) -> None:
    assert not loaded(repo, built_home, arguments).intersection(WEIGHTY)


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (["ask", "kernel trick"], ""),
        (["related", "dropout"], ""),
        (["assess", "--question", "dropout"], "It switches units off."),
        (["chat", "--questions", "1", "--seed", "1"], "It depends.\n/ask adam\n"),
    ],
)
def test_no_torch_once_the_index_is_built(
    repo: Path, built_home: Path, arguments: list[str], stdin: str
) -> None:
    modules = loaded(repo, built_home, arguments, stdin)
    assert "onnxruntime" in modules
    # The bank is read from its compiled form.
    assert not modules.intersection((*HEAVY, "onnx", "yaml"))
