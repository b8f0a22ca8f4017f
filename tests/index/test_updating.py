"""A large index after small changes of its bank: the same hits as one built anew."""

from pathlib import Path
from typing import Any

import faiss
import msgspec
import numpy as np
import pytest

from corpus.banks import Bank
from corpus.models import KeyPoint, Question
from index import building, layout, updating
from index.building import build
from index.calibrating import UNCALIBRATED
from index.errors import BuildInterrupted
from index.layout import nearest
from index.passages import passages, texts_fingerprint
from index.searching import Searcher
from index.storage import StoredIndex, load


@pytest.fixture(autouse=True)
def lists_from_few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "FLAT_LIMIT", 50)
    monkeypatch.setattr(layout, "BLOCK", 64)
    monkeypatch.setattr(building, "calibrate", lambda *_: UNCALIBRATED)


def question(number: int, says: str = "says") -> Question:
    return Question(
        id=f"q{number}",
        text=f"text {number}",
        aliases=tuple(f"alias {number} {k}" for k in range(number % 3)),
        answer=f"answer {number}",
        key_points=(
            KeyPoint(
                id="p", point=f"point {number}", says=(f"{says} {number}", f"{says} {-number}")
            ),
        ),
    )


BANK = Bank(tuple(question(n) for n in range(80)))


def changed(bank: Bank) -> Bank:
    """One question gone, one edited, one renamed, one new in the middle."""
    questions = list(bank.questions)
    questions[7] = msgspec.structs.replace(questions[7], aliases=("another", "alias 7 0"))
    questions[20] = msgspec.structs.replace(questions[20], id="renamed")
    questions.insert(40, question(500))
    del questions[3]
    return Bank(tuple(questions))


def hits(stored: StoredIndex, encoder: Any, count: int = 25) -> list[Any]:
    searcher = Searcher(stored, encoder)
    return [
        [(h.question_id, h.passage, h.score) for h in searcher.search(f"query {n}", 10)]
        for n in range(count)
    ]


def same_hits(stored: StoredIndex, fresh: StoredIndex, encoder: Any) -> None:
    """Up to the rounding of float16."""
    for mine, theirs in zip(hits(stored, encoder), hits(fresh, encoder), strict=True):
        assert [hit[:2] for hit in mine] == [hit[:2] for hit in theirs]
        assert [hit[2] for hit in mine] == pytest.approx([hit[2] for hit in theirs], abs=3e-6)


def exactly(stored: StoredIndex, encoder: Any) -> StoredIndex:
    """A flat index over the same passages, in bank order, with exact vectors."""
    flat = faiss.IndexFlatIP(encoder.dimension)
    order = np.argsort(stored.passages.owners[stored.passages.living], kind="stable")
    listed = [list(stored.passages)[place] for place in order]
    flat.add(encoder.encode([passage.text for passage in listed]))
    manifest = msgspec.structs.replace(stored.manifest, factory="Flat", dead=0)
    return StoredIndex(manifest, listed, stored.lexicon, flat)


def test_the_large_layout_is_chosen(fake_encoder: Any, tmp_path: Path) -> None:
    built = build(BANK, fake_encoder, tmp_path, source="s")
    assert built.manifest.factory == "PQ4x4fs,Refine(SQfp16)"
    stored = load(tmp_path)
    assert isinstance(stored.faiss, faiss.IndexRefine)
    assert stored.passages == passages(BANK.questions)
    np.testing.assert_allclose(
        stored.vectors(), fake_encoder.encode([p.text for p in stored.passages]), atol=0.0005
    )


def test_an_update_gives_what_a_fresh_build_gives(
    fake_encoder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(BANK, fake_encoder, tmp_path / "kept", source="s")
    before = load(tmp_path / "kept")
    fake_encoder.seen.clear()
    monkeypatch.setattr(layout, "assemble", None)  # nothing is built anew, nothing trained
    bank = changed(BANK)
    built = build(bank, fake_encoder, tmp_path / "kept", source="t")
    assert sorted(fake_encoder.seen) == sorted(
        {p.text for p in passages(bank.questions)} - {p.text for p in passages(BANK.questions)}
    )
    assert (built.embedded, built.reused) == (
        8,
        len({p.text for p in passages(bank.questions)}) - 8,
    )
    monkeypatch.undo()
    stored = load(tmp_path / "kept")
    listed = passages(bank.questions)
    assert sorted(stored.passages, key=str) == sorted(listed, key=str)
    manifest = stored.manifest
    assert manifest == built.manifest
    assert (manifest.passages, manifest.questions) == (len(listed), 80)
    assert (manifest.dead, manifest.added) == (
        sum(len(passages([BANK.questions[n]])) for n in (3, 7, 20)),
        sum(len(passages([bank.by_id[key]])) for key in ("q7", "renamed", "q500")),
    )
    assert (manifest.texts, manifest.source) == (texts_fingerprint(listed), "t")
    assert stored.faiss.ntotal == before.faiss.ntotal + manifest.added
    assert stored.passages.questions == [q.id for q in bank.questions]
    fresh = exactly(stored, fake_encoder)
    assert list(fresh.passages) == listed
    for query in fake_encoder.encode([f"query {n}" for n in range(30)]):
        rows, cosines = nearest(stored.faiss, query, 1000, stored.alive)
        assert len(rows) == len(listed)
        exact = dict(zip(map(str, listed), fresh.vectors() @ query, strict=True))
        found = [exact[str(stored.passages[row])] for row in rows.tolist()]
        np.testing.assert_allclose(cosines, found, atol=0.0005)
    # Vectors used again are those of float16.
    np.testing.assert_allclose(stored.centroids, fresh.centroids, atol=0.0005)


def test_hits_equal_those_of_the_same_rows_in_bank_order(fake_encoder: Any, tmp_path: Path) -> None:
    # The yardstick has the very vectors of the updated index, so only rows and owners may differ.
    build(BANK, fake_encoder, tmp_path, source="s")
    build(changed(BANK), fake_encoder, tmp_path, source="t")
    stored = load(tmp_path)
    fresh = exactly(stored, fake_encoder)
    fresh.faiss.reset()
    rows = np.flatnonzero(stored.passages.living)
    rows = rows[np.argsort(stored.passages.owners[rows], kind="stable")]
    fresh.faiss.add(stored.vectors(rows))
    same_hits(stored, fresh, fake_encoder)
    found = Searcher(stored, fake_encoder).search("query 1", 9, exclude=["renamed", "q500", "none"])
    assert not {"renamed", "q500"} & {hit.question_id for hit in found}
    assert len(found) == 9


def test_updates_follow_each_other_until_the_index_is_worn(
    fake_encoder: Any, tmp_path: Path
) -> None:
    bank = BANK
    build(bank, fake_encoder, tmp_path, source="0")
    worn = []
    for number in range(1, 12):
        bank = Bank((*bank.questions[1:], question(1000 + number)))
        fake_encoder.seen.clear()
        manifest = build(bank, fake_encoder, tmp_path, source=str(number)).manifest
        assert len(fake_encoder.seen) == len(passages(bank.questions[-1:]))
        worn.append(manifest.dead + manifest.added)
        stored = load(tmp_path)
        assert sorted(map(str, stored.passages)) == sorted(map(str, passages(bank.questions)))
        assert worn[-1] <= updating._REBUILT_FROM * len(stored.passages)
    assert 0 in worn[1:]  # it was built anew, from the vectors it had
    assert sum(count > 0 for count in worn) > 6


def test_too_great_a_change_builds_anew(fake_encoder: Any, tmp_path: Path) -> None:
    build(BANK, fake_encoder, tmp_path, source="s")
    fake_encoder.seen.clear()
    bank = Bank((*BANK.questions[:60], *(question(100 + n) for n in range(20))))
    manifest = build(bank, fake_encoder, tmp_path, source="t").manifest
    assert (manifest.dead, manifest.added) == (0, 0)
    assert len(fake_encoder.seen) == len(passages(bank.questions[60:]))
    assert load(tmp_path).passages == passages(bank.questions)


def test_an_interrupted_update_goes_on(
    fake_encoder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_CHUNK", 2)
    build(BANK, fake_encoder, tmp_path, source="s")
    bank = Bank((*BANK.questions, question(900)))
    stops = iter([False, False, True])
    with pytest.raises(BuildInterrupted):
        build(bank, fake_encoder, tmp_path, source="t", stop=lambda: next(stops))
    assert load(tmp_path).manifest.source == "s"
    fake_encoder.seen.clear()
    built = build(bank, fake_encoder, tmp_path, source="t")
    assert built.embedded == len(fake_encoder.seen) == len(passages(bank.questions[-1:])) - 4
    assert built.manifest.added == len(passages(bank.questions[-1:]))


def test_an_index_that_becomes_large_is_built_with_codes(fake_encoder: Any, tmp_path: Path) -> None:
    build(Bank(BANK.questions[:8]), fake_encoder, tmp_path, source="s")
    assert load(tmp_path).manifest.factory == "Flat"
    manifest = build(BANK, fake_encoder, tmp_path, source="t").manifest
    assert (manifest.factory, manifest.added) == ("PQ4x4fs,Refine(SQfp16)", 0)


def test_calibration_takes_exact_vectors(
    fake_encoder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    differences = []

    def compared(_bank: Any, stored: StoredIndex, encoder: Any, vectors_of: Any) -> Any:
        rows = np.array([11, 3])
        texts = [stored.passages[row].text for row in rows.tolist()]
        differences.append(np.abs(vectors_of(rows) - encoder.encode(texts)).max())
        return UNCALIBRATED

    monkeypatch.setattr(building, "calibrate", compared)
    build(BANK, fake_encoder, tmp_path, source="s")
    assert differences == [0]
