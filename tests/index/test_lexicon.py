"""What people type in a hurry, read in the bank's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.banks import Bank
from corpus.models import Concept, KeyPoint, Question
from index.lexicon import Lexicon, lexicon_data


def lexicon() -> Lexicon:
    question = Question(
        id="q",
        text="How do gradient boosting and random forests differ, and what is imputation?",
        answer="Each tree takes sqrt(d) features.",
        aliases=(
            "normalization of features",
            "the kernel trick",
            "sort keys",
            "between neural networks",
        ),
        key_points=(
            KeyPoint(
                id="p", point="Linearity of regression and its accuracy.", says=("in a trice",)
            ),
        ),
    )
    concepts = (
        Concept(
            id="sgd",
            name="stochastic gradient descent",
            definition="x",
            abbreviations=("SGD", "online gradient descent"),
        ),
    )
    data = lexicon_data(Bank((question,), concepts), ["what", "limitations", "discriminate", "why"])
    return Lexicon(data)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("grdient bosting", "gradient boosting"),
        ("wat is imputaton", "what is imputation"),
        ("diff btw forests n trees", "difference between forests and trees"),
        ("normalisation", "normalization"),
        # Right words stay, whether the bank or only the language has them.
        ("imputation", "imputation"),
        ("limitations", "limitations"),
        # Those of answers, too; but nothing is corrected into them.
        ("sqrt in a trice", "sqrt in a trice"),
        ("trce", "trce"),
        # Two slips in a short word make another word.
        ("netwrks netwks", "networks netwks"),
        ("why discriminates", "why discriminates"),
        ("linearities", "linearities"),
        # Too short, too far, no word at all.
        ("krnl", "krnl"),
        ("zzzzzzzz", "zzzzzzzz"),
        ("0.05 < p?", "0.05 < p?"),
        ("", ""),
    ],
)
def test_reading(typed: str, read: str) -> None:
    assert lexicon().read(typed).text == read


def test_abbreviations_are_expanded_beside_the_text() -> None:
    reading = lexicon().read("SGD or not")
    assert reading.text == "SGD or not"
    assert reading.expanded == "SGD or not (stochastic gradient descent)"
    assert reading.variants("SGD or not") == ["SGD or not", reading.text, reading.expanded]


def test_a_text_without_slips_is_its_own_reading() -> None:
    text = "Why Gradient  Boosting?"
    assert set(lexicon().read(text).variants(text)) == {text}


def test_an_abbreviation_is_no_typing_error() -> None:
    assert lexicon().read("sgd").text == "sgd"


@given(st.text(max_size=80))
def test_any_text_is_read_and_read_alike(text: str) -> None:
    read = lexicon().read(text)
    assert read == lexicon().read(text)
    assert read.expanded.startswith(read.text)
