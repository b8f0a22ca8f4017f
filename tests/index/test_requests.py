"""Hearing requests: their forms, their meaning, and the cache of the examples."""

from pathlib import Path

import pytest

from index.addressing import asks, clarifies, is_addressed
from index.encoder import Encoder
from index.requests import ANSWER, EXAMPLES, RequestListener, read_examples
from interviewer.engine.intent import SPOKEN


@pytest.fixture(scope="module")
def listener(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> RequestListener:
    return RequestListener(encoder, tmp_path_factory.mktemp("requests"))


def test_examples_name_what_the_engine_knows() -> None:
    names = {name for name, _ in read_examples(EXAMPLES)}
    assert names == {*SPOKEN, ANSWER}


def test_no_labelled_turn_is_among_the_examples(repo: Path) -> None:
    from benchmarks.intent import read_turns

    examples = {text for _, text in read_examples(EXAMPLES)}
    turns = {text for _, text in read_turns(repo / "tests" / "data" / "turns.tsv", "test")}
    assert not examples & turns


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Could I have a small hint, please?", "hint"),
        ("let's skip that question please", "skip"),
        ("sorry, could you ask that once more?", "repeat"),
        ("can you put the question in other words?", "rephrase"),
        ("do you mean while training or afterward?", "clarify"),
        ("let me think about that for a second", "think"),
        ("can we go back to the question before?", "back"),
        ("what is a copula, by the way?", "ask"),
        ("I did mention that", "dispute"),
        ("let's end the interview here", "end"),
    ],
)
def test_hears_requests(listener: RequestListener, text: str, name: str) -> None:
    assert listener.hear(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "the hint of overfitting is the gap between the curves",
        "skip connections",
        "you repeat it with another seed",
        "let me think, it is the variance that falls",
        "you go back to the last checkpoint",
        "what is a copula? it joins marginal distributions",
        "stop words are removed",
        "isn't it the softmax?",
        "define churn as thirty days without a login",
        "I don't know the exact number but it is around ten",
        "",
        "🎉",
        "?",
    ],
)
def test_anything_else_is_an_answer(listener: RequestListener, text: str) -> None:
    assert listener.hear(text) is None


@pytest.mark.parametrize("text", ["what is a kernel?", "Sorry, why is that?", "please define bias"])
def test_addressed(text: str) -> None:
    assert is_addressed(text)
    assert asks(text)


@pytest.mark.parametrize(
    "text", ["why? because it shrinks", "why not both?", "define churn first", "is it the mean?"]
)
def test_not_addressed(text: str) -> None:
    assert not is_addressed(text)


def test_clarifying_forms() -> None:
    assert clarifies("do you mean the mean?")
    assert not clarifies("do you mean the mean")
    assert not clarifies("what is the mean?")


def test_vectors_of_the_examples_are_kept(encoder: Encoder, tmp_path: Path) -> None:
    class Counting:
        id = encoder.id
        dimension = encoder.dimension
        texts = 0

        def encode(self, texts):  # type: ignore[no-untyped-def]
            self.texts += len(texts)
            return encoder.encode(texts)

        def known_words(self):  # type: ignore[no-untyped-def]
            return ()

    first, again = Counting(), Counting()
    text = "could you maybe repeat that please"
    assert RequestListener(first, tmp_path).hear(text) == "repeat"
    assert RequestListener(again, tmp_path).hear(text) == "repeat"
    assert first.texts > 600
    assert again.texts == 1
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"damaged")
    assert RequestListener(Counting(), tmp_path).hear(text) == "repeat"
