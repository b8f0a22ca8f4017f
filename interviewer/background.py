"""Building the index beside an interview: a child process at low priority, told of by lines."""

import contextlib
import subprocess
import sys
from collections.abc import Sequence


def build_command() -> Sequence[str]:
    """The command line of a build that reports its progress as JSON lines on stdout."""
    return (sys.executable, "-m", "interviewer", "index", "build", "--json", "--no-wait", "--nice")


class BackgroundBuild:
    """A running build; stopping it loses nothing, the next one goes on from its journal."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            build_command(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Ctrl-C in the interview must not reach the build.
            start_new_session=True,
        )

    def finished(self) -> bool:
        return self._process.poll() is not None

    def wait(self) -> int:
        """Exit status, when it is done."""
        return self._process.wait()

    def stop(self) -> None:
        """Ask it to stop, and see that it did."""
        if self.finished():
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(OSError):
                self._process.kill()
            self._process.wait()
