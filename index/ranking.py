"""How near a question is, from the cosines of its passages: columns in, columns out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.passages import PassageKind
from index.rows import KINDS, Kinds, Owners

SEARCHED: dict[PassageKind, float] = {
    "question": 0.0,
    "ask": 0.0,
    "alias": 0.0,
    "answer": 0.05,
    "point": 0.05,
    "says": 0.05,
}
"""Kinds of passages that tell what a question is about, with what is taken off the cosine when one of
them is a question's best: a single sentence of a rubric may resemble anything."""

BREADTH = 8
"""How many of a question's best passages count together."""

BREADTH_WEIGHT = 0.7
"""Their mean's weight against the best one's. A question that is meant is near in many of its wordings;
one that merely shares a sentence is not. Ranking is flat in both numbers (5 to 12, 0.5 to 0.9)."""

_ABSENT = 0.25
"""How far below a question's best passage those are taken to be that a bare entry does not have."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_DISCOUNTS = np.full(256, np.nan)
_DISCOUNTS[: len(KINDS)] = [SEARCHED.get(kind, np.nan) for kind in KINDS]


def is_searched(kinds: Kinds) -> NDArray[np.bool_]:
    """Which rows are searched, by the numbers of their kinds; dead rows are not. Any shape."""
    return np.asarray(~np.isnan(_DISCOUNTS[kinds]))


@dataclass(frozen=True, slots=True)
class Reading:
    """Questions found by one vector, each with its score and its best passage.

    Attributes:
        owners: question numbers, ascending, shape (questions,).
        scores: shape (questions,).
        cosines: of the best passages, shape (questions,).
        rows: of the best passages, shape (questions,).
        floor: score of every question that is not among them.
    """

    owners: Ints
    scores: Floats
    cosines: Floats
    rows: Ints
    floor: float


def reading(rows: Ints, cosines: Floats, owners: Owners, kinds: Kinds, sizes: Ints) -> Reading:
    """Scores of questions from passages near a vector.

    A passage that is not given is no nearer than the last one given: that is the floor.

    Args:
        rows: passages, best first, and of equal ones the first row first; shape (passages,).
        cosines: shape (passages,).
        owners: their question numbers, shape (passages,).
        kinds: numbers of their kinds, shape (passages,).
        sizes: searched passages of every question, shape (all questions,).
    """
    floor = float(cosines[-1]) if len(cosines) else 0.0
    discounts = _DISCOUNTS[kinds]
    kept = np.flatnonzero(~np.isnan(discounts))
    kept = kept[np.argsort(owners[kept], kind="stable")]
    found, starts, counts = np.unique(owners[kept], return_index=True, return_counts=True)
    if not len(found):
        nothing = np.empty(0)
        return Reading(found.astype(np.int64), nothing, nothing, np.empty(0, np.int64), floor)
    near, own_rows = cosines[kept], rows[kept]
    values = near - discounts[kept]
    tops = np.maximum.reduceat(values, starts)
    group = np.repeat(np.arange(len(found)), counts)
    # Of several best passages the one in the first row.
    beyond = np.iinfo(np.int64).max
    best_rows = np.minimum.reduceat(np.where(values == tops[group], own_rows, beyond), starts)
    best = np.flatnonzero(own_rows == best_rows[group])
    rank = np.arange(len(kept)) - starts[group]
    broad = np.zeros((len(found), BREADTH))
    among = rank < BREADTH
    broad[group[among], rank[among]] = near[among]
    there = np.minimum(BREADTH, sizes[found])
    missing = floor * (there - np.minimum(counts, BREADTH))
    missing = missing + (near[starts] - _ABSENT) * (BREADTH - there)
    mean = (broad.sum(axis=1) + missing) / BREADTH
    scores = (1 - BREADTH_WEIGHT) * tops + BREADTH_WEIGHT * mean
    return Reading(found.astype(np.int64), scores, near[best], best_rows, floor)


def merged(
    readings: Sequence[Reading], weights: Sequence[float], keys: Ints
) -> tuple[Ints, Floats, Floats, Ints]:
    """The weighted mean over readings: questions, scores, best cosines and their rows, best first.

    Args:
        readings: of one text, at least one.
        weights: of the readings, adding up to 1.
        keys: question numbers to rank, ascending, each in some reading; shape (questions,).
    """
    scores = np.zeros(len(keys))
    cosines = np.full(len(keys), -2.0)
    rows = np.zeros(len(keys), np.int64)
    for one, weight in zip(readings, weights, strict=True):
        places = np.searchsorted(one.owners, keys)
        places[places == len(one.owners)] = 0
        there = np.flatnonzero(one.owners[places] == keys) if len(one.owners) else places[:0]
        values = np.full(len(keys), one.floor)
        values[there] = one.scores[places[there]]
        scores += weight * values
        cosine, row = one.cosines[places[there]], one.rows[places[there]]
        nearer = (cosine > cosines[there]) | ((cosine == cosines[there]) & (row < rows[there]))
        cosines[there[nearer]] = cosine[nearer]
        rows[there[nearer]] = row[nearer]
    order = np.lexsort((keys, -scores))
    return keys[order], scores[order], cosines[order], rows[order]
