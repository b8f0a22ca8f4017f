"""The journal of an unfinished build: found again by text and encoder, whatever is damaged."""

import zlib
from pathlib import Path

import numpy as np
import pytest

from index import journal as module
from index.errors import StorageError
from index.journal import Journal

ONE = np.arange(8, dtype=np.float32).reshape(2, 4)
TWO = ONE + 100


@pytest.fixture(autouse=True)
def small_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two vectors a record, so that small files hold several."""
    monkeypatch.setattr(module, "CAPACITY", 2)
    monkeypatch.setattr(module, "_RECORD_BYTES", 16 + 2 * 32)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    found = Journal(tmp_path / "journal", "mini@1", 4)
    assert found.keep(["a", "é \udc80"], ONE).tolist() == [0, 1]
    assert found.keep(["b", "c"], TWO).tolist() == [2, 3]
    return found


def taken(journal: Journal, text: str) -> list[float] | None:
    row = journal.read().get(journal.key(text))
    return None if row is None else journal.take(np.array([row]))[0].tolist()


def files_of(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "journal" / "vectors-4.f32", tmp_path / "journal" / "texts-4.log"


def test_there_and_back(journal: Journal) -> None:
    assert len(journal.read()) == 4
    assert taken(journal, "a") == [0, 1, 2, 3]
    assert taken(journal, "é \udc80") == [4, 5, 6, 7]
    assert taken(journal, "c") == [104, 105, 106, 107]
    np.testing.assert_array_equal(journal.take(np.array([3, 0])), [TWO[1], ONE[0]])


def test_chunks_of_other_sizes(journal: Journal) -> None:
    # A record that is not full leaves its further places empty.
    assert journal.keep(["d"], ONE[:1]).tolist() == [4]
    five = np.arange(20, dtype=np.float32).reshape(5, 4)
    assert journal.keep(list("efghi"), five).tolist() == [6, 7, 8, 9, 10]
    assert taken(journal, "d") == [0, 1, 2, 3]
    assert [taken(journal, text) for text in "efghi"] == five.tolist()
    assert journal.keep([], ONE[:0]).tolist() == []


def test_another_encoder_finds_nothing(journal: Journal, tmp_path: Path) -> None:
    other = Journal(tmp_path / "journal", "mini@2", 4)
    assert other.key("a") != journal.key("a")
    assert other.key("a") not in other.read()
    assert Journal(tmp_path / "journal", "mini@1", 8).read() == {}


def test_no_folder_and_a_cleared_one(journal: Journal, tmp_path: Path) -> None:
    journal.clear()
    assert journal.read() == {}
    assert not (tmp_path / "journal").exists()
    journal.clear()
    assert journal.take(np.empty(0, np.int64)).shape == (0, 4)


@pytest.mark.parametrize("which", [0, 1])
def test_every_truncation_hides_only_what_is_cut(
    journal: Journal, tmp_path: Path, which: int
) -> None:
    whole = [file.read_bytes() for file in files_of(tmp_path)]
    half = len(whole[which]) // 2
    for length in range(len(whole[which])):
        for file, data in zip(files_of(tmp_path), whole, strict=True):
            file.write_bytes(data)
        files_of(tmp_path)[which].write_bytes(whole[which][:length])
        kept = journal.read()
        assert set(kept) == (
            {journal.key("a"), journal.key("é \udc80")} if length >= half else set()
        )
        # The next chunk is found again, and what was whole still is.
        journal.keep(["new"], TWO[:1])
        assert taken(journal, "new") == [100, 101, 102, 103]
        if length >= half:
            assert taken(journal, "a") == [0, 1, 2, 3]


@pytest.mark.parametrize("which", [0, 1])
def test_no_flipped_bit_is_taken_for_a_vector(journal: Journal, tmp_path: Path, which: int) -> None:
    file = files_of(tmp_path)[which]
    data = file.read_bytes()
    for place in range(len(data) // 2):
        flipped = bytes([data[place] ^ (1 << place % 8)])
        file.write_bytes(data[:place] + flipped + data[place + 1 :])
        assert set(journal.read()) == {journal.key("b"), journal.key("c")}
        assert taken(journal, "b") == [100, 101, 102, 103]


@pytest.mark.parametrize("stranger", [b"", b"PK\x03\x04", b"no record at all" * 40])
def test_strange_files_are_passed_over(journal: Journal, tmp_path: Path, stranger: bytes) -> None:
    files_of(tmp_path)[1].write_bytes(stranger)
    assert journal.read() == {}
    journal.keep(["a"], TWO[:1])
    assert taken(journal, "a") == [100, 101, 102, 103]


def test_a_record_that_claims_too_much(journal: Journal, tmp_path: Path) -> None:
    # Whole by its checksum, but its vectors would lie beyond the file.
    keys = b"k" * 64
    with files_of(tmp_path)[1].open("ab") as out:
        out.write(module._HEADER.pack(b"vectors2", 2, zlib.crc32(keys, 2)) + keys)
    assert len(journal.read()) == 4


def test_a_disk_that_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    journal = Journal(tmp_path / "file", "mini@1", 4)
    with pytest.raises(StorageError, match="free the disk or set another home"):
        journal.keep(["a"], ONE[:1])
    assert journal.read() == {}
