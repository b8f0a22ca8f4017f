"""What a fingerprint sees, and what it does not."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from corpus.fingerprint import of_bytes, of_models, of_texts
from corpus.parsing import parse_topic


def test_of_bytes_is_sha256() -> None:
    assert of_bytes(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_of_texts_is_sha256_over_lengths_and_texts() -> None:
    data = (3).to_bytes(8, "big") + "aé".encode() + (0).to_bytes(8, "big")
    assert of_texts(["aé", ""]) == hashlib.sha256(data).hexdigest()


lists = st.lists(st.text(st.sampled_from("ab"), max_size=3), max_size=3)


@given(lists, lists)
def test_order_and_borders_count(one: list[str], two: list[str]) -> None:
    assert (of_texts(one) == of_texts(two)) == (one == two)


def test_a_lone_surrogate_has_a_fingerprint_too() -> None:
    assert of_texts(["\ud800"]) != of_texts(["?"])


def test_layout_does_not_count_and_content_does() -> None:
    one = parse_topic("topic: T\nquestions:\n- id: a\n  text: x y\n  level: 2\n", "1.yaml")
    two = parse_topic("# c\nquestions: [{text: 'x y', id: a}]\ntopic: |\n  T\n", "2.yaml")
    three = parse_topic("topic: T\nquestions: [{text: x z, id: a}]\n", "3.yaml")
    assert of_models([one]) == of_models([two])
    assert of_models([one]) != of_models([three])
    assert of_models([one, three]) != of_models([three, one])
    assert of_models(one.questions) != of_models([*one.questions, *one.questions])
