"""Search in transcripts."""

import pytest

from interviewer.store.store import Store
from tests.interviewer.store.stories import QUESTIONS, advanced, begun


@pytest.fixture
def searched(store: Store) -> Store:
    for text in ("The gradients explode", "A gradient vanishes quietly", "Café au lait"):
        kept = store.sessions.begin(begun("tides", "rain"), QUESTIONS.values())
        kept = store.sessions.hear(kept, text)
        store.sessions.keep(kept, advanced(kept.session, text))
    return store


@pytest.mark.parametrize(
    ("words", "sessions"),
    [
        ("gradient", {1, 2}),
        ("GRADIENTS explode", {1}),
        ("vanish", {2}),
        ("van", {2}),
        ("cafe", {3}),
        ("gradient lait", set()),
        ("tides", {1, 2, 3}),
        ("", set()),
        ('"', set()),
        ("gradient OR lait", set()),
        ('grad* NEAR("', set()),
        ("\0", set()),
    ],
)
def test_words_find_turns(searched: Store, words: str, sessions: set[int]) -> None:
    assert {found.session_id for found in searched.search.turns(words)} == sessions


def test_the_find_shows_its_words(searched: Store) -> None:
    (found,) = searched.search.turns("quiet")
    assert found.excerpt == "A gradient vanishes «quietly»"
    assert (found.speaker, found.turn, found.question_id) == ("candidate", 1, "tides")


def test_by_questions(searched: Store) -> None:
    assert searched.search.by_questions(["tides", "rain"], limit=2) == [3, 2]
    assert searched.search.by_questions(["waves"]) == []
    assert searched.search.by_questions([]) == []
