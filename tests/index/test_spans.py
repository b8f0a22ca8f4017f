"""An answer cut up: exact texts and offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spans import MAX_SPANS, Span, spans_of


def texts(answer: str) -> list[str]:
    return [span.text for span in spans_of(answer)]


def test_sentences_and_pairs_with_their_offsets() -> None:
    assert spans_of("It overfits.  Use\nmore data! Or stop early") == [
        Span(0, 12, "It overfits."),
        Span(0, 17, "It overfits. Use"),
        Span(14, 17, "Use"),
        Span(14, 28, "Use more data!"),
        Span(18, 28, "more data!"),
        Span(18, 42, "more data! Or stop early"),
        Span(29, 42, "Or stop early"),
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("one", ["one"]),
        ("  one  ", ["one"]),
        ("A (b.) c", ["A (b.", "A (b.) c", "c"]),
        (
            'He said "no way." Then left',
            ['He said "no way.', 'He said "no way." Then left', "Then left"],
        ),
        ("See e.g. trees and vs. forests", ["See e.g. trees and vs. forests"]),
        ("0.5 is 3.2 times more", ["0.5 is 3.2 times more"]),
        ("Wait… what?", ["Wait…", "Wait… what?", "what?"]),
        # Clauses of four words or more stand alone.
        (
            "the model fits the noise, because it has too many weights; add a penalty term here",
            [
                "the model fits the noise",
                "the model fits the noise, because it has too many weights; add a penalty term here",
                "because it has too many weights",
                "add a penalty term here",
            ],
        ),
        ("we fit, but it fails", ["we fit, but it fails"]),
        (
            "variance falls quite strongly but bias grows a bit",
            [
                "variance falls quite strongly",
                "variance falls quite strongly but bias grows a bit",
                "but bias grows a bit",
            ],
        ),
        # List marks are no words, numbers no sentences.
        ("- first thing\n* second", ["first thing", "first thing * second", "second"]),
        (
            "1. Bagging cuts variance.\n2) Boosting cuts bias.",
            [
                "Bagging cuts variance.",
                "Bagging cuts variance. 2) Boosting cuts bias.",
                "Boosting cuts bias.",
            ],
        ),
        (
            "Points:\n  1. one\n  12. two",
            ["Points:", "Points: 1. one", "one", "one 12. two", "two"],
        ),
        ("How many? 3. Good", ["How many?", "How many? 3.", "3.", "3. Good", "Good"]),
    ],
)
def test_cuts(answer: str, expected: list[str]) -> None:
    assert texts(answer) == expected


_PIECES = st.sampled_from(
    [" ", "\n", "\t", ". ", "? ", "...", ", but ", "; ", " because ", "- ", "1. ", "e.g. ", "\"", ")",
     "word", "Überfit", "過学習。", "😀", "\u2028", "\xa0", "\x00", "a b c d e"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_every_span_is_a_stretch_of_the_answer(answer: str) -> None:
    found = spans_of(answer)
    for span in found:
        raw = answer[span.start : span.end]
        assert " ".join(raw.split()) == span.text != ""
        assert raw == raw.strip()
    places = [(span.start, span.end) for span in found]
    assert places == sorted(set(places))


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_word_is_lost(answer: str) -> None:
    marks = set("-.)1?;,\"'…")
    heard = bytearray(len(answer))
    for span in spans_of(answer):
        heard[span.start : span.end] = b"\1" * (span.end - span.start)
    for at, character in enumerate(answer):
        assert heard[at] or character.isspace() or character in marks, (at, character)


def test_a_very_long_answer_keeps_its_sentences_first() -> None:
    sentences = [f"Sentence number {n} is here." for n in range(150)]
    found = texts(" ".join(sentences))
    assert len(found) == MAX_SPANS
    assert [text for text in found if text.count(".") == 1] == sentences
    assert sum(text.count(".") == 2 for text in found) == MAX_SPANS - 150


@pytest.mark.parametrize(
    "answer",
    [
        "a" + " " * 400_000 + "b",
        "a" + "\n" * 400_000 + "b",
        "." * 400_000,
        '"' * 400_000,
        "a, " * 100_000,
    ],
)
def test_long_runs_are_cut_once(answer: str) -> None:
    # Entered anywhere but at its beginning, the first of these runs takes hours.
    assert 1 <= len(spans_of(answer)) <= 3
