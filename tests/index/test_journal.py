"""The journal of an unfinished build: found again by text and encoder, whatever is damaged."""

from pathlib import Path

import numpy as np
import pytest

from index.journal import Journal

ONE = np.arange(8, dtype=np.float32).reshape(2, 4)
TWO = ONE + 100


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    found = Journal(tmp_path / "journal", "mini@1")
    found.keep(["a", "é \udc80"], ONE)
    found.keep(["b", "c"], TWO)
    return found


def test_there_and_back(journal: Journal) -> None:
    kept = journal.read()
    assert len(kept) == 4
    np.testing.assert_array_equal(kept[journal.key("a")], ONE[0])
    np.testing.assert_array_equal(kept[journal.key("é \udc80")], ONE[1])
    np.testing.assert_array_equal(kept[journal.key("c")], TWO[1])


def test_another_encoder_finds_nothing(journal: Journal, tmp_path: Path) -> None:
    other = Journal(tmp_path / "journal", "mini@2")
    assert other.key("a") != journal.key("a")
    assert other.key("a") not in other.read()


def test_no_folder_and_a_cleared_one(journal: Journal, tmp_path: Path) -> None:
    journal.clear()
    assert journal.read() == {}
    assert not (tmp_path / "journal").exists()
    journal.clear()


def chunk_of(journal: Journal, folder: Path, text: str) -> Path:
    for chunk in folder.glob("*.npz"):
        with np.load(chunk) as data:
            if journal.key(text) in [key.tobytes() for key in data["keys"]]:
                return chunk
    raise AssertionError(text)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.5, 0.9, 0.99])
def test_a_cut_chunk_is_passed_over(journal: Journal, tmp_path: Path, share: float) -> None:
    chunk = chunk_of(journal, tmp_path / "journal", "a")
    data = chunk.read_bytes()
    chunk.write_bytes(data[: int(len(data) * share)])
    kept = journal.read()
    assert set(kept) == {journal.key("b"), journal.key("c")}
    np.testing.assert_array_equal(kept[journal.key("b")], TWO[0])


def test_no_flipped_bit_is_taken_for_a_vector(journal: Journal, tmp_path: Path) -> None:
    chunk = chunk_of(journal, tmp_path / "journal", "a")
    data = chunk.read_bytes()
    right = {journal.key("a"): ONE[0], journal.key("é \udc80"): ONE[1]}
    for place in range(len(data)):
        chunk.write_bytes(
            data[:place] + bytes([data[place] ^ (1 << place % 8)]) + data[place + 1 :]
        )
        kept = journal.read()
        assert {journal.key("b"), journal.key("c")} <= set(kept)
        for key, vector in right.items():
            if key in kept:
                np.testing.assert_array_equal(kept[key], vector)


@pytest.mark.parametrize("stranger", [b"", b"PK\x03\x04", b"no archive at all"])
def test_strange_files_are_passed_over(journal: Journal, tmp_path: Path, stranger: bytes) -> None:
    (tmp_path / "journal" / "0.npz").write_bytes(stranger)
    np.savez(tmp_path / "journal" / "1.npz", other=ONE)
    np.savez(tmp_path / "journal" / "2.npz", keys=np.zeros((3, 32), np.uint8), vectors=ONE)
    np.savez(tmp_path / "journal" / "3.npz", keys=np.array([{}], object), vectors=ONE[:1])
    assert len(journal.read()) == 4


def test_a_disk_that_refuses_does_not_stop_a_build(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    journal = Journal(tmp_path / "file", "mini@1")
    journal.keep(["a"], ONE[:1])
    assert journal.read() == {}
