"""How long judging takes, on answers that nothing has seen before."""

import random
import time

from benchmarks.grading.judged import Product
from benchmarks.tables import markdown
from corpus.banks import Bank
from corpus.models import Question
from interviewer.engine.assessment import judge

WORDS = 120
POINTS = 6
ANSWERS = 120
_WARM_UP = 5


def print_latency(bank: Bank, product: Product, count: int = ANSWERS) -> None:
    """Median and 99th percentile over answers composed from the bank's own wordings.

    As in an interview, the rubric is made ready before its answer comes.
    """
    composed = _composed(bank, count + _WARM_UP)
    matcher = product.matcher()
    times = []
    for question, answer in composed:
        matcher.prepare(question)
        start = time.perf_counter()
        judge(question, answer, matcher)
        times.append(1000 * (time.perf_counter() - start))
    times = sorted(times[_WARM_UP:])
    row = (len(times), f"{times[len(times) // 2]:.0f}", f"{times[int(0.99 * len(times))]:.0f}")
    heads = (f"answers of {WORDS} words to {POINTS} key points, one thread", "p50 ms", "p99 ms")
    print("\n" + markdown(heads, [row]))


def _composed(bank: Bank, count: int) -> list[tuple[Question, str]]:
    """Different answers, each to another question as far as there are enough."""
    chance = random.Random(0)
    questions = [question for question in bank.questions if len(question.key_points) == POINTS]
    chance.shuffle(questions)
    return [
        (question, _answer(question, chance))
        for question, _ in zip(questions * (1 + count // len(questions)), range(count))
    ]


def _answer(question: Question, chance: random.Random) -> str:
    """Wordings of the question's points, right and wrong ones, as sentences, cut after 120 words."""
    wordings = [text for p in question.key_points for text in (*p.says, p.point)]
    wordings += [text for p in question.pitfalls for text in p.says]
    chance.shuffle(wordings)
    return " ".join(" ".join(text.rstrip(".") + "." for text in wordings).split()[:WORDS])
