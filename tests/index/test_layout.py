"""Which FAISS index holds how many vectors, and that the large one finds nearly the same."""

import numpy as np
import pytest

from index import layout
from index.layout import assemble, factory, grows, living, nearest, reconstructed


def unit(count: int, dimension: int, seed: int) -> np.ndarray:
    """Overlapping groups, as texts of one field make them."""
    random = np.random.default_rng(seed)
    centers = np.random.default_rng(0).standard_normal((40, dimension))
    found = centers[random.integers(0, 40, count)] + 1.2 * random.standard_normal(
        (count, dimension)
    )
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def built(vectors: np.ndarray) -> tuple[object, list[int]]:
    starts: list[int] = []

    def seen(start: int, block: np.ndarray) -> None:
        np.testing.assert_array_equal(block, vectors[start : start + len(block)])
        starts.append(start)

    return assemble(len(vectors), vectors.shape[1], lambda rows: vectors[rows], seen), starts


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (0, "Flat"),
        (50_000, "Flat"),
        (50_001, "IVF1024,SQ8"),
        (100_000, "IVF1024,SQ8"),
        (300_000, "IVF2048,SQ8"),
        (1_000_000, "IVF4096,SQ8"),
    ],
)
def test_the_type_by_size(rows: int, name: str) -> None:
    assert factory(rows) == name
    assert grows(name) == (name != "Flat")


def test_a_small_index_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "BLOCK", 64)
    vectors = unit(200, 16, 1)
    found, starts = built(vectors)
    assert starts == [0, 64, 128, 192]
    np.testing.assert_array_equal(reconstructed(found, np.array([7, 199, 7])), vectors[[7, 199, 7]])
    assert reconstructed(found, np.empty(0, np.int64)).shape == (0, 16)
    for query in unit(5, 16, 2):
        rows, cosines = nearest(found, query, 20)
        np.testing.assert_array_equal(rows, np.argsort(-(vectors @ query), kind="stable")[:20])
        np.testing.assert_allclose(cosines, np.sort(vectors @ query)[::-1][:20], atol=1e-6)


class TestLists:
    """Above the limit: lists of rounded vectors."""

    @pytest.fixture(autouse=True)
    def low_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(layout, "FLAT_LIMIT", 1000)
        monkeypatch.setattr(layout, "BLOCK", 1500)

    def test_recall(self) -> None:
        vectors, queries = unit(20_000, 48, 1), unit(100, 48, 2)
        found, starts = built(vectors)
        assert len(starts) == 14
        assert found.nlist == 512  # type: ignore[attr-defined]
        exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
        shared = [
            len({*nearest(found, query, 10)[0].tolist()} & {*row.tolist()})
            for query, row in zip(queries, exact, strict=True)
        ]
        assert sum(shared) / 1000 >= 0.98

    def test_rounded_vectors_come_back(self) -> None:
        vectors = unit(3000, 16, 1)
        found, _ = built(vectors)
        rows = np.array([2999, 0, 17])
        np.testing.assert_allclose(reconstructed(found, rows), vectors[rows], atol=0.02)

    def test_more_than_the_probed_lists_hold(self) -> None:
        vectors = unit(3000, 16, 1)
        found, _ = built(vectors)
        rows, cosines = nearest(found, vectors[5], 3000)
        assert sorted(rows.tolist()) == list(range(3000))
        assert (np.diff(cosines) <= 0).all()
        assert len(nearest(found, vectors[5], 9999)[0]) == 3000

    def test_the_same_vectors_give_the_same_index(self) -> None:
        vectors = unit(3000, 16, 1)
        rows, cosines = nearest(built(vectors)[0], vectors[5], 50)
        again = nearest(built(vectors)[0], vectors[5], 50)
        np.testing.assert_array_equal(rows, again[0])
        np.testing.assert_array_equal(cosines, again[1])


@pytest.mark.parametrize("limit", [1000, 10])
def test_dead_rows_are_not_found(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(layout, "FLAT_LIMIT", limit)
    vectors = unit(500, 16, 1)
    found, _ = built(vectors)
    alive = np.random.default_rng(5).random(500) < 0.7
    assert living(np.ones(9, bool)) is None
    rows, _ = nearest(found, vectors[3], 400, living(alive))
    assert set(rows.tolist()) <= set(np.flatnonzero(alive).tolist())
    assert len(nearest(found, vectors[3], 500, living(alive))[0]) == alive.sum()
    every, cosines = nearest(found, vectors[3], 500)
    kept = alive[every]
    np.testing.assert_array_equal(rows, every[kept][:400])
    np.testing.assert_allclose(
        nearest(found, vectors[3], 400, living(alive))[1], cosines[kept][:400]
    )
