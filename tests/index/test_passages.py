"""What of a question is embedded, under which name, in which order."""

import pytest

from corpus.banks import Bank
from corpus.models import FollowUp, KeyPoint, Pitfall, Question
from index.passages import EARLY_KINDS, Passage, paragraphs, passages, texts_fingerprint


def test_every_text_of_a_question_in_order() -> None:
    question = Question(
        id="q",
        text="What?",
        ask="Say what.",
        aliases=("one", "two"),
        answer="First.\n\nSecond\nline.",
        key_points=(
            KeyPoint(id="p", point="P.", says=("p1", "p2"), hint="never", probe="never"),
            KeyPoint(id="r", point="R."),
        ),
        pitfalls=(
            Pitfall(claim="C.", says=("c1",), correction="never", contradicts="p"),
            Pitfall(claim="D.", correction="never", contradicts="r"),
        ),
        follow_ups=(FollowUp(to="x"), FollowUp(ask="And?", to="x")),
    )
    assert [(p.kind, p.part, p.text) for p in passages([question])] == [
        ("question", "", "What?"),
        ("ask", "", "Say what."),
        ("alias", "0", "one"),
        ("alias", "1", "two"),
        ("answer", "0", "First."),
        ("answer", "1", "Second line."),
        ("point", "p", "P."),
        ("says", "p", "p1"),
        ("says", "p", "p2"),
        ("point", "r", "R."),
        ("claim", "0", "C."),
        ("pitfall", "0", "c1"),
        ("claim", "1", "D."),
        ("follow_up", "1", "And?"),
    ]
    assert {p.question_id for p in passages([question])} == {"q"}


def test_a_bare_question_is_one_passage() -> None:
    assert passages([Question(id="q", text="What?")]) == [Passage("q", "question", "", "What?")]
    assert passages([]) == []


def test_the_small_bank(small_bank: Bank) -> None:
    found = passages(small_bank.questions)
    assert len(found) == 43
    assert sum(p.kind in EARLY_KINDS for p in found) == 4 + 1 + 4
    code = next(p for p in found if "RandomForestClassifier" in p.text)
    assert (code.kind, code.part) == ("answer", "2")
    assert code.text.endswith("forest.fit(rows, labels) ```")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n\n ", []),
        ("one", ["one"]),
        ("a\nb\n\n\n  c  d\n", ["a b", "c d"]),
        ("a\n \t \nb", ["a", "b"]),
        ("x\n\n```py\na\n\nb\n```\n\ny", ["x", "```py a b ```", "y"]),
        ("```\nopen\n\nend", ["``` open end"]),
        ("- a\n\n  ```\n  b\n\n  c\n  ```\nd", ["- a", "``` b c ``` d"]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_the_fingerprint_sees_text_place_and_order() -> None:
    base = [Passage("q", "alias", "0", "x"), Passage("q", "alias", "1", "y")]
    others = [
        base[::-1],
        base[:1],
        [base[0], Passage("r", "alias", "1", "y")],
        [base[0], Passage("q", "ask", "1", "y")],
        [base[0], Passage("q", "alias", "2", "y")],
        [base[0], Passage("q", "alias", "1", "z")],
    ]
    prints = {texts_fingerprint(listed) for listed in [base, *others]}
    assert len(prints) == 7
    assert texts_fingerprint(list(base)) == texts_fingerprint(base)
