"""Nodes to models: every problem at once, at its line, in words that help."""

import pytest

from corpus.errors import BankError, Problem
from corpus.models import FollowUp, KeyPoint, Pitfall, Question, Resource, TopicFile
from corpus.parsing import from_json, parse_concepts, parse_topic, to_json


def problems(text: str) -> list[str]:
    with pytest.raises(BankError) as caught:
        parse_topic(text, "b.yaml")
    return [str(problem) for problem in caught.value.problems]


def one(lines: str) -> list[str]:
    """The problems of a question with these further lines, which begin at line 5."""
    return problems(f"topic: T\nquestions:\n- id: q\n  text: What?\n{lines}\n")


def test_everything_a_question_can_hold() -> None:
    text = """
format: 1
topic: ' Trees '
questions:
- id: a-1
  text: What?
  topic: Other
  ask: |
    Say what.
  level: 3
  kind: design
  roles: [ds]
  concepts: [x, y-2]
  aliases: ["no", '010']
  answer: |-
    One.

    Two.
  key_points:
  - {id: p, point: A claim., weight: 1, stage: data, says: [s], hint: h, probe: p}
  - {id: r, point: Another., stage: ~}
  pitfalls:
  - {claim: Wrong., says: [w], correction: Right., contradicts: p}
  follow_ups:
  - {ask: And?, to: b}
  resources:
  - {title: Page, url: 'https://example.org/x'}
  same_as: [b]
"""
    assert parse_topic(text, "b.yaml") == TopicFile(
        topic="Trees",
        questions=(
            Question(
                id="a-1",
                text="What?",
                topic="Other",
                ask="Say what.",
                level=3,
                kind="design",
                roles=("ds",),
                concepts=("x", "y-2"),
                aliases=("no", "010"),
                answer="One.\n\nTwo.",
                key_points=(
                    KeyPoint(
                        id="p",
                        point="A claim.",
                        weight=1,
                        stage="data",
                        says=("s",),
                        hint="h",
                        probe="p",
                    ),
                    KeyPoint(id="r", point="Another.", weight=2),
                ),
                pitfalls=(
                    Pitfall(claim="Wrong.", says=("w",), correction="Right.", contradicts="p"),
                ),
                follow_ups=(FollowUp(ask="And?", to="b"),),
                resources=(Resource(title="Page", url="https://example.org/x"),),
                same_as=("b",),
            ),
        ),
    )


def test_all_problems_are_told_at_once_in_order_of_lines() -> None:
    text = """\
format: 2
topic: [a]
extra:
  deep: 1
questions:
- id: Bad Id
  text: 5
  level: 4
- text: no
  aliases: one
  key_points:
  - id: p
    weight: '3'
  pitfalls:
  - 7
"""
    assert problems(text) == [
        "b.yaml:1: format: found the number 2, expected 1",
        "b.yaml:2: topic: found a list, expected text",
        "b.yaml:3: extra: found the unknown field 'extra', "
        "expected one of format, topic, source, questions",
        "b.yaml:6: questions[0].id: found 'Bad Id', "
        "expected lower-case letters, digits and single hyphens",
        "b.yaml:7: questions[0].text: found the number 5, expected text (quote it)",
        "b.yaml:8: questions[0].level: found the number 4, expected one of 1, 2, 3",
        "b.yaml:9: questions[1]: found no 'id', expected the field 'id'",
        "b.yaml:9: questions[1].text: found the boolean false, expected text (quote it)",
        "b.yaml:10: questions[1].aliases: found 'one', expected a list",
        "b.yaml:12: questions[1].key_points[0]: found no 'point', expected the field 'point'",
        "b.yaml:13: questions[1].key_points[0].weight: found '3', expected one of 1, 2, 3",
        "b.yaml:15: questions[1].pitfalls[0]: found the number 7, expected a mapping",
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("no", "the boolean false (quote it)"),
        ("on", "the boolean true (quote it)"),
        ("1:30", "a number (1:30) (quote it)"),
        ("010", "an octal number (010) (quote it)"),
        ("0x1F", "a number (0x1F) (quote it)"),
        ("2024-02-29", "a date (2024-02-29) (quote it)"),
        ("3", "the number 3 (quote it)"),
        ("2.5", "the number 2.5 (quote it)"),
        ("[a]", "a list"),
        ("{a: b}", "a mapping"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(written: str, found: str) -> None:
    value, quote, _ = found.partition(" (quote it)")
    expected = f"b.yaml:5: questions[0].aliases[0]: found {value}, expected text{quote}"
    assert one(f"  aliases: [{written}]") == [expected]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("  answer:", "5: questions[0].answer: None"),
        ("  level:", "5: questions[0].level: found nothing, expected one of 1, 2, 3"),
        ("  level: true", "5: questions[0].level: found the boolean true, expected one of 1, 2, 3"),
        ("  level: 1.0", "5: questions[0].level: found the number 1.0, expected one of 1, 2, 3"),
        (
            "  level: 010",
            "5: questions[0].level: found an octal number (010), expected one of 1, 2, 3",
        ),
        ("  roles: []", "5: questions[0].roles: found an empty list, expected at least 1 entry"),
        (
            "  roles: [qa]",
            "5: questions[0].roles[0]: found 'qa', expected one of aie, dle, ds, mle",
        ),
        (
            "  aliases: ['  ']",
            "5: questions[0].aliases[0]: found an empty text, "
            "expected a text of 1 to 1000 characters",
        ),
        (
            f"  ask: {'x' * 1001}",
            "5: questions[0].ask: found 1001 characters, expected a text of 1 to 1000 characters",
        ),
        (
            f"  answer: {'x' * 20001}",
            "5: questions[0].answer: found 20001 characters, "
            "expected a text of 1 to 20000 characters",
        ),
        (
            "  resources: [{title: t, url: 'ftp://x'}]",
            "5: questions[0].resources[0].url: found 'ftp://x', "
            "expected an address that starts with http:// or https://",
        ),
        (
            "  key_points: [{id: a_b, point: p}]",
            "5: questions[0].key_points[0].id: found 'a_b', "
            "expected lower-case letters, digits and single hyphens",
        ),
        (
            f"  same_as: [{'a' * 81}]",
            "5: questions[0].same_as[0]: found 81 characters, "
            "expected lower-case letters, digits and single hyphens",
        ),
        ("  questions: 1", None),
        ("  key_points:", "5: questions[0].key_points: found nothing, expected a list"),
    ],
)
def test_single_fields(lines: str, message: str | None) -> None:
    if message is None:
        (found,) = one(lines)
        assert found.startswith(
            "b.yaml:5: questions[0].questions: found the unknown field 'questions', expected one of id, text,"
        )
    elif message.endswith("None"):
        text = f"topic: T\nquestions:\n- id: q\n  text: What?\n{lines}\n"
        assert parse_topic(text, "b.yaml").questions[0].answer is None
    else:
        assert one(lines) == [f"b.yaml:{message}"]


def test_texts_at_their_limits_pass() -> None:
    text = f"topic: T\nquestions: [{{id: {'a' * 80}, text: {'x' * 1000}, answer: {'y' * 20000}}}]\n"
    (question,) = parse_topic(text, "b.yaml").questions
    assert (len(question.id), len(question.text), len(question.answer or "")) == (80, 1000, 20000)


def test_a_long_text_is_shown_cut() -> None:
    assert one(f"  kind: {'k' * 60}") == [
        f"b.yaml:5: questions[0].kind: found '{'k' * 39}…', "
        "expected one of behavioral, coding, comparison, concept, design, procedure"
    ]


@pytest.mark.parametrize("text", ["just words\n", "- a\n", "3\n"])
def test_a_file_that_is_no_mapping(text: str) -> None:
    (found,) = problems(text)
    assert found.startswith("b.yaml:1: found ")
    assert found.endswith(", expected a mapping")


def test_an_unknown_field_stands_at_its_key() -> None:
    (found,) = one("  notes:\n\n    - a\n    - b")
    assert found.startswith("b.yaml:5: questions[0].notes: found the unknown field 'notes'")


def test_concepts() -> None:
    text = "concepts:\n- id: a\n  name: A\n  definition: 5\n- id: b\n"
    with pytest.raises(BankError) as caught:
        parse_concepts(text, "concepts.yaml")
    assert list(caught.value.problems) == [
        Problem("concepts.yaml", 4, "concepts[0].definition", "the number 5", "text (quote it)"),
        Problem("concepts.yaml", 5, "concepts[1]", "no 'definition'", "the field 'definition'"),
        Problem("concepts.yaml", 5, "concepts[1]", "no 'name'", "the field 'name'"),
    ]


def test_problems_without_line_or_path() -> None:
    assert str(Problem("f", 0, "", "x", "y")) == "f: found x, expected y"
    assert str(Problem("f", 0, "a.b", "x", "y")) == "f: a.b: found x, expected y"


def test_json_there_and_back() -> None:
    topic = TopicFile(topic="T", questions=(Question(id="q", text="é 😀", answer="a\nb"),))
    assert from_json(to_json(topic), TopicFile) == topic
