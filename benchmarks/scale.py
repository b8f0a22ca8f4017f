"""How building and searching grow up to a million passages.

    python -m benchmarks.scale [--passages 1000000] [--folder FOLDER]

Prints a Markdown table. Vectors are mixtures of those of the built-in bank, whose index is built first
where there is none. Every step runs in a process of its own, so that its peak memory is its own; no text
is encoded for real. A million passages take some minutes, 4 GB of disk and 3 GB of memory.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.synthetic import PER_QUESTION, SyntheticEncoder, synthetic_bank
from corpus.banks import Bank
from index.encoder import Vectors

_SIZES = (10_000, 100_000, 1_000_000)
_QUERIES = 200
_COLUMNS = {
    "passages": "passages",
    "factory": "index",
    "faiss": "FAISS built, s",
    "build": "all but encoding, s",
    "build_mb": "peak building, MB",
    "disk_mb": "on disk, MB",
    "load_ms": "load, ms",
    "ask_mb": "peak searching, MB",
    "p50_ms": "query p50, ms",
    "p99_ms": "query p99, ms",
    "recall": "recall@10",
    "add_s": "add a question, s",
    "share": "share of a full build",
}


def main() -> None:
    """Run all steps for all sizes, or one step in this process."""
    parser = argparse.ArgumentParser(description="Measure building and searching by size.")
    parser.add_argument("--passages", type=int, default=_SIZES[-1], help="the largest size")
    parser.add_argument(
        "--folder", type=Path, help="where the indexes go (default: a temporary one)"
    )
    parser.add_argument("--step", choices=_STEPS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step:
        record = _STEPS[args.step](args.folder, args.passages)
        print(json.dumps(record | {f"{args.step}_mb": _peak()}))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        _keep_real(folder)
        print(f"| {' | '.join(_COLUMNS.values())} |\n|{'---|' * len(_COLUMNS)}", flush=True)
        for size in sorted({*(s for s in _SIZES if s < args.passages), args.passages}):
            record: dict[str, Any] = {"passages": size}
            for step in _STEPS:
                record |= _child(step, folder, size)
            record["share"] = record["add_s"] / record["build"]
            print(f"| {' | '.join(_shown(record[key]) for key in _COLUMNS)} |", flush=True)


def build(folder: Path, size: int) -> dict[str, Any]:
    """Build the index, less what encoding took."""
    from index import building, layout

    encoder, bank = _parts(folder, size)
    spent = {"faiss": 0.0, "encoding": 0.0}
    layout.assemble = _timed(layout.assemble, spent, "faiss")
    encoder.encode = _timed(encoder.encode, spent, "encoding")  # type: ignore[method-assign]
    start = time.perf_counter()
    # The early index of a first build is none of a rebuild's work.
    building.EARLY_KINDS = frozenset()
    built = building.build(bank, encoder, folder / str(size), source="1")
    seconds = time.perf_counter() - start - spent["encoding"]
    files = (folder / str(size)).rglob("*.*")
    return {
        "factory": built.manifest.factory,
        "faiss": spent["faiss"],
        "build": seconds,
        "disk_mb": sum(file.stat().st_size for file in files) / 1e6,
    }


def ask(folder: Path, size: int) -> dict[str, Any]:
    """Load the index and search it, end to end but for the encoder."""
    from index.searching import Searcher
    from index.storage import load

    encoder = SyntheticEncoder(np.load(folder / "real.npy"))
    import faiss  # noqa: F401

    start = time.perf_counter()
    stored = load(folder / str(size))
    loaded = time.perf_counter() - start
    searcher = Searcher(stored, encoder)
    numbers = np.random.default_rng(2).integers(0, size, _QUERIES).tolist()
    queries = [f"q{number} RF why {number}" for number in numbers]
    for query in queries[:20]:
        searcher.search(query, 10)
    times = []
    for query in queries:
        start = time.perf_counter()
        searcher.search(query, 10)
        times.append(time.perf_counter() - start)
    return {
        "load_ms": 1e3 * loaded,
        "p50_ms": 1e3 * float(np.quantile(times, 0.5)),
        "p99_ms": 1e3 * float(np.quantile(times, 0.99)),
    }


def recall(folder: Path, size: int) -> dict[str, Any]:
    """Share of the exact ten nearest among the ten that the index finds."""
    from index.layout import BLOCK, nearest
    from index.storage import load

    encoder = SyntheticEncoder(np.load(folder / "real.npy"))
    stored = load(folder / str(size))
    # Texts begin with their number; rows are in bank order, and so are numbers.
    numbers = np.random.default_rng(3).integers(0, size, _QUERIES).tolist()
    queries = encoder.encode([f"q{number}" for number in numbers])
    best, places = np.empty((_QUERIES, 0), np.float32), np.empty((_QUERIES, 0), np.int64)
    for start in range(0, len(stored.passages), BLOCK):
        rows = np.arange(start, min(len(stored.passages), start + BLOCK))
        best = np.hstack([best, queries @ encoder.passages(rows).T])
        places = np.hstack([places, np.broadcast_to(rows, (_QUERIES, len(rows)))])
        top = np.argsort(-best, axis=1, kind="stable")[:, :10]
        best, places = np.take_along_axis(best, top, 1), np.take_along_axis(places, top, 1)
    found = [set(nearest(stored.faiss, query, 10)[0].tolist()) for query in queries]
    shared = [len(f & set(p.tolist())) for f, p in zip(found, places, strict=True)]
    return {"recall": sum(shared) / (10 * _QUERIES)}


def add(folder: Path, size: int) -> dict[str, Any]:
    """Add one question to the index; reading the bank is not counted."""
    from index import building

    encoder, bank = _parts(folder, size + PER_QUESTION)
    start = time.perf_counter()
    built = building.build(bank, encoder, folder / str(size), source="2")
    seconds = time.perf_counter() - start
    assert built.embedded == PER_QUESTION
    return {"add_s": seconds}


_STEPS = {"build": build, "ask": ask, "recall": recall, "add": add}


def _parts(folder: Path, size: int) -> tuple[SyntheticEncoder, Bank]:
    words = json.loads((folder / "words.json").read_text())
    return SyntheticEncoder(np.load(folder / "real.npy")), synthetic_bank(size, words)


def _keep_real(folder: Path) -> None:
    """Vectors and words of the built-in bank, for the children."""
    if (folder / "real.npy").is_file() and (folder / "words.json").is_file():
        return
    from index.storage import load
    from interviewer.wiring import Services

    services = Services()
    services.ensure_index(lambda _: None)
    stored = load(services.paths.index)
    real: Vectors = stored.vectors()
    np.save(folder / "real.npy", real)
    (folder / "words.json").write_text(json.dumps(sorted(stored.lexicon.words)))


def _timed(function: Any, spent: dict[str, float], name: str) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - start

    return call


def _child(step: str, folder: Path, size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.scale", "--step", step]
    command += ["--folder", str(folder), "--passages", str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    record: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return record


def _peak() -> float:
    """Peak resident memory of this process in MB, mapped pages too (ru_maxrss is in KiB on Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}" if value < 10 else f"{value:.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main()
