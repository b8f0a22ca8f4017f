"""Decks opened by Anki's own library: what is in them, and that a second import updates."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from interviewer.exporting.anki import write_questions, write_weak_points
from interviewer.progress.overview import Overview
from tests.interviewer.store.stories import QUESTIONS, START


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Any]:
    from anki.collection import Collection

    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def imported(collection: Any, file: Path) -> Any:
    from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    return collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
    ).log


def fields(collection: Any) -> list[dict[str, str]]:
    notes = (collection.get_note(number) for number in collection.find_notes(""))
    return [dict(note.items()) for note in notes]


def test_anki_reads_the_questions(collection: Any, tmp_path: Path) -> None:
    file = tmp_path / "questions.apkg"
    assert write_questions(file, QUESTIONS.values(), START) == 3
    assert len(imported(collection, file).new) == 3
    assert collection.decks.by_name("Interviewer") is not None
    first = fields(collection)[0]
    assert first == {
        "Question": "What makes tides?",
        "Answer": "<p>The moon makes tides.</p>\n",
        "Points": "<ul><li>The moon makes tides.</li><li>There are two tides a day.</li></ul>",
        "Topic": "Sea",
    }
    assert collection.card_count() == 3
    card = collection.get_card(collection.find_cards("tag:sky")[0])
    assert "What makes rain?" in card.question()
    assert "There are two rain a day." in card.answer()


def test_a_second_import_updates_and_adds_nothing(collection: Any, tmp_path: Path) -> None:
    first, second = tmp_path / "1.apkg", tmp_path / "2.apkg"
    write_questions(first, QUESTIONS.values(), START)
    imported(collection, first)
    changed = msgspec.structs.replace(QUESTIONS["rain"], answer="Clouds & <b>cold</b>.")
    write_questions(second, {**QUESTIONS, "rain": changed}.values(), START + timedelta(days=1))
    log = imported(collection, second)
    assert (len(log.new), len(log.updated)) == (0, 3)
    answers = [note["Answer"] for note in fields(collection)]
    assert answers.count("<p>Clouds &amp; &lt;b&gt;cold&lt;/b&gt;.</p>\n") == 1
    assert len(answers) == 3


def test_weak_points(collection: Any, tmp_path: Path, seen: Overview) -> None:
    file = tmp_path / "weak.apkg"
    assert write_weak_points(file, seen.weak_points, QUESTIONS, START) == len(seen.weak_points)
    imported(collection, file)
    assert collection.decks.by_name("Interviewer::Weak points") is not None
    answers = {note["Answer"] for note in fields(collection)}
    assert answers == {point.point for point in seen.weak_points}
