"""What is written loads back equal, reads well, and changes little where little changed."""

import difflib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import (
    CodeTask,
    Concept,
    ConceptFile,
    FollowUp,
    KeyPoint,
    Pitfall,
    Question,
    Resource,
    Source,
    TopicFile,
    WrongVariant,
)
from corpus.parsing import parse_concepts, parse_topic
from corpus.writing import render_concepts, render_topic

# Everything that UTF-8 can carry, control characters included, with what YAML trips over often.
_CHARACTERS = st.one_of(
    st.sampled_from(
        "\n\n \t:#-?|>&*!%@`{}[],'\"\\~=<\r\0\x07\x1b\x7f\x85\xa0\u2028\u2029\ufeff\ufffe"
    ),
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from("ab é語😀"),
)
_WORDS = st.sampled_from(
    ["no", "on", "~", "1:30", "010", "2024-02-29", "---", "...", "- a\n- b", "a: b", "<<", "#x"]
)
texts = (
    st.one_of(st.text(_CHARACTERS, min_size=1, max_size=60), _WORDS)
    .map(str.strip)
    .filter(lambda text: any(not c.isspace() for c in text))
)
slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
some = st.lists(texts, max_size=3).map(tuple)
questions = st.builds(
    Question,
    id=slugs,
    text=texts,
    topic=st.none() | texts,
    ask=st.none() | texts,
    level=st.sampled_from([1, 2, 3]),
    aliases=some,
    answer=st.none() | texts,
    key_points=st.lists(
        st.builds(
            KeyPoint,
            id=slugs,
            point=texts,
            weight=st.sampled_from([1, 2, 3]),
            stage=st.none() | st.just("data"),
            says=some,
            hint=st.none() | texts,
        ),
        max_size=2,
    ).map(tuple),
    pitfalls=st.lists(
        st.builds(Pitfall, claim=texts, says=some, correction=texts, contradicts=slugs), max_size=1
    ).map(tuple),
    follow_ups=st.lists(
        st.builds(FollowUp, ask=st.none() | texts, to=st.none() | slugs), max_size=2
    ).map(tuple),
    resources=st.lists(
        st.builds(Resource, title=texts, url=st.just("https://example.org/a#b?c=[d]")), max_size=1
    ).map(tuple),
    code=st.none()
    | st.builds(
        CodeTask,
        starter=texts,
        solution=texts,
        tests=texts,
        wrong=st.lists(st.builds(WrongVariant, why=texts, code=texts), max_size=1).map(tuple),
    ),
)
topics = st.builds(
    TopicFile,
    topic=texts,
    source=st.none() | st.builds(Source, name=texts, license=texts),
    questions=st.lists(questions, max_size=3).map(tuple),
)


@given(topics)
def test_any_topic_loads_back_equal(topic: TopicFile) -> None:
    assert parse_topic(render_topic(topic), "t.yaml") == topic


@given(st.lists(st.builds(Concept, id=slugs, name=texts, definition=texts, abbreviations=some)))
def test_any_vocabulary_loads_back_equal(concepts: list[Concept]) -> None:
    file = ConceptFile(concepts=tuple(concepts))
    assert parse_concepts(render_concepts(file), "concepts.yaml") == file


LONG = " ".join(f"word{n}" for n in range(60))
EXAMPLE = TopicFile(
    topic="Trees",
    questions=(
        Question(
            id="a",
            text="no",
            ask=LONG,
            answer="First line.\n\n- **bold**: x # y\n\n    code()\n\nLast line.",
            key_points=(KeyPoint(id="p", point="Ünïté: 語", says=("- dash", "010")),),
        ),
        Question(id="b", text="Second?", roles=("ds",)),
    ),
)


def test_the_layout() -> None:
    short = msgspec.structs.replace(
        EXAMPLE, questions=(msgspec.structs.replace(EXAMPLE.questions[0], ask=None),)
    )
    assert (
        render_topic(short)
        == """\
# yaml-language-server: $schema=schema.json
format: 1
topic: Trees
questions:

- id: a
  text: 'no'
  level: 2
  kind: concept
  roles:
  - mle
  - ds
  - dle
  - aie
  answer: |-
    First line.

    - **bold**: x # y

        code()

    Last line.
  key_points:
  - id: p
    point: 'Ünïté: 語'
    weight: 2
    says:
    - '- dash'
    - '010'
"""
    )


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("code()", "call()", 1),
        ("Last line.", "The very last line of all.", 1),
        ("Second?", "2nd?", 1),
        ("word30", "WORD30", 1),
        # A longer word may push the rest of its own paragraph on, and nothing else.
        ("word0 ", "a-much-longer-word-than-it-was ", 6),
    ],
)
def test_a_changed_word_changes_few_lines(old: str, new: str, lines: int) -> None:
    before = render_topic(EXAMPLE)
    changed = msgspec.convert(
        msgspec.json.decode(msgspec.json.encode(EXAMPLE).decode().replace(old, new)), TopicFile
    )
    assert changed != EXAMPLE
    after = render_topic(changed)
    diff = [
        line
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0)
        if line[0] == "+" and not line.startswith("+++")
    ]
    assert 1 <= len(diff) <= lines
    assert parse_topic(after, "t.yaml") == changed


def test_lines_stay_within_the_width() -> None:
    body = render_topic(EXAMPLE).splitlines()
    assert max(map(len, body)) <= 110
    assert sum("word" in line for line in body) == 5


def test_the_small_bank_is_stable_under_rewriting(small_bank_path: Path) -> None:
    for file in sorted(small_bank_path.glob("0*.yaml")):
        topic = parse_topic(file.read_text("utf-8"), file.name)
        assert parse_topic(render_topic(topic), file.name) == topic
        assert render_topic(parse_topic(render_topic(topic), file.name)) == render_topic(topic)
