"""The tables of sentences, and the choice among them."""

import string

import pytest

from interviewer.engine.phrasing import choose, name_of, sentences
from interviewer.engine.phrasing.common import COMMON
from interviewer.engine.phrasing.demanding import DEMANDING
from interviewer.engine.phrasing.neutral import NEUTRAL
from interviewer.engine.phrasing.warm import WARM
from interviewer.engine.state import PERSONAS

SHARED = {**COMMON, **NEUTRAL}


@pytest.mark.parametrize("table", [WARM, DEMANDING, SHARED])
def test_every_purpose_has_several_sentences_with_the_same_parts(
    table: dict[str, tuple[str, ...]],
) -> None:
    for key, listed in table.items():
        assert key in SHARED
        assert len(set(listed)) == len(listed) >= 2, key
        # What a sentence quotes must be among the parts that are given for its purpose.
        assert parts(*listed) <= parts(*SHARED[key]), key
        assert all(sentence.strip() == sentence for sentence in listed)


def test_no_purpose_is_in_two_tables_of_the_same_rank() -> None:
    assert not COMMON.keys() & NEUTRAL.keys()


def parts(*listed: str) -> set[str]:
    return {name for text in listed for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_sentence_praises_or_judges_where_the_verdict_is_not_known() -> None:
    for persona in PERSONAS:
        for key in ("ack_noted", "ack_plain", "skipped", "leave_shrug", "bar_moved"):
            for text in sentences(persona, key):
                words = set(text.lower().replace(",", "").replace(".", "").split())
                assert not words & {"correct", "wrong", "great", "excellent", "perfect"}


def test_all_sentences_come_before_one_comes_back() -> None:
    for persona in PERSONAS:
        count = len(sentences(persona, "next"))
        said: tuple[str, ...] = ()
        for _ in range(2 * count):
            said = (*said, name_of("next", choose(persona, "next", 3, said)))
        assert len(set(said[:count])) == count
        assert said[count:] == said[:count]  # the one said longest ago comes first


def test_seed_decides() -> None:
    first = {choose("neutral", "next", seed, ()) for seed in range(50)}
    assert len(first) > 8
    assert choose("neutral", "next", 4, ()) == choose("neutral", "next", 4, ())
