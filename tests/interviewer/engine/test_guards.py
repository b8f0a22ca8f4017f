"""Guards on real sentences, with the look-alikes that must not raise them."""

import pytest

from corpus.models import Question
from interviewer.engine.guards import is_dont_know, is_echo, is_gibberish, is_keyword_list


@pytest.mark.parametrize(
    "answer",
    [
        "I don't know",
        "i dont know sorry",
        "I don’t know that one.",
        "Honestly no idea.",
        "idk",
        "Not sure about this.",
        "I've forgotten how it goes.",
        "I can't remember, can we move on?",
        "Never heard of it.",
        "My mind is blank, sorry.",
        "I completely forgot that one.",
    ],
)
def test_says_there_is_no_answer(answer: str) -> None:
    assert is_dont_know(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The model doesn't know the label at prediction time.",
        "You tune lambda by cross-validation.",
        "Dropout forgets nothing, it just masks units.",
        "forget gate, input gate, output gate, cell state",
        "You fill the blank cells with the median.",
        # A long answer that admits one gap is an answer.
        "Bagging trains models on bootstrap samples and averages them, which lowers variance, "
        "while boosting fits them one after the other on the errors of the ones before, which "
        "lowers bias. I don't know the exact regularization that the usual library adds to it, "
        "but shrinkage and shallow trees are part of it.",
    ],
)
def test_is_an_answer(answer: str) -> None:
    assert not is_dont_know(answer)


@pytest.mark.parametrize(
    "answer", ["asdkjh qwrtz zxcvb", "aaaaaaa bbbbbb", "!!! ???", "\x00\x01\x02"]
)
def test_gibberish(answer: str) -> None:
    assert is_gibberish(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "SGD with momentum",
        "k-NN",
        "0.5",
        "Lösung: Kreuzvalidierung",
        "勾配降下法は損失を減らす",
        "PCA, LDA, SVD, t-SNE and so on keep the structure",
        "rhythm",
    ],
)
def test_not_gibberish(answer: str) -> None:
    assert not is_gibberish(answer)


def test_echo(tides: Question) -> None:
    assert is_echo(tides, "The tides are what makes the tides.")
    assert is_echo(tides, tides.spoken)
    long = "The tides come as the moon pulls water; what moves them is its gravity, twice daily, "
    long += "and the tides come higher when sun, earth and moon stand in line as tides tell."
    assert not is_echo(tides, long)
    assert not is_echo(tides, "The moon pulls the water, so tides come twice a day.")


def test_keyword_list() -> None:
    assert is_keyword_list("variance, bias, bootstrap, boosting, trees, ensemble, voting, weights")
    assert not is_keyword_list("Bagging lowers the variance and boosting lowers the bias of trees.")
    assert not is_keyword_list("Mean squared error.")
