"""The candidate's words in the interviewer's sentences."""

import pytest
from msgspec.structs import replace

from corpus.models import Question
from interviewer.engine.quoting import first_phrase, telling_quote, trimmed
from interviewer.engine.state import Assessment, PitfallFound, PointVerdict


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("So, um, I think the moon pulls the water.", "the moon pulls the water"),
        ("well basically it is  an\n average!", "it is an average"),
        ("no idea", "idea"),
        ("", ""),
        (
            "one two three four five six seven eight nine ten eleven twelve of the moon and more",
            "one two three four five six seven eight nine ten eleven twelve …",
        ),
    ],
)
def test_trimmed(quote: str, shown: str) -> None:
    assert trimmed(quote) == shown


def test_first_phrase_needs_some_content() -> None:
    assert first_phrase("Yes. Well. I trained a ranking model at work.") == (
        "I trained a ranking model at work"
    )
    assert first_phrase("hm, ok") == ""


def verdict(point: str, how: str, quote: str) -> PointVerdict:
    return PointVerdict(point_id=point, verdict=how, credit=0.5, similarity=0.5, quote=quote)  # type: ignore[arg-type]


def test_quotes_what_is_covered_and_heaviest(tides: Question) -> None:
    heard = Assessment(
        points=(
            verdict("moon", "partly", "something up there pulls"),
            verdict("twice", "covered", "it comes twice a day"),
            verdict("sun", "covered", "the sun adds to it"),
        )
    )
    said = "something up there pulls, it comes twice a day, the sun adds to it"
    assert telling_quote(tides, heard, said) == ("covered", "it comes twice a day")
    assert telling_quote(tides, heard, "something up there pulls") == (
        "partly",
        "something up there pulls",
    )
    assert telling_quote(tides, heard, "another answer") is None


def test_quotes_nothing_wrong_and_nothing_of_junk(tides: Question) -> None:
    heard = Assessment(points=(verdict("moon", "covered", "the wind and moon"),))
    wrong = PitfallFound(number=0, similarity=0.9, quote="the wind and moon", start=0)
    said = "the wind and moon"
    assert telling_quote(tides, heard, said) is not None
    assert telling_quote(tides, replace(heard, pitfalls=(wrong,)), said) is None
    for guard in ("echo", "keyword_list", "off_topic", "pasted"):
        assert telling_quote(tides, replace(heard, guards=(guard,)), said) is None
