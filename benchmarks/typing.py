"""Key to paint while the index is built: `python -m benchmarks.typing [--seconds N]`.

Runs the screens in a real pseudo-terminal, types into the answer box, and measures from the write of each
letter until the word it belongs to is painted with it, and the processor time that the screens' own thread
takes for it: on a busy machine the rest is waiting for a core. First with an empty home, where the index is
built beside, then with the index built. Linux only.
"""

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import numpy as np

from benchmarks.tables import markdown
from index.storage import read_manifest
from interviewer.paths import paths

ROWS, COLUMNS = 32, 100
PAUSE = 0.08
LETTERS = "bcdfghjklmnpqrstvwxz"
START = b"\x13"  # ctrl+s
PATIENCE = 60.0


class Screens:
    """The application in a pseudo-terminal, and the bytes it paints."""

    def __init__(self) -> None:
        self._child, self._terminal = pty.fork()
        if not self._child:
            os.environ["TERM"] = "xterm-256color"
            os.execv(sys.executable, [sys.executable, "-m", "interviewer", "--seed", "1"])
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)

    @property
    def worked(self) -> float:
        """Processor time of the main thread so far, in seconds."""
        return int(Path(f"/proc/{self._child}/schedstat").read_text().split()[0]) / 1e9

    def press(self, keys: bytes) -> None:
        os.write(self._terminal, keys)

    def wait_for(self, wanted: bytes, seconds: float = PATIENCE) -> float:
        """Read until the wanted bytes are painted; gives the time that took.

        Raises:
            TimeoutError: they never came.
        """
        start, painted = time.perf_counter(), b""
        while (left := start + seconds - time.perf_counter()) > 0:
            if select.select([self._terminal], [], [], left)[0]:
                painted += os.read(self._terminal, 1 << 16)
                if wanted in painted:
                    return time.perf_counter() - start
        raise TimeoutError(f"{wanted!r} is not among {painted[-300:]!r}")

    def let_be(self, seconds: float) -> None:
        """Read whatever is painted for some time."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._terminal], [], [], left)[0]:
                os.read(self._terminal, 1 << 16)

    def close(self) -> None:
        os.kill(self._child, signal.SIGTERM)
        # It may wait for what it paints to be read.
        while not os.waitpid(self._child, os.WNOHANG)[0]:
            if select.select([self._terminal], [], [], 0.05)[0]:
                try:
                    os.read(self._terminal, 1 << 16)
                except OSError:  # closed by the other side
                    time.sleep(0.05)
        os.close(self._terminal)


def typed(screens: Screens, seconds: float) -> list[tuple[float, float]]:
    """Milliseconds from key to paint, and of them own work, of letters typed for some time."""
    chance = random.Random(1)
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        screens.press(b" ")
        screens.let_be(PAUSE)
        word = ""
        for letter in chance.sample(LETTERS, 7):
            word += letter
            before = screens.worked
            screens.press(letter.encode())
            took = screens.wait_for(word.encode())
            times.append((1000 * took, 1000 * (screens.worked - before)))
            # Not in step with anything that blinks.
            screens.let_be(max(0.0, PAUSE * chance.uniform(0.75, 1.25) - took))
    return times


def measured(seconds: float) -> list[tuple[float, float]]:
    """One run of the screens, in the home that is set."""
    screens = Screens()
    try:
        screens.wait_for(b"Start")
        screens.let_be(1.5)
        screens.press(START)
        screens.wait_for(b"Question 1")
        screens.let_be(2.0)
        return typed(screens, seconds)
    finally:
        screens.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=16.0, help="of typing in either state")
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.chdir(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as home:
        os.environ["INTERVIEWER_HOME"] = home
        building = measured(args.seconds)
        manifest = read_manifest(paths().index)
        if manifest is not None and manifest.complete:
            raise SystemExit("The build was over before the typing was; type for fewer seconds.")
        build = [sys.executable, "-m", "interviewer", "index", "build"]
        subprocess.run(build, check=True, capture_output=True)
        idle = measured(args.seconds)
    rows = []
    for name, times in (("index built", idle), ("index being built", building)):
        # Shape (3, 2): quantiles of key to paint, and of own work.
        found = np.quantile(times, (0.5, 0.99, 1), axis=0)
        rows.append((name, len(times), *(f"{value:.1f}" for value in found.T.ravel())))
    heads = ("key to paint, ms", "keys", "p50", "p99", "max", "own work, p50", "p99", "max")
    print(markdown(heads, rows))


if __name__ == "__main__":
    main()
