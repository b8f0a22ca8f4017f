"""Passages as columns: the same passages back, in memory and from disk."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.banks import Bank
from index.centroids import Centroids
from index.errors import StorageError
from index.lexicon import LexiconData
from index.manifest import FORMAT, Manifest
from index.passages import Passage, passages
from index.rows import DEAD, KINDS, NOBODY, PassageTable, kind_numbers
from index.storage import StoredIndex, load, publish

LISTED = [
    Passage("q", "question", "", "What?"),
    Passage("q", "alias", "0", ""),
    Passage("q", "says", "é–過", "naïve 過学習 \U0001f333\0\n"),
    Passage("ö", "question", "", "\udc80 half a pair"),
    Passage("ö", "follow_up", "1", "And?"),
]

kinds = st.sampled_from(KINDS)
anything = st.text(st.characters(codec=None), max_size=12)


def test_there_and_back() -> None:
    table = PassageTable.of(LISTED)
    assert list(table) == LISTED
    assert table == LISTED
    assert table != LISTED[:-1]
    assert table != 5
    assert [table[row] for row in range(5)] == LISTED
    assert [table.text(row) for row in range(5)] == [p.text for p in LISTED]
    assert table.questions == ["q", "ö"]
    assert table.owners.tolist() == [0, 0, 0, 1, 1]
    assert table.kinds.tolist() == kind_numbers(p.kind for p in LISTED)
    assert len(table.offsets) == 11
    for row in (-1, 5):
        with pytest.raises(IndexError):
            table[row]


def test_none() -> None:
    table = PassageTable.of([])
    assert list(table) == []
    assert len(table) == 0
    assert table.signatures() == {}


def stored_of(listed: list[Passage]) -> StoredIndex:
    manifest = Manifest(
        format=FORMAT,
        encoder="mini@1",
        dimension=4,
        texts="",
        source="",
        questions=len({p.question_id for p in listed}),
        passages=len(listed),
        complete=True,
    )
    flat = faiss.IndexFlatIP(4)
    flat.add(np.eye(len(listed), 4, dtype=np.float32))
    return StoredIndex(manifest, listed, LexiconData({}, {}, []), flat)


@given(
    st.dictionaries(
        anything.filter(bool).map(lambda t: t.encode("utf-8", "replace").decode()),
        st.lists(st.tuples(kinds, anything, anything), min_size=1, max_size=4),
        max_size=5,
    )
)
def test_any_text_through_the_disk(
    tmp_path_factory: pytest.TempPathFactory, bank: dict[str, list[tuple]]
) -> None:
    listed = [Passage(key, *fields) for key, rows in bank.items() for fields in rows]
    root = tmp_path_factory.mktemp("index")
    publish(root, stored_of(listed))
    assert list(load(root).passages) == listed


def test_signatures_tell_every_change() -> None:
    base = LISTED[:3]
    others = [
        base[:2],
        [base[0], base[2], base[1]],
        [*base[:2], Passage("q", "ask", "é–過", base[2].text)],
        [*base[:2], Passage("q", "says", "é–過n", base[2].text[1:])],
        [*base[:2], Passage("q", "says", "é–過", base[2].text + "!")],
    ]
    found = {
        PassageTable.of([*listed, *LISTED[3:]]).signatures()["q"] for listed in [base, *others]
    }
    assert len(found) == 6
    assert PassageTable.of(LISTED).signatures() == PassageTable.of(LISTED).signatures()


def test_an_updated_table() -> None:
    table = PassageTable.of(LISTED)
    new = [Passage("q", "question", "", "Which?"), Passage("a", "ask", "", "a")]
    dead = np.array([True, True, True, False, False])
    found = table.updated(["a", "ö", "q"], dead, PassageTable.of(new))
    assert list(found) == [*LISTED[3:], *new]
    assert found.owners.tolist() == [NOBODY] * 3 + [1, 1, 2, 0]
    assert found.kinds.tolist()[:3] == [DEAD] * 3
    assert found.text(2) == LISTED[2].text
    with pytest.raises(IndexError):
        found[0]
    # Dead rows stay dead, and questions are told apart by their living rows only.
    again = found.updated(
        ["q"], np.array([False] * 3 + [True] * 2 + [False, True]), PassageTable.of([])
    )
    assert list(again) == new[:1]
    assert again.signatures() == PassageTable.of(new[:1]).signatures()


def test_centroids_against_plain_means(small_bank: Bank) -> None:
    listed = passages(small_bank.questions)
    table = PassageTable.of(listed)
    vectors = np.random.default_rng(3).standard_normal((len(listed), 6)).astype(np.float32)
    found = Centroids(len(table.questions), 6)
    for start in range(0, len(listed), 10):
        block = slice(start, start + 10)
        found.add(table.owners[block], table.kinds[block], vectors[block])
    for number, question in enumerate(small_bank.questions):
        for side, wanted in enumerate([("question", "ask", "alias"), ("point", "says")]):
            mine = [
                vectors[row]
                for row, p in enumerate(listed)
                if p.question_id == question.id and p.kind in wanted
            ]
            mean = np.sum(mine, axis=0)
            np.testing.assert_allclose(
                found.unit()[number, side], mean / np.linalg.norm(mean), atol=1e-6
            )


def test_columns_that_do_not_belong_together(tmp_path: Path) -> None:
    publish(tmp_path, stored_of(LISTED[:4]))
    place = tmp_path / (tmp_path / "CURRENT").read_text()
    for name, values in {
        "owners": np.array([0, 0, 0, 2], np.int32),
        "kinds": np.array([0, 0, 77, 0], np.uint8),
        "offsets": np.array([0, 0, 5, 6, 6, 14, 30, 30, 10_000]),
        "centroids": np.zeros((3, 2, 4), np.float32),
        "texts": np.zeros(1000, np.uint16),
    }.items():
        whole = (place / f"{name}.npy").read_bytes()
        (place / f"{name}.npy").unlink()
        np.save(place / f"{name}.npy", values)
        with pytest.raises(StorageError, match=r"belong together|truncated"):
            load(tmp_path)
        (place / f"{name}.npy").write_bytes(whole)
    assert load(tmp_path).passages == LISTED[:4]
