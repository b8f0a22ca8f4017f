"""Prose, code and answers to other questions, each told apart."""

import pytest

from corpus.models import CodeTask, KeyPoint, Question
from interviewer.engine.state import CodeRun
from interviewer.examining import Examiner
from tests.interviewer.engine.conftest import ByWord

TASK = CodeTask(
    starter="def double(x):\n    ...",
    solution="def double(x):\n    return 2 * x",
    tests="def test_two():\n    assert double(1) == 2",
)
RUN = CodeRun(problem="stopped")
POINTS = tuple(KeyPoint(id=name, point=f"The {name}.") for name in ("moon", "twice", "sun"))


class Spy:
    """A runner and a recognizer that remember what they were given."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.asked: list[str] = []

    def run(self, code: str, task: CodeTask) -> CodeRun:
        self.ran.append(code)
        return RUN

    def recognize(self, question: Question, answer: str) -> str:
        self.asked.append(answer)
        return "What makes waves?"


@pytest.fixture
def tides() -> Question:
    return Question(id="tides", text="What makes the tides?", key_points=POINTS)


@pytest.fixture
def by_word() -> ByWord:
    return ByWord({"moon": "moon", "twice": "twice", "sun": "the sun"})


def examiner(by_word: ByWord, spy: Spy) -> Examiner:
    return Examiner(by_word, spy.run, spy.recognize)


def test_prose_is_matched_as_it_is(tides: Question, by_word: ByWord) -> None:
    spy = Spy()
    found = examiner(by_word, spy).match(tides, "The moon does it.")
    assert (found.prose, found.code, found.elsewhere) == ("The moon does it.", None, "")
    assert [point.quote for point in found.points] == ["moon", "", ""]
    assert (spy.ran, spy.asked) == ([], [])


def test_what_says_nothing_here_may_answer_something_else(tides: Question, by_word: ByWord) -> None:
    found = examiner(by_word, Spy()).match(tides, "A storm far away.")
    assert found.elsewhere == "What makes waves?"


def test_code_is_run_and_only_its_explanation_matched(tides: Question, by_word: ByWord) -> None:
    spy = Spy()
    question = Question(id="q", text="Double it.", key_points=tides.key_points, code=TASK)
    answer = "I use the moon.\n```python\ndef double(x):\n    return 2 * x\n```\n"
    found = examiner(by_word, spy).match(question, answer)
    assert found.code is RUN
    assert "return" not in found.prose
    assert [code.strip() for code in spy.ran] == ["def double(x):\n    return 2 * x"]
    assert [point.quote for point in found.points] == ["moon", "", ""]
    assert spy.asked == []


def test_a_spoken_answer_to_a_coding_question_runs_nothing(
    tides: Question, by_word: ByWord
) -> None:
    spy = Spy()
    question = Question(id="q", text="Double it.", key_points=tides.key_points, code=TASK)
    assert examiner(by_word, spy).match(question, "I double it with the moon.").code is None
    assert spy.ran == []
