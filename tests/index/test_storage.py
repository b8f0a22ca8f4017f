"""The index directory, damaged in every way: an error that names the cure, or the older index."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import faiss
import msgspec
import numpy as np
import pytest

from index import files, storage
from index.errors import StorageError
from index.lexicon import LexiconData
from index.manifest import FORMAT, Manifest
from index.passages import Passage
from index.storage import StoredIndex, load, publish, read_manifest

REBUILD = "run: interviewer index build --force"
VECTORS = np.eye(6, 8, dtype=np.float32)


LEXICON = LexiconData({"tree": 3}, {"rf": "Random Forest"}, ["word"])


def generation(source: str, **fields: Any) -> StoredIndex:
    listed = [Passage(f"q{n}", "question", "", f"{source} {n}") for n in range(6)]
    manifest = Manifest(
        format=FORMAT,
        encoder="mini@1",
        dimension=8,
        texts="t",
        source=source,
        questions=6,
        passages=6,
        complete=True,
    )
    flat = faiss.IndexFlatIP(8)
    flat.add(VECTORS)
    return StoredIndex(msgspec.structs.replace(manifest, **fields), listed, LEXICON, flat)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    publish(tmp_path / "index", generation("one"))
    return tmp_path / "index"


def place(root: Path) -> Path:
    return root / (root / "CURRENT").read_text()


def refused(root: Path) -> str:
    with pytest.raises(StorageError) as caught:
        load(root)
    return str(caught.value)


def test_there_and_back(root: Path) -> None:
    stored = load(root)
    written = generation("one")
    assert stored.manifest == written.manifest == read_manifest(root)
    assert stored.passages == written.passages
    assert stored.lexicon == LEXICON
    np.testing.assert_array_equal(stored.vectors(), VECTORS)
    assert sorted(file.name for file in place(root).iterdir()) == [
        "centroids.npy",
        "contents.msgpack",
        "kinds.npy",
        "lexicon.msgpack",
        "manifest.json",
        "offsets.npy",
        "owners.npy",
        "texts.npy",
        "vectors.faiss",
    ]


def test_an_open_index_outlives_its_files(root: Path) -> None:
    stored = load(root)
    publish(root, generation("two"))
    assert [p.name for p in root.glob("gen-*")] == [place(root).name]
    np.testing.assert_array_equal(stored.vectors(), VECTORS)
    assert load(root).manifest.source == "two"


@pytest.mark.parametrize(
    "current",
    [
        None,
        b"",
        b"gen-unknown",
        b"../gen-x",
        b"gen-/../../outside",
        b"gen-..\\outside",
        b"/etc",
        b".",
        b"gen-\0",
        b"\xff\xfe",
        b"gen-" + b"x" * 5000,
    ],
)
def test_a_current_that_names_nothing_here(root: Path, current: bytes | None) -> None:
    (root.parent / "outside").mkdir()
    for file in place(root).iterdir():
        (root.parent / "outside" / file.name).write_bytes(file.read_bytes())
    if current is None:
        (root / "CURRENT").unlink()
    else:
        (root / "CURRENT").write_bytes(current)
    assert read_manifest(root) is None
    assert refused(root) == f"There is no index in {root}; run: interviewer index build"


def test_the_outside_would_be_loadable(root: Path) -> None:
    # The counterpart of the test above: it is the name that is refused, not the files.
    os.rename(place(root), root / "gen-other")
    (root / "CURRENT").write_text("gen-other\n")
    assert load(root).manifest.source == "one"


def test_no_folder(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "none") is None
    assert refused(tmp_path / "none").endswith("run: interviewer index build")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b"\xff", b'{"format": 1}', b"\0" * 300, b'{"format": "1"}'],
)
def test_a_garbage_manifest(root: Path, data: bytes) -> None:
    (place(root) / "manifest.json").write_bytes(data)
    assert read_manifest(root) is None
    message = refused(root)
    assert message.startswith(f"The index in {place(root)} is damaged (")
    assert message.endswith(f"); {REBUILD}")


def test_every_truncation_of_the_vectors(root: Path) -> None:
    # FAISS itself crashes the process for a few of these lengths.
    file = place(root) / "vectors.faiss"
    data = file.read_bytes()
    assert len(data) == 45 + 6 * 8 * 4
    for length in range(len(data)):
        file.unlink()
        file.write_bytes(data[:length])
        assert refused(root) == (
            f"The index in {place(root)} is damaged (vectors.faiss is truncated); {REBUILD}"
        )


def test_other_damage_to_the_vectors(root: Path) -> None:
    file = place(root) / "vectors.faiss"
    data = file.read_bytes()
    for spoilt in (b"\0" * len(data), b"XXXX" + data[4:], b"\xff" * 45 + data[45:]):
        file.unlink()
        file.write_bytes(spoilt)
        assert REBUILD in refused(root)


@pytest.mark.parametrize(
    "data", [b"", b"\xc1", b"\x90", b"\x91\x94\xa1q\xa4what\xa0\xa0", b"\xff" * 9]
)
@pytest.mark.parametrize("name", ["contents.msgpack", "lexicon.msgpack"])
def test_garbage_passages_and_words(root: Path, name: str, data: bytes) -> None:
    (place(root) / name).write_bytes(data)
    assert REBUILD in refused(root)


@pytest.mark.parametrize(
    "name", ["lexicon.msgpack", "manifest.json", "contents.msgpack", "vectors.faiss"]
)
def test_a_missing_file(root: Path, name: str) -> None:
    (place(root) / name).unlink()
    assert "No such file or directory" in refused(root)


@pytest.mark.parametrize(
    "fields",
    [
        {"passages": 5},
        {"dimension": 4},
        {"format": 1},
        {"factory": "IVF64,SQ8"},
        {"passages": 7},
        {"dimension": 9},
    ],
)
def test_files_that_do_not_belong_together(root: Path, fields: dict[str, Any]) -> None:
    manifest = generation("one", **fields).manifest
    (place(root) / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    assert refused(root).endswith(REBUILD)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="free the disk or set another home"):
        publish(tmp_path / "file", generation("one"))


_PUBLISH = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
import faiss
from index import files, storage
from index.storage import load, publish

root, step = Path(sys.argv[1]), int(sys.argv[2])
stored = load(root)
calls = 0

def deadly(module, name):
    real = getattr(module, name)
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == step:
            os.kill(os.getpid(), signal.SIGKILL)
        found = real(*args, **kwargs)
        return found
    setattr(module, name, call)

# Everything that touches the disk while publishing, in the order it happens.
deadly(storage.tempfile, "mkdtemp")
deadly(faiss, "write_index")
deadly(storage.msgspec.msgpack, "encode")
deadly(storage.msgspec.json, "encode")
deadly(os, "rename")
deadly(files.tempfile, "mkstemp")
deadly(os, "fsync")
deadly(os, "replace")
deadly(storage.shutil, "rmtree")
from msgspec.structs import replace
flat = faiss.clone_index(stored.faiss)
two = replace(stored.manifest, source="two")
publish(root, storage.StoredIndex(two, stored.passages, stored.lexicon, flat))
print(calls)
"""


def test_a_kill_at_any_step_leaves_a_loadable_index(root: Path, repo: Path) -> None:
    sources = []
    for step in range(1, 12):
        child = subprocess.run(
            [sys.executable, "-c", _PUBLISH, root, str(step), repo],
            cwd=repo,
            capture_output=True,
            text=True,
            check=False,
        )
        stored = load(root)
        sources.append(stored.manifest.source)
        np.testing.assert_array_equal(stored.vectors(), VECTORS)
        if child.returncode == 0:
            break
        assert child.returncode == -signal.SIGKILL, child.stderr
        if stored.manifest.source == "two":
            publish(root, generation("one"))
    # Old until CURRENT is replaced; killed while tidying up, the new one is in force.
    assert sources == ["one"] * 9 + ["two", "two"]
    assert child.stdout == "10\n"
    publish(root, generation("three"))
    assert sorted(p.name for p in root.iterdir() if not p.name.startswith(".")) == [
        "CURRENT",
        place(root).name,
    ]


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    files.write(tmp_path / "f", b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"f cannot be written \(No space left on device\)"):
        files.write(tmp_path / "f", b"new")
    assert files.try_write(tmp_path / "f", b"new") is False
    assert [p.name for p in tmp_path.iterdir()] == ["f"]
    assert (tmp_path / "f").read_bytes() == b"old"
    monkeypatch.undo()
    assert files.try_write(tmp_path / "f", b"new") is True
    assert (tmp_path / "f").read_bytes() == b"new"
    assert storage.CURRENT == "CURRENT"
