"""Markdown tables, and whole processes timed in turn."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


def markdown(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


@dataclass(frozen=True, slots=True)
class Timing:
    """Whole-process figures of one command: medians of wall seconds and peak memory in MB."""

    seconds: float
    megabytes: float


def timed(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, Timing]:
    """Run commands in turn, so that a machine's moods hit all alike; one warm-up each.

    Raises:
        RuntimeError: a command failed.
    """
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            took, peak = _once(command)
            if turn:
                seconds[name].append(took)
                memory[name].append(peak)
    return {
        name: Timing(statistics.median(seconds[name]), statistics.median(memory[name]))
        for name in commands
    }


def _once(command: Sequence[str]) -> tuple[float, float]:
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    words = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {words.decode(errors='replace')}")
    return took, _megabytes(usage)


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024
