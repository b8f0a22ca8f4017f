"""Which FAISS index holds how many vectors, and that the large one finds nearly the same."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from index import layout
from index.layout import assemble, extended, factory, grows, nearest, readable, reconstructed


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
    ("rows", "dimension", "name"),
    [
        (0, 384, "Flat"),
        (50_000, 384, "Flat"),
        (50_001, 384, "PQ96x4fs,Refine(SQfp16)"),
        (1_000_000, 1024, "PQ256x4fs,Refine(SQfp16)"),
        (60_000, 50, "PQ25x4fs,Refine(SQfp16)"),
        (60_000, 7, "PQ7x4fs,Refine(SQfp16)"),
    ],
)
def test_the_type_by_size(rows: int, dimension: int, name: str) -> None:
    assert factory(rows, dimension) == name
    assert grows(name) == (name != "Flat")
    assert readable(name)
    faiss.index_factory(dimension, name, faiss.METRIC_INNER_PRODUCT)


def test_an_older_type_is_not_read() -> None:
    assert not readable("IVF4096,SQ8")
    assert not grows("IVF4096,SQ8")


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


class TestCodes:
    """Above the limit: rough codes, and the vectors in float16."""

    @pytest.fixture(autouse=True)
    def low_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(layout, "FLAT_LIMIT", 1000)
        monkeypatch.setattr(layout, "BLOCK", 1500)

    def test_the_nearest_are_those_of_an_exact_search(self) -> None:
        vectors, queries = unit(20_000, 48, 1), unit(100, 48, 2)
        found, starts = built(vectors)
        assert len(starts) == 14
        exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :100]
        for count, recall in ((10, 0.99), (100, 0.96)):
            shared = [
                len({*nearest(found, query, count)[0].tolist()} & {*row[:count].tolist()})
                for query, row in zip(queries, exact, strict=True)
            ]
            assert sum(shared) / (100 * count) >= recall

    def test_cosines_are_those_of_the_vectors(self) -> None:
        vectors = unit(3000, 16, 1)
        rows, cosines = nearest(built(vectors)[0], vectors[5], 50)
        assert rows[0] == 5
        np.testing.assert_allclose(cosines, vectors[rows] @ vectors[5], atol=0.0005)
        assert (np.diff(cosines) <= 0).all()

    def test_vectors_come_back(self) -> None:
        vectors = unit(3000, 16, 1)
        found, _ = built(vectors)
        rows = np.array([2999, 0, 17])
        np.testing.assert_allclose(reconstructed(found, rows), vectors[rows], atol=0.0005)

    def test_every_row_can_be_asked_for(self) -> None:
        vectors = unit(3000, 16, 1)
        found, _ = built(vectors)
        for count in (3000, 9999):
            rows, cosines = nearest(found, vectors[5], count)
            assert sorted(rows.tolist()) == list(range(3000))
            assert (np.diff(cosines) <= 0).all()

    def test_the_same_vectors_give_the_same_index(self) -> None:
        vectors = unit(3000, 16, 1)
        rows, cosines = nearest(built(vectors)[0], vectors[5], 50)
        again = nearest(built(vectors)[0], vectors[5], 50)
        np.testing.assert_array_equal(rows, again[0])
        np.testing.assert_array_equal(cosines, again[1])

    def test_added_vectors_are_found_like_the_others(self, tmp_path: Path) -> None:
        vectors = unit(3000, 16, 1)
        file = str(tmp_path / "vectors.faiss")
        faiss.write_index(built(vectors[:2000])[0], file)
        found = extended(file, (vectors[2000:2500], vectors[2500:]))
        for row in (7, 2001, 2999):
            assert nearest(found, vectors[row], 1)[0].tolist() == [row]


@pytest.mark.parametrize("limit", [1000, 10])
def test_dead_rows_are_not_found(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(layout, "FLAT_LIMIT", limit)
    vectors = unit(500, 16, 1)
    found, _ = built(vectors)
    alive = np.random.default_rng(5).random(500) < 0.7
    # The query's whole neighborhood is dead.
    alive[np.argsort(-(vectors @ vectors[3]))[:60]] = False
    every, cosines = nearest(found, vectors[3], 500)
    kept = alive[every]
    for count in (1, 20, 100, 500):
        rows, values = nearest(found, vectors[3], count, alive)
        np.testing.assert_array_equal(rows, every[kept][:count])
        np.testing.assert_allclose(values, cosines[kept][:count])
    assert not len(nearest(found, vectors[3], 5, np.zeros(500, bool))[0])


@pytest.mark.parametrize("limit", [1000, 10])
def test_a_vector_without_direction_finds_nothing(
    monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(layout, "FLAT_LIMIT", limit)
    vectors = unit(500, 16, 1)
    found, _ = built(vectors)
    assert not len(nearest(found, np.full(16, np.nan, np.float32), 5)[0])
    assert not len(nearest(found, vectors[3], 0)[0])
    assert not len(nearest(built(vectors[:0])[0], vectors[3], 5)[0])
