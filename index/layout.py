"""Which FAISS index holds how many vectors, how it is filled, and how it is asked.

Up to FLAT_LIMIT rows every vector is compared: exact, and nothing to train. Beyond, vectors stand in
lists around trained centers, a byte a number, and a query looks into the nearest lists only.
"""

import math
import os
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

FLAT_LIMIT = 50_000
"""Rows up to which an exact search is fast. At 100,000 rows of 384 numbers one took 10 ms on one core, and
a text is searched in up to three readings; lists took 1.4 ms at a recall@10 of .985."""

BLOCK = 32_768
"""Rows that are in memory at once as float32 while an index is filled."""

_TRAINED_ON = 40
"""Vectors for each list in the training sample; FAISS warns below 39."""

_PROBED = {1024: 128, 2048: 384, 4096: 1024}
"""Lists to how many of them are looked into, for a recall@10 near .98 on mixtures of real vectors.
Seen at 100,000 rows with 64, 96, 128 and 192 of 1024: .978, .982, .985, .989; at a million with 256, 512,
768, 1024 and all of 4096: .955, .970, .977, .982, .988 (all: what a byte a number costs by itself). Those
are the 200 queries it was chosen on; 400 others at a million gave .977 with 1024. The row of 2048 was not
measured. See benchmarks/scale.py."""

_LISTS = re.compile(r"IVF(\d+),SQ8")

Gather = Callable[[NDArray[np.int64]], Vectors]


def factory(rows: int) -> str:
    """The FAISS index type for so many rows, in words of `faiss.index_factory`."""
    return "Flat" if rows <= FLAT_LIMIT else f"IVF{_lists(rows)},SQ8"


def grows(name: str) -> bool:
    """Whether an index of this type is large enough to be added to rather than written anew."""
    return _LISTS.fullmatch(name) is not None


def assemble(
    rows: int, dimension: int, gather: Gather, seen: Callable[[int, Vectors], None]
) -> Any:
    """A FAISS index over unit vectors, inner product.

    Args:
        rows: how many vectors.
        dimension: length of a vector.
        gather: vectors of some rows, shape (len(rows), dimension); asked for BLOCK rows at a time,
            and for a training sample of at most 40 vectors a list.
        seen: told each block's first row and vectors.
    """
    faiss = _faiss()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    name = factory(rows)
    found = faiss.IndexFlatIP(dimension)
    if match := _LISTS.fullmatch(name):
        lists = int(match.group(1))
        found = faiss.IndexIVFScalarQuantizer(
            found, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        found.cp.min_points_per_centroid = 1
        found.train(gather(_sample(rows, _TRAINED_ON * lists)))
    for start in range(0, rows, BLOCK):
        vectors = gather(np.arange(start, min(rows, start + BLOCK)))
        found.add(vectors)
        seen(start, vectors)
    return found


def living(alive: NDArray[np.bool_]) -> Any:
    """What keeps dead rows out of `nearest`; None where all are alive.

    Args:
        alive: shape (rows,).
    """
    if alive.all():
        return None
    faiss = _faiss()
    return faiss.IDSelectorBitmap(np.packbits(alive, bitorder="little"))


def nearest(
    faiss_index: Any, vector: Vectors, count: int, selector: Any = None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Rows and cosines of the nearest vectors, best first and of equal ones the first row first.

    The only place that sees FAISS's way of saying "nothing": row -1, which comes where count exceeds
    what the searched lists hold or a vector is not finite. Where lists held too few, more are searched.

    Args:
        faiss_index: the index.
        vector: shape (dimension,).
        count: how many at most.
        selector: which rows count, from `living`.
    """
    if count < 1 or not np.isfinite(vector).all():
        return np.empty(0, np.int64), np.empty(0, np.float64)
    # Beside other programs a second thread makes one query ten times slower, not faster.
    _faiss().omp_set_num_threads(1)
    query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
    lists = getattr(faiss_index, "nlist", 0)
    probes = _PROBED.get(lists, -(-lists // 4))
    while True:
        scores, rows = faiss_index.search(query, count, params=_parameters(selector, probes))
        found = rows[0] >= 0
        if found.all() or probes >= lists:
            break
        probes = min(lists, 4 * probes)
    kept, cosines = rows[0][found], np.clip(scores[0][found].astype(np.float64), -1.0, 1.0)
    order = np.lexsort((kept, -cosines))
    return kept[order], cosines[order]


def reconstructed(faiss_index: Any, rows: NDArray[np.int64]) -> Vectors:
    """The vectors in some rows, shape (len(rows), dimension); beyond FLAT_LIMIT, rounded ones."""
    if not len(rows):
        return np.empty((0, faiss_index.d), np.float32)
    if hasattr(faiss_index, "direct_map") and faiss_index.direct_map.no():
        faiss_index.make_direct_map()
    found: Vectors = faiss_index.reconstruct_batch(np.ascontiguousarray(rows, np.int64))
    return found


def extended(file: str, blocks: Iterable[Vectors]) -> Any:
    """The index in a file, read into memory, with further vectors after its own; nothing is trained.

    FAISS aborts the process where vectors are added to a mapped index.
    """
    faiss = _faiss()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    found = faiss.read_index(file)
    for vectors in blocks:
        found.add(vectors)
    return found


def _parameters(selector: Any, probes: int) -> Any:
    faiss = _faiss()
    if probes:
        return faiss.SearchParametersIVF(sel=selector, nprobe=probes)
    return None if selector is None else faiss.SearchParameters(sel=selector)


def _lists(rows: int) -> int:
    """About four times the square root: the power of two nearest to it."""
    return 1 << round(math.log2(4 * math.sqrt(rows)))


def _sample(rows: int, count: int) -> NDArray[np.int64]:
    """At most `count` rows, always the same ones, ascending."""
    if rows <= count:
        return np.arange(rows)
    return np.sort(np.random.default_rng(rows).choice(rows, count, replace=False))


def _faiss() -> Any:
    """The module, imported on first use, without its stubs: they know no Python-side conveniences."""
    import faiss

    return faiss
