"""Mastery of topics and concepts, with how uncertain it is.

Model: a topic has an unknown mean score m in [0, 1] with the prior Beta(1, 1), which knows nothing. Each
graded answer with score s counts as s of a success and 1 - s of a failure, times a weight w:

    m ~ Beta(1 + sum(w * s), 1 + sum(w * (1 - s)))
    w = 0.5 ** (days since the answer / 60) * 0.5 ** (later answers to the same question)

Answers with eight later ones to the same question are left out; they would weigh less than 0.4 %.
So old answers fade, and a question that was learned since is not held against its learner for long.
Mastery is the mean of that distribution; its uncertainty is the interval that holds 80 % of it. With no
answer it is 50 %, from 10 % to 90 %: nothing is known.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from corpus.banks import topic_of
from corpus.models import Question
from interviewer.progress.beta import interval
from interviewer.store.records import Scored

HALF_LIFE_DAYS = 60.0
OTHER = "No longer in the bank"


class Mastery(Struct, frozen=True, kw_only=True):
    """What is known about one topic or concept.

    Attributes:
        name: the topic, or the concept's id.
        mean: in [0, 1].
        low: lower end of the 80 % interval.
        high: its upper end.
        answers: graded answers it rests on.
        questions: different questions among them.
    """

    name: str
    mean: float
    low: float
    high: float
    answers: int
    questions: int


def by_topic(
    answers: Iterable[Scored], questions: Mapping[str, Question], now: datetime
) -> list[Mastery]:
    """Mastery of each topic with an answer, the weakest first."""

    def topics(question_id: str) -> tuple[str, ...]:
        question = questions.get(question_id)
        return (OTHER,) if question is None else (topic_of(question),)

    return _masteries(answers, topics, now)


def by_concept(
    answers: Iterable[Scored], questions: Mapping[str, Question], now: datetime
) -> list[Mastery]:
    """Mastery of each concept with an answer, by id, the weakest first."""

    def concepts(question_id: str) -> tuple[str, ...]:
        question = questions.get(question_id)
        return () if question is None else question.concepts

    return _masteries(answers, concepts, now)


def _masteries(
    answers: Iterable[Scored], names: Callable[[str], tuple[str, ...]], now: datetime
) -> list[Mastery]:
    groups: dict[str, list[tuple[float, Scored]]] = {}
    for weight, answer in _weighted(list(answers), now):
        for name in names(answer.question_id):
            groups.setdefault(name, []).append((weight, answer))
    found = [_mastery(name, group) for name, group in groups.items()]
    return sorted(found, key=lambda one: (one.mean, one.name))


def _weighted(answers: list[Scored], now: datetime) -> list[tuple[float, Scored]]:
    later: dict[str, int] = {}
    found = []
    for answer in reversed(answers):
        again = later.get(answer.question_id, 0)
        later[answer.question_id] = again + 1
        # An answer from the future was given before the clock was set back.
        days = max((now - answer.at).total_seconds() / 86400, 0.0)
        found.append((0.5 ** (days / HALF_LIFE_DAYS) * 0.5**again, answer))
    return found[::-1]


def _mastery(name: str, group: list[tuple[float, Scored]]) -> Mastery:
    alpha = 1 + sum(weight * answer.score for weight, answer in group)
    beta = 1 + sum(weight * (1 - answer.score) for weight, answer in group)
    low, high = interval(alpha, beta)
    return Mastery(
        name=name,
        mean=alpha / (alpha + beta),
        low=low,
        high=high,
        answers=len(group),
        questions=len({answer.question_id for _, answer in group}),
    )
