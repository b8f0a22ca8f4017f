"""Builds: the right vectors in the right rows, nothing embedded twice, interrupted anywhere."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from corpus.banks import Bank
from corpus.models import Question
from index import building, storage
from index.building import Built, Progress, build
from index.calibrating import UNCALIBRATED
from index.encoder import Encoder
from index.errors import BuildInterrupted, StorageError
from index.manifest import FORMAT
from index.passages import EARLY_KINDS, Passage, passages, texts_fingerprint
from index.storage import StoredIndex, load, read_manifest
from index.trials import calibrate


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_CHUNK", 5)
    # What calibration searches for is no part of what a build embeds.
    monkeypatch.setattr(building, "calibrate", lambda *_: UNCALIBRATED)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "index"


def files_of(root: Path) -> dict[str, bytes]:
    """The current generation's files by name."""
    place = root / (root / "CURRENT").read_text()
    return {file.name: file.read_bytes() for file in place.iterdir()}


def changed(bank: Bank, number: int, **fields: Any) -> Bank:
    questions = list(bank.questions)
    questions[number] = msgspec.structs.replace(questions[number], **fields)
    return Bank(tuple(questions), bank.concepts)


def test_values_against_brute_force(
    built_index: StoredIndex, small_bank: Bank, encoder: Encoder
) -> None:
    listed = passages(small_bank.questions)
    assert built_index.passages == listed
    assert built_index.vectors().shape == (43, 384)
    for row, passage in enumerate(listed):
        oracle = encoder.encode([passage.text])[0]
        np.testing.assert_allclose(built_index.vectors()[row], oracle, atol=2e-6)
    manifest = built_index.manifest
    assert (manifest.format, manifest.encoder, manifest.dimension) == (FORMAT, encoder.id, 384)
    assert (manifest.questions, manifest.passages, manifest.complete) == (4, 43, True)
    assert manifest.texts == texts_fingerprint(listed)
    assert manifest.source == "small"
    # Too few aliases to calibrate on.
    assert manifest.thresholds == UNCALIBRATED
    assert set(built_index.lexicon.words) >= {"forest", "boosting", "window", "deadline"}


def test_faiss_agrees_with_numpy(built_index: StoredIndex, encoder: Encoder) -> None:
    query = encoder.encode(["boosting of trees"])
    scores, rows = built_index.faiss.search(query, 43)
    oracle = built_index.vectors() @ query[0]
    np.testing.assert_allclose(scores[0], oracle[rows[0]], atol=1e-6)
    np.testing.assert_array_equal(scores[0], np.sort(scores[0])[::-1])
    assert sorted(rows[0]) == list(range(43))


def test_each_text_is_embedded_once(small_bank: Bank, fake_encoder: Any, root: Path) -> None:
    twice = changed(small_bank, 0, ask=small_bank.questions[0].text)
    built = build(twice, fake_encoder, root, source="s")
    assert sorted(fake_encoder.seen) == sorted({p.text for p in passages(twice.questions)})
    assert (built.embedded, built.reused) == (42, 0)
    stored = load(root)
    assert len(stored.passages) == 43
    np.testing.assert_array_equal(stored.vectors()[0], stored.vectors()[1])
    oracle = fake_encoder.encode([p.text for p in stored.passages])
    np.testing.assert_array_equal(stored.vectors(), oracle)


def test_what_is_searched_by_is_embedded_first_and_by_length(
    small_bank: Bank, fake_encoder: Any, root: Path
) -> None:
    build(small_bank, fake_encoder, root, source="s")
    early = [p.text for p in passages(small_bank.questions) if p.kind in EARLY_KINDS]
    seen = fake_encoder.seen
    assert seen[:9] == sorted(early, key=lambda text: (len(text), text))
    assert seen[9:] == sorted(seen[9:], key=lambda text: (len(text), text))


def test_a_second_build_embeds_nothing(small_bank: Bank, fake_encoder: Any, root: Path) -> None:
    build(small_bank, fake_encoder, root, source="s")
    before = files_of(root)
    fake_encoder.seen.clear()
    built = build(small_bank, fake_encoder, root, source="t")
    assert fake_encoder.seen == []
    assert (built.embedded, built.reused, built.manifest.source) == (0, 43, "t")
    assert files_of(root)["vectors.faiss"] == before["vectors.faiss"]


def test_a_changed_question_embeds_only_its_new_texts(
    small_bank: Bank, fake_encoder: Any, root: Path
) -> None:
    build(small_bank, fake_encoder, root, source="s")
    fake_encoder.seen.clear()
    other = changed(small_bank, 1, text="How does boosting work?", aliases=("boosting",))
    built = build(other, fake_encoder, root, source="t")
    assert sorted(fake_encoder.seen) == ["How does boosting work?", "boosting"]
    assert (built.embedded, built.reused) == (2, 41)
    stored = load(root)
    assert stored.passages == passages(other.questions)
    np.testing.assert_array_equal(
        stored.vectors(), fake_encoder.encode([p.text for p in stored.passages])
    )


def test_a_removed_question_is_gone(small_bank: Bank, fake_encoder: Any, root: Path) -> None:
    build(small_bank, fake_encoder, root, source="s")
    fake_encoder.seen.clear()
    built = build(Bank(small_bank.questions[2:]), fake_encoder, root, source="t")
    assert fake_encoder.seen == []
    assert built.manifest.questions == 2
    assert {p.question_id for p in load(root).passages} == {"moving-average", "missed-deadline"}


def test_force_reuses_nothing(small_bank: Bank, fake_encoder: Any, root: Path) -> None:
    build(small_bank, fake_encoder, root, source="s")
    fake_encoder.seen.clear()
    built = build(small_bank, fake_encoder, root, source="s", force=True)
    assert len(fake_encoder.seen) == 43
    assert (built.embedded, built.reused) == (43, 0)


def test_another_encoder_reuses_nothing(
    small_bank: Bank, fake_encoder: Any, make_encoder: Callable[..., Any], root: Path
) -> None:
    build(small_bank, fake_encoder, root, source="s")
    other = make_encoder("other@2", dimension=8)
    built = build(small_bank, other, root, source="s")
    assert (built.embedded, built.reused, built.manifest.dimension) == (43, 0, 8)
    np.testing.assert_array_equal(
        load(root).vectors(), other.encode([p.text for p in load(root).passages])
    )


def test_a_damaged_index_is_built_anew(small_bank: Bank, fake_encoder: Any, root: Path) -> None:
    build(small_bank, fake_encoder, root, source="s")
    before = files_of(root)
    place = root / (root / "CURRENT").read_text()
    (place / "vectors.faiss").write_bytes(b"IxFI")
    fake_encoder.seen.clear()
    build(small_bank, fake_encoder, root, source="s")
    assert len(fake_encoder.seen) == 43
    assert files_of(root) == before


def test_progress(small_bank: Bank, fake_encoder: Any, root: Path) -> None:
    told: list[Progress] = []
    build(small_bank, fake_encoder, root, source="s", progress=told.append)
    assert [(p.done, p.total, p.reused) for p in told] == [
        (done, 43, 0) for done in (0, 5, 10, 15, 20, 25, 30, 35, 40, 43)
    ]
    assert (told[0].share, told[-1].share) == (0.0, 1.0)
    told.clear()
    other = changed(small_bank, 1, text="Other?")
    build(other, fake_encoder, root, source="s", progress=told.append)
    assert [(p.done, p.total, p.reused) for p in told] == [(42, 43, 42), (43, 43, 42)]


def test_an_empty_bank(fake_encoder: Any, root: Path) -> None:
    told: list[Progress] = []
    built = build(Bank(()), fake_encoder, root, source="s", progress=told.append)
    assert told == [Progress(0, 0, 0)]
    assert told[0].share == 1.0
    assert (built.manifest.passages, built.manifest.complete) == (0, True)
    assert load(root).vectors().shape == (0, 16)


class TestInterrupted:
    """Stopped before chunk k, then resumed."""

    def interrupted(self, bank: Bank, encoder: Any, root: Path, after: int) -> BuildInterrupted:
        answers: Iterator[bool] = iter([False] * after + [True])
        with pytest.raises(BuildInterrupted) as caught:
            build(bank, encoder, root, source="s", stop=lambda: next(answers))
        return caught.value

    @pytest.mark.parametrize("after", range(9))
    def test_resumed_it_gives_the_identical_index(
        self, small_bank: Bank, make_encoder: Any, tmp_path: Path, after: int
    ) -> None:
        straight, first, second = make_encoder(), make_encoder(), make_encoder()
        build(small_bank, straight, tmp_path / "straight", source="s")
        error = self.interrupted(small_bank, first, tmp_path / "torn", after)
        assert str(error).startswith(f"The build was stopped at {5 * after} of 43 texts; ")
        assert first.seen == straight.seen[: 5 * after]
        built = build(small_bank, second, tmp_path / "torn", source="s")
        assert second.seen == straight.seen[5 * after :]
        assert built == Built(built.manifest, 43 - 5 * after, 5 * after)
        assert files_of(tmp_path / "torn") == files_of(tmp_path / "straight")
        assert not (tmp_path / "torn" / "journal").exists()

    def test_with_the_real_encoder_too(
        self, small_bank: Bank, encoder: Encoder, tmp_path: Path
    ) -> None:
        build(small_bank, encoder, tmp_path / "straight", source="s")
        self.interrupted(small_bank, encoder, tmp_path / "torn", 4)
        build(small_bank, encoder, tmp_path / "torn", source="s")
        assert files_of(tmp_path / "torn") == files_of(tmp_path / "straight")

    def test_the_early_index_comes_as_soon_as_it_can(
        self, small_bank: Bank, fake_encoder: Any, root: Path
    ) -> None:
        self.interrupted(small_bank, fake_encoder, root, 1)
        assert read_manifest(root) is None
        self.interrupted(small_bank, fake_encoder, root, 1)
        early = [p for p in passages(small_bank.questions) if p.kind in EARLY_KINDS]
        stored = load(root)
        assert stored.passages == early
        assert (stored.manifest.complete, stored.manifest.passages) == (False, 9)
        assert stored.manifest.texts == texts_fingerprint(early)
        np.testing.assert_array_equal(
            stored.vectors(), fake_encoder.encode([p.text for p in early])
        )

    def test_an_early_index_lost_after_its_chunk_is_made_up_for(
        self, small_bank: Bank, fake_encoder: Any, root: Path
    ) -> None:
        self.interrupted(small_bank, fake_encoder, root, 2)
        (root / "CURRENT").unlink()
        self.interrupted(small_bank, fake_encoder, root, 1)
        assert load(root).manifest.passages == 9

    def test_an_older_whole_index_is_not_replaced_by_an_early_one(
        self, small_bank: Bank, fake_encoder: Any, root: Path
    ) -> None:
        build(Bank(small_bank.questions[2:]), fake_encoder, root, source="old")
        self.interrupted(small_bank, fake_encoder, root, 4)
        manifest = load(root).manifest
        assert (manifest.source, manifest.complete, manifest.questions) == ("old", True, 2)

    def test_an_index_of_another_encoder_is_replaced_early(
        self, small_bank: Bank, fake_encoder: Any, make_encoder: Any, root: Path
    ) -> None:
        build(small_bank, make_encoder("other@2"), root, source="s")
        self.interrupted(small_bank, fake_encoder, root, 2)
        manifest = load(root).manifest
        assert (manifest.encoder, manifest.complete) == ("fake@1", False)

    def test_force_forgets_the_journal(
        self, small_bank: Bank, fake_encoder: Any, root: Path
    ) -> None:
        self.interrupted(small_bank, fake_encoder, root, 4)
        fake_encoder.seen.clear()
        build(small_bank, fake_encoder, root, source="s", force=True)
        assert len(fake_encoder.seen) == 43

    def test_a_failing_encoder_keeps_what_was_done(
        self, small_bank: Bank, fake_encoder: Any, make_encoder: Any, root: Path
    ) -> None:
        class Failing(type(fake_encoder)):  # type: ignore[misc]
            def encode(self, texts: Any) -> Any:
                if len(self.seen) >= 20:
                    raise MemoryError
                return super().encode(texts)

        with pytest.raises(MemoryError):
            build(small_bank, Failing(), root, source="s")
        assert build(small_bank, fake_encoder, root, source="s").reused == 20


def test_a_bank_twice_as_rich_reuses_what_it_still_holds_from_the_journal(
    small_bank: Bank, fake_encoder: Any, root: Path
) -> None:
    stops = iter([False, False, True])
    with pytest.raises(BuildInterrupted):
        build(small_bank, fake_encoder, root, source="s", stop=lambda: next(stops))
    more = Bank((*small_bank.questions, Question(id="new", text="New?")))
    fake_encoder.seen.clear()
    built = build(more, fake_encoder, root, source="s")
    assert (built.embedded, built.reused) == (34, 10)
    assert "New?" in fake_encoder.seen


def test_a_place_that_cannot_be_written(
    small_bank: Bank, fake_encoder: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="free the disk or set another home"):
        build(small_bank, fake_encoder, tmp_path / "file" / "index", source="s")


def test_generations_do_not_pile_up(small_bank: Bank, fake_encoder: Any, root: Path) -> None:
    (root / "new-left-behind").mkdir(parents=True)
    for source in "abc":
        build(small_bank, fake_encoder, root, source=source)
    assert len(list(root.iterdir())) == 2  # CURRENT and one generation
    assert storage.read_manifest(root) == load(root).manifest
    assert isinstance(load(root).passages[0], Passage)


def test_a_whole_index_is_calibrated_always_the_same(
    small_bank: Bank, fake_encoder: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    questions = [
        Question(id=f"q{n}", text=f"text {n}", aliases=(f"alias {n}", f"other {n}"))
        for n in range(60)
    ]
    bank = Bank(tuple(questions))
    # One meaning a question, so that aliases find it: 120 right trials.
    real = fake_encoder.encode

    def by_number(texts: Any) -> Any:
        return real([text.split()[-1] for text in texts])

    monkeypatch.setattr(fake_encoder, "encode", by_number)
    thresholds = build(bank, fake_encoder, root, source="s").manifest.thresholds
    assert thresholds != UNCALIBRATED
    assert thresholds == read_manifest(root).thresholds  # type: ignore[union-attr]
    assert thresholds == calibrate(bank, load(root), fake_encoder)
    assert 0 < thresholds.nothing <= thresholds.sure <= 1
