"""An answer cut up: exact texts and offsets."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spans import MAX_SPANS, Span, passage_of, spans_of


def texts(answer: str) -> list[str]:
    return [span.text for span in spans_of(answer)]


def test_sentences_with_their_offsets() -> None:
    assert spans_of("It overfits.  Use\nmore data! Or stop early") == [
        Span(0, 12, "It overfits."),
        Span(14, 17, "Use"),
        Span(18, 28, "more data!"),
        Span(29, 42, "Or stop early"),
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("", []),
        (" \n\t ", []),
        ("one", ["one"]),
        ("  one  ", ["one"]),
        ("A (b.) c", ["A (b.)", "c"]),
        ('He said "no way." Then left', ['He said "no way."', "Then left"]),
        ("See e.g. trees and vs. forests", ["See e.g. trees and vs. forests"]),
        ("0.5 is 3.2 times more", ["0.5 is 3.2 times more"]),
        ("Wait… what?", ["Wait…", "what?"]),
        ("we fit, but it fails", ["we fit, but it fails"]),
        # List marks are no words, numbers no sentences.
        ("- first thing\n* second", ["first thing", "second"]),
        (
            "1. Bagging cuts variance.\n2) Boosting cuts bias.",
            ["Bagging cuts variance.", "Boosting cuts bias."],
        ),
        ("Points:\n  1. one\n  12. two", ["Points:", "one", "two"]),
        ("How many? 3. Good", ["How many?", "3.", "Good"]),
    ],
)
def test_cuts(answer: str, expected: list[str]) -> None:
    assert texts(answer) == expected


def test_a_long_sentence_is_cut_between_clauses_into_pieces_of_28_words() -> None:
    first = "the model fits the noise of the sample, because it has far too many weights for it"
    second = "so it does well on what it saw and badly on everything that comes later in time"
    assert len(f"{first} {second}".split()) == 34
    assert texts(f"{first}, {second}") == [first, second]


def test_words_without_end_are_cut_after_40() -> None:
    assert [len(text.split()) for text in texts("word " * 100)] == [40, 40, 20]


def test_a_passage_is_the_best_span_and_the_next_best_ones() -> None:
    spans = spans_of("One here. Two here. Three here. Four here.")
    one, two, three, four = spans
    assert passage_of(spans, [0.1, 0.9, 0.2, 0.3]) == [two, four, three]
    assert passage_of(spans, [0.5, 0.5, 0.5, 0.5]) == [one, two, three]


def test_a_passage_holds_60_words_at_most() -> None:
    spans = spans_of(" ".join(f"{'word ' * length}end." for length in (26, 35, 20, 4)))
    assert [span.words for span in spans] == [27, 36, 21, 5]
    found = passage_of(spans, [0.9, 0.8, 0.7, 0.1])
    assert [span.words for span in found] == [27, 21, 5]


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
    for (_, end), (start, _) in pairwise(places):
        assert end <= start


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_word_is_lost(answer: str) -> None:
    marks = set("-.)1?;,\"'…")
    heard = bytearray(len(answer))
    for span in spans_of(answer):
        heard[span.start : span.end] = b"\1" * (span.end - span.start)
    for at, character in enumerate(answer):
        assert heard[at] or character.isspace() or character in marks, (at, character)


def test_of_a_very_long_answer_the_beginning_is_read() -> None:
    sentences = [f"Sentence number {n} is here." for n in range(150)]
    assert texts(" ".join(sentences)) == sentences[:MAX_SPANS]


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
    assert 1 <= len(spans_of(answer)) <= MAX_SPANS
