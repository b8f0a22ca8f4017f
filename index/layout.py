"""Which FAISS index holds how many vectors, how it is filled, and how it is asked.

Up to FLAT_LIMIT rows every vector is compared: exact, and nothing to train. Beyond, a rough code of
a bit a number stands beside the vector in float16. A query is compared with all codes, which is a pass over
48 bytes a row in registers, and then with the vectors of the rows that came out best; so what it gets
are true cosines, and no part of the index goes unseen.
"""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

FLAT_LIMIT = 50_000
"""Rows up to which all vectors are compared. One thread took 1.0, 3.6, 10 and 27 ms for 15,000, 50,000,
100,000 and 250,000 rows of 384 numbers; codes took 0.4, 0.8, 1.2 and 1.9."""

BLOCK = 32_768
"""Rows that are in memory at once as float32 while an index is filled."""

_TRAINED_ON = 4096
"""Vectors that codes are trained on: FAISS takes no more for 16 centers."""

_ROUGH_FACTOR, _ROUGH_LEAST = 2, 512
"""Codes that are looked at more closely: so many times what is wanted, and so many more.

Of a million rows the 128, 256, 512 and 1024 best codes held .988, .9985, .9995 and all of the ten nearest of
200 queries; 600 others got .9995 of them with these numbers. Reading 3072 vectors, not 1536, costs 0.4 ms.

Lists around trained centers were tried instead: of 4096 lists, the 512, 768 and 1024 nearest hold .967, .979
and .987 of the ten nearest, and looking into 1024 takes 45 ms where the codes take 3."""

_CODES = re.compile(r"PQ\d+x4fs,Refine\(SQfp16\)")

Gather = Callable[[NDArray[np.int64]], Vectors]


def factory(rows: int, dimension: int) -> str:
    """The FAISS index type for so many rows, in words of `faiss.index_factory`."""
    if rows <= FLAT_LIMIT:
        return "Flat"
    together = next(size for size in (4, 3, 2, 1) if dimension % size == 0)
    return f"PQ{dimension // together}x4fs,Refine(SQfp16)"


def grows(name: str) -> bool:
    """Whether an index of this type is large enough to be added to rather than written anew."""
    return _CODES.fullmatch(name) is not None


def readable(name: str) -> bool:
    """Whether this version searches an index of this type."""
    return name == "Flat" or grows(name)


def assemble(
    rows: int, dimension: int, gather: Gather, seen: Callable[[int, Vectors], None]
) -> Any:
    """A FAISS index over unit vectors, inner product.

    Args:
        rows: how many vectors.
        dimension: length of a vector.
        gather: vectors of some rows, shape (len(rows), dimension); asked for BLOCK rows at a time,
            and for a training sample of at most 4096 vectors.
        seen: told each block's first row and vectors.
    """
    faiss = _faiss()
    found = faiss.index_factory(dimension, factory(rows, dimension), faiss.METRIC_INNER_PRODUCT)
    if not found.is_trained:
        # So small a training is ten times slower with threads that wait for each other.
        faiss.omp_set_num_threads(1)
        found.train(gather(_sample(rows, _TRAINED_ON)))
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    for start in range(0, rows, BLOCK):
        vectors = gather(np.arange(start, min(rows, start + BLOCK)))
        found.add(vectors)
        seen(start, vectors)
    return found


def nearest(
    faiss_index: Any, vector: Vectors, count: int, alive: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Rows and cosines of the nearest vectors, best first and of equal ones the first row first.

    Args:
        faiss_index: the index.
        vector: shape (dimension,).
        count: how many at most.
        alive: which rows count, shape (rows,); all of them by default.
    """
    total = int(faiss_index.ntotal)
    living = total if alive is None else int(np.count_nonzero(alive))
    count = min(count, living)
    if count < 1 or not np.isfinite(vector).all():
        return np.empty(0, np.int64), np.empty(0, np.float64)
    # Beside other programs a second thread makes one query ten times slower, not faster.
    _faiss().omp_set_num_threads(1)
    query = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
    wanted = -(-count * total // living)
    while True:
        scores, rows = faiss_index.search(query, wanted, params=_parameters(faiss_index, wanted))
        kept = np.arange(wanted) if alive is None else np.flatnonzero(alive[rows[0]])
        # Dead rows may lie more densely around a query than elsewhere.
        if len(kept) >= count or wanted == total:
            break
        wanted = min(total, 2 * wanted)
    found, cosines = rows[0][kept], np.clip(scores[0][kept].astype(np.float64), -1.0, 1.0)
    order = np.lexsort((found, -cosines))[:count]
    return found[order], cosines[order]


def reconstructed(faiss_index: Any, rows: NDArray[np.int64]) -> Vectors:
    """The vectors in some rows, shape (len(rows), dimension); beyond FLAT_LIMIT, as of float16."""
    if not len(rows):
        return np.empty((0, faiss_index.d), np.float32)
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


def _parameters(faiss_index: Any, wanted: int) -> Any:
    """How many codes are looked at more closely, where there are codes."""
    faiss = _faiss()
    if not isinstance(faiss_index, faiss.IndexRefine):
        return None
    rough = min(int(faiss_index.ntotal), _ROUGH_FACTOR * wanted + _ROUGH_LEAST)
    return faiss.IndexRefineSearchParameters(k_factor=rough / wanted)


def _sample(rows: int, count: int) -> NDArray[np.int64]:
    """At most `count` rows, always the same ones, ascending."""
    if rows <= count:
        return np.arange(rows)
    return np.sort(np.random.default_rng(rows).choice(rows, count, replace=False))


def _faiss() -> Any:
    """The module, imported on first use, without its stubs: they know no Python-side conveniences."""
    import faiss

    return faiss
