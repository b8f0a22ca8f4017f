"""Accidents that the child refuses; each case would do harm outside its folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.engine.state import CodeRun

Run = Callable[..., CodeRun]


@pytest.mark.parametrize(
    "line",
    [
        "open('{place}/new', 'w')",
        "open('{place}/kept', 'a')",
        "__import__('os').open('{place}/new', 65)",
        "__import__('os').remove('{place}/kept')",
        "__import__('os').rename('{place}/kept', 'mine')",
        "__import__('os').rename('/dev/null', '{place}/kept')",
        "__import__('os').remove('kept', dir_fd=__import__('os').open('{place}', 0))",
        "__import__('os').mkdir('{place}/new')",
        "__import__('os').truncate('{place}/kept', 0)",
        "__import__('os').chmod('{place}/kept', 0)",
        "__import__('os').link('{place}/kept', 'mine')",
        "__import__('shutil').rmtree('{place}')",
        "__import__('pathlib').Path('{place}/kept').unlink()",
        "__import__('sqlite3').connect('{place}/new')",
        "[__import__('os').symlink('{place}', 'link'), open('link/kept', 'w')]",
        "[__import__('os').chdir('{place}'), open('kept', 'w')]",
    ],
)
def test_files_outside_stay_as_they_are(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "kept").write_text("precious")
    done = run(line.format(place=tmp_path))
    assert "outside its working directory" in done.problem
    assert "which is refused here, in line 1 of the code" in done.problem
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_text() == "precious"
    assert (tmp_path / "kept").stat().st_mode & 0o600 == 0o600


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("while True: __import__('os').fork()", "starts another process (os.fork)"),
        ("__import__('os').system('true')", "starts another process (os.system)"),
        ("__import__('os').execv('/bin/true', ['true'])", "starts another process (os.exec)"),
        ("__import__('subprocess').run(['true'])", "starts another process (subprocess.Popen)"),
        (
            "__import__('multiprocessing').get_context('spawn').Process(target=print).start()",
            "starts another process (fork_exec)",
        ),
        ("__import__('os').kill(__import__('os').getppid(), 15)", "sends signals to processes"),
        ("__import__('socket').create_connection(('127.0.0.1', 9))", "opens a network connection"),
        ("__import__('ctypes').CDLL('libc.so.6')", "loads a C library"),
        ("__import__('resource').setrlimit(7, (9, 9))", "changes the limits it runs under"),
    ],
)
def test_refused(run: Run, line: str, what: str) -> None:
    assert f"The code {what}" in run(line).problem


def test_files_inside_may_be_used(run: Run) -> None:
    code = (
        "import os, tempfile\ndef double(x):\n    open('a', 'w').close()\n    os.rename('a', 'b')\n"
        "    os.remove('b', dir_fd=os.open('.', 0))\n    with tempfile.TemporaryDirectory() as place:\n"
        "        open(os.path.join(place, 'c'), 'w').close()\n    return 2 * x"
    )
    assert run(code).passed == 3


def test_a_file_that_grows_without_end(run: Run) -> None:
    done = run("with open('big', 'wb') as file:\n    while True:\n        file.write(bytes(99999))")
    assert "File too large" in done.problem
