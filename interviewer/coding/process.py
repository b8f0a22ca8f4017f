"""A child process that is read without blocking, bounded in what is kept, and ended whole."""

import contextlib
import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

_ROOT = str(Path(__file__).resolve().parents[2])
# -P and -s with an environment made here isolate like -I, which would ignore PYTHONHASHSEED.
_COMMAND = ("-s", "-P", "-B", "-c")
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from interviewer.coding.child import main; del sys.path[0]; main()"
)
_KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_PLACES = ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "MPLCONFIGDIR")
_THREADS = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
_BLOCK = 1 << 16
_LONGEST_MESSAGE = 1 << 20


class Child:
    """A running child; a context manager that leaves neither processes nor files behind.

    Args:
        job: what the child is told, plain data; a nonce and the places of packages are added.
        kept: bytes of printed output to keep; the rest is read and thrown away.
    """

    def __init__(self, job: Mapping[str, Any], kept: int) -> None:
        self._nonce = secrets.token_hex(16)
        self._kept = kept
        self._output = bytearray()
        self._messages: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()
        self._status: int | None = None
        self._folder = tempfile.TemporaryDirectory(
            prefix="interviewer-", ignore_cleanup_errors=True
        )
        places = [
            path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}
        ]
        try:
            with tempfile.TemporaryFile() as told:
                told.write(json.dumps({**job, "nonce": self._nonce, "packages": places}).encode())
                told.seek(0)
                self._process = self._started(told)
        except BaseException:
            self._folder.cleanup()
            raise
        self._readers = [
            threading.Thread(target=self._read_messages, daemon=True),
            threading.Thread(target=self._read_output, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def _started(self, told: IO[bytes]) -> subprocess.Popen[bytes]:
        place = self._folder.name
        environment = {
            **{name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
            **dict.fromkeys(_PLACES, place),
            **dict.fromkeys(_THREADS, "1"),
            "PYTHONHASHSEED": "0",
            "PYTHONUTF8": "1",
            "PYTHONIOENCODING": "utf-8:backslashreplace",
            "MPLBACKEND": "Agg",
        }
        return subprocess.Popen(
            [sys.executable, *_COMMAND, _BOOT, _ROOT],
            stdin=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=place,
            env=environment,
            # A group of its own can be killed whole, and Ctrl-C does not reach it.
            start_new_session=True,
        )

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def message(self, seconds: float) -> list[str] | None:
        """The next message without its nonce; None when the channel has ended.

        Raises:
            TimeoutError: there was none within the time.
        """
        try:
            return self._messages.get(timeout=max(seconds, 0.0))
        except queue.Empty:
            raise TimeoutError from None

    def end(self) -> int:
        """Kill it with all it started, remove its folder, and give its exit status.

        The status is that of `subprocess`: negative for a signal. It is the child's own where the
        child was over before.
        """
        if self._status is None:
            # Not polled before: an unreaped child keeps its number, so the right group is killed.
            if sys.platform != "win32":
                with contextlib.suppress(OSError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
            self._status = self._process.wait()
            for reader in self._readers:
                reader.join(timeout=2)
            for pipe in (self._process.stdout, self._process.stderr):
                assert pipe is not None
                pipe.close()
            self._folder.cleanup()
        return self._status

    @property
    def output(self) -> bytes:
        """The head of what was printed so far."""
        return bytes(self._output)

    def _read_output(self) -> None:
        assert self._process.stderr is not None
        while block := self._process.stderr.read(_BLOCK):
            self._output += block[: self._kept - len(self._output)]

    def _read_messages(self) -> None:
        assert self._process.stdout is not None
        rest = b""
        while block := self._process.stdout.read(_BLOCK):
            *lines, rest = (rest + block).split(b"\n")
            if len(rest) > _LONGEST_MESSAGE:
                break
            for line in lines:
                with contextlib.suppress(ValueError):
                    match json.loads(line):
                        case [self._nonce, *words]:
                            self._messages.put([str(word) for word in words])
        self._messages.put(None)
