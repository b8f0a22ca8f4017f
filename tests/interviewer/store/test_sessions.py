"""Sessions as they are kept and come back, told as stories."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from interviewer.engine.state import Session
from interviewer.store.errors import HeldElsewhere, NotKept, StoreError
from interviewer.store.opening import open_store
from interviewer.store.records import Kept, Marks
from interviewer.store.resuming import resume_session
from interviewer.store.store import Store
from tests.interviewer.store.stories import QUESTIONS, START, SetClock, advanced, begun


def held(store: Store, *texts: str) -> Kept:
    """A session of three questions with some texts sent and judged."""
    kept = store.sessions.begin(begun(), QUESTIONS.values())
    for text in texts:
        kept = store.sessions.hear(kept, text)
        kept = store.sessions.keep(kept, advanced(kept.session, text))
    return kept


def test_a_kept_session_comes_back_equal(store: Store) -> None:
    kept = held(store, "the moon", "two of them")
    assert store.sessions.load(kept.id) == kept
    assert store.sessions.questions(kept.id) == QUESTIONS


def test_a_text_is_kept_before_it_is_judged_and_judged_at_resume(store: Store, file: Path) -> None:
    kept = held(store, "the moon")
    store.sessions.hear(kept, "wind, two")
    with open_store(file, SetClock()) as other:
        loaded = other.sessions.load(kept.id)
        assert (loaded.heard, loaded.pending, loaded.session) == (2, ("wind, two",), kept.session)
        resumed = resume_session(other, kept.id, advanced)
        assert resumed.session == advanced(kept.session, "wind, two")
        assert other.sessions.load(kept.id) == resumed


def test_several_texts_sent_before_any_is_judged(store: Store) -> None:
    kept = store.sessions.begin(begun(), QUESTIONS.values())
    first = store.sessions.hear(kept, "moon")
    second = store.sessions.hear(first, "two")
    assert store.sessions.load(kept.id).pending == ("moon", "two")
    state = advanced(kept.session, "moon")
    store.sessions.keep(first, state)
    assert store.sessions.load(kept.id).pending == ("two",)
    store.sessions.keep(second, advanced(state, "two"))
    assert store.sessions.load(kept.id).pending == ()
    assert store.sessions.load(kept.id).session == advanced(state, "two")


def test_the_list_tells_what_there_is(store: Store) -> None:
    held(store, "the moon", "/skip", "the moon, two a day")
    held(store, "nothing")
    done, still_open = reversed(store.sessions.rows())
    assert (done.planned, done.asked, done.score, done.open) == (3, 3, (0.75 + 1.0) / 2, False)
    assert (still_open.planned, still_open.asked, still_open.score) == (3, 2, 0.0)
    assert [row.id for row in store.sessions.rows(open_only=True)] == [2]
    assert (store.sessions.count(), store.sessions.count(open_only=True)) == (2, 1)
    assert [row.id for row in store.sessions.rows(limit=1, offset=1)] == [1]


def test_a_session_that_is_over_is_not_resumed(store: Store) -> None:
    kept = held(store, "a", "b", "c")
    with pytest.raises(StoreError, match=r"Session 1 is over.*interviewer report 1"):
        resume_session(store, kept.id, advanced)
    left = held(store)
    store.sessions.finish(left.id)
    with pytest.raises(StoreError, match="Session 2 is over"):
        resume_session(store, left.id, advanced)


def test_another_window_is_never_overwritten(store: Store, file: Path) -> None:
    mine = held(store, "moon")
    with open_store(file, SetClock()) as other:
        theirs = resume_session(other, mine.id, advanced)
        theirs = other.sessions.hear(theirs, "theirs")
        with pytest.raises(HeldElsewhere, match="another window"):
            store.sessions.hear(mine, "mine")
        other.sessions.keep(theirs, advanced(theirs.session, "theirs"))
        with pytest.raises(HeldElsewhere):
            store.sessions.keep(mine, advanced(mine.session, "mine"))
    said = [turn.text for turn in store.sessions.load(mine.id).session.turns]
    assert "theirs" in said
    assert "mine" not in said


def test_drafts(store: Store) -> None:
    kept = held(store)
    assert store.sessions.draft(kept.id) == ""
    store.sessions.save_draft(kept.id, "half a sen")
    store.sessions.save_draft(kept.id, "half a sentence")
    assert store.sessions.draft(kept.id) == "half a sentence"
    store.sessions.hear(kept, "half a sentence, sent")
    assert store.sessions.draft(kept.id) == ""
    store.sessions.save_draft(kept.id, "x")
    store.sessions.save_draft(kept.id, "")
    assert store.sessions.draft(kept.id) == ""


def test_delete_leaves_nothing_of_a_session(store: Store) -> None:
    kept = held(store, "moon", "moon", "moon")
    other = store.sessions.begin(begun("rain"), [QUESTIONS["rain"]], retry_of=kept.id)
    store.sessions.delete(kept.id)
    assert store.sessions.row(other.id).retry_of is None
    assert store.search.turns("moon") == []
    assert store.sessions.questions(other.id) == {"rain": QUESTIONS["rain"]}
    with store.database.reading() as connection:
        for table in ("texts", "turns", "asked", "verdicts"):
            assert (
                connection.execute(f"SELECT count(*) FROM {table} WHERE session_id = 1").fetchone()[
                    0
                ]
                == 0
            )
        assert connection.execute("SELECT count(*) FROM questions").fetchone()[0] == 1
    assert store.database.problems() == []
    for gone in (store.sessions.load, store.sessions.row, store.sessions.delete):
        with pytest.raises(NotKept, match="There is no session 1"):
            gone(kept.id)


def test_names_notes_and_signs(store: Store) -> None:
    kept = held(store)
    marks = Marks(note="ask again", bookmarked=True, flagged=True)
    store.marking.rename(kept.id, "Monday")
    store.marking.mark_session(kept.id, marks)
    row = store.sessions.row(kept.id)
    assert (row.name, row.marks) == ("Monday", marks)
    store.marking.mark_question("tides", Marks(suspended=True))
    assert store.marking.questions() == {"tides": Marks(suspended=True)}
    store.marking.mark_question("tides", Marks())
    assert store.marking.questions() == {}
    with pytest.raises(NotKept):
        store.marking.rename(9, "x")


def test_fields_of_another_version_are_passed_over_or_filled_in(store: Store) -> None:
    kept = held(store, "moon")
    with store.database.writing() as connection:
        record = msgspec.json.decode(msgspec.json.encode(kept.session))
        record["mood"] = "good"
        record["asked"][0]["pace"] = {"words": 2}
        del record["asked"][0]["hints"]
        text = msgspec.json.encode(record).decode()
        connection.execute("UPDATE snapshots SET session = ?", (text,))
        question = msgspec.json.decode(msgspec.json.encode(QUESTIONS["tides"]))
        question["color"] = "blue"
        question["key_points"][0]["tone"] = 3
        connection.execute(
            'UPDATE questions SET record = ? WHERE record LIKE \'%"id":"tides"%\'',
            (msgspec.json.encode(question).decode(),),
        )
    assert store.sessions.load(kept.id).session == kept.session
    assert store.sessions.questions(kept.id) == QUESTIONS


def test_a_verdict_kept_before_there_were_credits_is_read(store: Store) -> None:
    kept = held(store, "moon")
    with store.database.writing() as connection:
        for table, column in (("snapshots", "session"), ("asked", "record")):
            connection.execute(
                f"UPDATE {table} SET {column} = replace({column}, '\"credit\":1.0,', '')"
            )
    for asked in (store.sessions.load(kept.id).session.asked[0], store.cards.asked()[0].asked):
        assert asked.assessment is not None
        assert [one.verdict for one in asked.assessment.points] == ["covered", "missed"]
        assert asked.assessment.points[0].credit == 0.0
        assert asked.assessment.score == 0.75


def test_a_state_that_cannot_be_understood_is_one_sentence(store: Store) -> None:
    kept = held(store, "moon")
    with store.database.writing() as connection:
        connection.execute("UPDATE snapshots SET session = replace(session, 'answer', 'sung')")
    with pytest.raises(StoreError, match="Session 1 was kept by another version"):
        store.sessions.load(kept.id)


@pytest.mark.parametrize(
    "text", ["", "\0", "w[i] [/b] 🎉 \u202e", "a\ud800b", "x" * 300_000, "'; --"]
)
def test_odd_texts_come_back(store: Store, text: str) -> None:
    kept = held(store, text)
    loaded = store.sessions.load(kept.id).session
    expected = text.replace("\ud800", "?")
    assert loaded.turns[1].text == expected
    store.sessions.hear(kept, text)
    assert store.sessions.load(kept.id).pending == (expected,)


def test_a_changed_earlier_turn_is_written_anew(store: Store) -> None:
    kept = held(store, "moon", "two")
    turns = list(kept.session.turns)
    turns[1] = msgspec.structs.replace(turns[1], text="the sun")
    changed: Session = msgspec.structs.replace(kept.session, turns=tuple(turns))
    store.sessions.keep(kept, changed)
    assert [found.turn for found in store.search.turns("sun")] == [1]
    assert store.search.turns("moon") == []


def test_clock_set_back_and_time_zone_changed(store: Store, clock: SetClock) -> None:
    clock.move(10)
    first = held(store, "moon")
    clock.set(START - timedelta(days=400))
    first = store.sessions.hear(first, "two")
    store.sessions.keep(first, advanced(first.session, "two"))
    second = held(store, "moon")
    clock.move(-8)
    third = held(store, "moon")
    rows = store.sessions.rows()
    assert [row.id for row in rows] == [third.id, second.id, first.id]
    assert [row.utc_offset for row in rows] == [-480, 0, 600]
    assert [turn.text for turn in store.sessions.load(first.id).session.turns][1::2] == [
        "moon",
        "two",
    ]
