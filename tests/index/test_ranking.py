"""Scores from columns against the same arithmetic in plain loops."""

import numpy as np
import pytest

from index.ranking import BREADTH, SEARCHED, Reading, is_searched, merged, reading
from index.rows import DEAD, KINDS

Plain = tuple[dict[int, tuple[float, float, int]], float]


def plain_scores(pairs, owners, kinds, sizes) -> Plain:  # type: ignore[no-untyped-def]
    """Score, best cosine and its row of each question, and the floor: passage by passage."""
    best: dict[int, tuple[float, float, int]] = {}
    cosines: dict[int, list[float]] = {}
    floor = 0.0
    for row, cosine in pairs:
        floor = cosine
        discount = None if kinds[row] == DEAD else SEARCHED.get(KINDS[kinds[row]])
        if discount is None:
            continue
        owner = int(owners[row])
        value = (cosine - discount, cosine, row)
        held = best.get(owner)
        if held is None or (value[0], -row) > (held[0], -held[2]):
            best[owner] = value
        listed = cosines.setdefault(owner, [])
        if len(listed) < 8:
            listed.append(cosine)
    scores = {}
    for owner, (top, cosine, row) in best.items():
        listed = cosines[owner]
        there = min(8, int(sizes[owner]))
        missing = floor * (there - len(listed)) + (listed[0] - 0.25) * (8 - there)
        scores[owner] = (0.3 * top + 0.7 * (sum(listed) + missing) / 8, cosine, row)
    return scores, floor


def plain_merged(
    readings: list[Plain], weights: list[float]
) -> list[tuple[int, float, float, int]]:
    found = []
    for key in set().union(*(scores.keys() for scores, _ in readings)):
        score, nearest = 0.0, (-2.0, 0)
        for (scores, floor), weight in zip(readings, weights, strict=True):
            value, cosine, row = scores.get(key, (floor, -2.0, 0))
            score += weight * value
            nearest = max(nearest, (cosine, -row))
        found.append((key, score, nearest[0], -nearest[1]))
    return sorted(found, key=lambda item: (-round(item[1], 9), item[0]))


@pytest.mark.parametrize("seed", range(40))
def test_against_plain_loops(seed: int) -> None:
    random = np.random.default_rng(seed)
    count, questions = int(random.integers(1, 400)), int(random.integers(1, 30))
    owners = np.sort(random.integers(0, questions, count)).astype(np.int32)
    kinds = random.integers(0, len(KINDS), count).astype(np.uint8)
    kinds[random.random(count) < 0.1] = DEAD
    sizes = np.bincount(owners[is_searched(kinds)], minlength=questions)
    columns, plain = [], []
    for _ in range(int(random.integers(1, 4))):
        # Rounded, so that there are ties.
        cosines = random.uniform(-1, 1, count).round(int(random.integers(1, 7)))
        rows = np.lexsort((np.arange(count), -cosines))[: int(random.integers(1, count + 1))]
        near = cosines[rows]
        columns.append(reading(rows, near, owners[rows], kinds[rows], sizes))
        pairs = zip(rows.tolist(), near.tolist(), strict=True)
        plain.append(plain_scores(pairs, owners, kinds, sizes))
        assert columns[-1].floor == plain[-1][1]
        assert columns[-1].owners.tolist() == sorted(plain[-1][0])
        for owner, score, cosine, row in zip(
            *(
                getattr(columns[-1], name).tolist()
                for name in ("owners", "scores", "cosines", "rows")
            ),
            strict=True,
        ):
            assert plain[-1][0][owner] == (pytest.approx(score, abs=1e-12), cosine, row)
    weights = random.dirichlet(np.ones(len(columns))).tolist()
    keys = np.unique(np.concatenate([one.owners for one in columns]))
    order, scores, cosines, rows = merged(columns, weights, keys)
    expected = plain_merged(plain, weights)
    assert sorted(order.tolist()) == sorted(key for key, *_ in expected)
    np.testing.assert_allclose(scores, [score for _, score, *_ in expected], atol=1e-9)
    by_key = {key: (cosine, row) for key, _, cosine, row in expected}
    found = zip(order.tolist(), cosines.tolist(), rows.tolist(), strict=True)
    assert {key: (cosine, row) for key, cosine, row in found} == by_key


def test_nothing_near() -> None:
    none = np.empty(0, np.int64)
    empty = reading(none, np.empty(0), none.astype(np.int32), none.astype(np.uint8), none)
    assert (len(empty.owners), empty.floor) == (0, 0.0)
    unsearched = np.array([KINDS.index("claim"), DEAD], np.uint8)
    found = reading(
        np.array([4, 2]), np.array([0.9, 0.4]), np.array([1, -1], np.int32), unsearched, np.zeros(2)
    )
    assert (len(found.owners), found.floor) == (0, 0.4)
    one = Reading(np.array([3]), np.array([0.5]), np.array([0.6]), np.array([7]), 0.1)
    order, scores, cosines, rows = merged([found, one], [0.5, 0.5], one.owners)
    assert (order.tolist(), scores.tolist(), cosines.tolist(), rows.tolist()) == (
        [3],
        [0.45],
        [0.6],
        [7],
    )
    assert BREADTH == 8
