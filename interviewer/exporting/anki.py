"""Questions and weak points as Anki decks.

Ids are stable: deck and note type by their names, a note by its question or key point. So importing a
later export updates the notes and keeps what Anki knows of them.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.banks import topic_of
from corpus.models import Question
from interviewer.exporting.page import items, plain, rendered
from interviewer.schedule.ledger import WeakPoint

if TYPE_CHECKING:
    import genanki

QUESTION_DECK = "Interviewer"
WEAK_DECK = "Interviewer::Weak points"
_STYLE = """
.card { font: 18px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem;
  text-align: left; }
.topic { color: #5b6472; font-size: .8em; } .nightMode .topic { color: #a2abb8; }
pre { white-space: pre-wrap; }
"""


def write_questions(file: Path, questions: Iterable[Question], now: datetime) -> int:
    """Write a deck of questions with their answers and key points; returns how many there are.

    Args:
        file: an `.apkg` file.
        questions: those without an answer and without key points are left out.
        now: an import replaces notes that are older.

    Raises:
        OSError: the file cannot be written.
    """
    notes = [
        _note(
            f"question:{question.id}",
            [
                plain(question.spoken),
                rendered(question.answer or ""),
                items([plain(point.point) for point in question.key_points]),
                plain(topic_of(question)),
            ],
            topic_of(question),
        )
        for question in questions
        if question.answer or question.has_rubric
    ]
    return _write(file, QUESTION_DECK, notes, now)


def write_weak_points(
    file: Path,
    points: Sequence[WeakPoint],
    questions: Mapping[str, Question],
    now: datetime,
) -> int:
    """Write a deck of what keeps being missed; returns how many notes there are.

    Args:
        file: an `.apkg` file.
        points: the ledger.
        questions: the bank by id.
        now: an import replaces notes that are older.

    Raises:
        OSError: the file cannot be written.
    """
    notes = []
    for weak in points:
        # The first by name, whatever was missed most since: the note stays the same.
        source = min(weak.sources, key=lambda one: (one.question_id, one.point_id))
        question = questions[source.question_id]
        point = question.key_point(source.point_id)
        notes.append(
            _note(
                f"point:{question.id}:{point.id}",
                [
                    plain(point.probe or question.spoken),
                    plain(point.point),
                    f"<p>From: {plain(question.text)}</p>",
                    plain(topic_of(question)),
                ],
                topic_of(question),
            )
        )
    return _write(file, WEAK_DECK, notes, now)


def _write(file: Path, name: str, notes: Iterable["genanki.Note"], now: datetime) -> int:
    import genanki

    deck = genanki.Deck(_number(name), name)
    for note in notes:
        deck.add_note(note)
    partial = file.with_name(file.name + ".partial")
    genanki.Package(deck).write_to_file(str(partial), timestamp=now.timestamp())
    partial.replace(file)
    return len(deck.notes)


def _note(key: str, fields: list[str], topic: str) -> "genanki.Note":
    import genanki

    tag = "-".join("".join(c if c.isalnum() else " " for c in topic.lower()).split())
    return genanki.Note(
        model=_model(), fields=fields, tags=[tag], guid=genanki.guid_for("interviewer", key)
    )


def _model() -> "genanki.Model":
    import genanki

    name = "Interviewer question"
    template: dict[str, Any] = {
        "name": "Question",
        "qfmt": '<p class="topic">{{Topic}}</p><p>{{Question}}</p>',
        "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}{{#Points}}{{Points}}{{/Points}}",
    }
    return genanki.Model(
        _number(name),
        name,
        fields=[{"name": field} for field in ("Question", "Answer", "Points", "Topic")],
        templates=[template],
        css=_STYLE,
    )


def _number(name: str) -> int:
    """An id that is always the same for a name, in the range that Anki uses."""
    return 1 << 30 | int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") >> 2
