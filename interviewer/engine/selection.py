"""Choosing the questions of a session: a seeded plan without twins, topics mixed."""

from random import Random

from corpus.models import Question
from interviewer.engine.ports import QuestionBank
from interviewer.engine.state import Settings


class NothingToAsk(Exception):
    """No question of the bank fits the settings; the message says which setting to relax."""


def eligible(bank: QuestionBank, settings: Settings) -> list[Question]:
    """Questions that fit the settings and can be judged, in bank order."""
    wanted = {topic.casefold() for topic in settings.topics}
    return [
        question
        for question in bank.questions
        if question.has_rubric
        and (not wanted or (question.topic or "").casefold() in wanted)
        and (settings.level is None or question.level == settings.level)
        and (settings.role is None or settings.role in question.roles)
    ]


def plan(bank: QuestionBank, settings: Settings) -> tuple[str, ...]:
    """Ids of the questions to ask, in order: fewer than wanted where fewer fit.

    Questions are drawn with the settings' seed; of twins only one is taken. Where several topics
    take part, they take turns in a random order.

    Raises:
        NothingToAsk: no question fits.
    """
    fitting = eligible(bank, settings)
    if not fitting:
        raise NothingToAsk(_why_nothing(bank, settings))
    random = Random(f"plan-{settings.seed}")
    by_topic: dict[str, list[Question]] = {}
    for question in fitting:
        by_topic.setdefault(question.topic or "", []).append(question)
    for questions in by_topic.values():
        random.shuffle(questions)
    topics = list(by_topic)
    random.shuffle(topics)
    chosen: list[Question] = []
    taken: set[str] = set()
    while topics and len(chosen) < settings.questions:
        for topic in list(topics):
            queue = by_topic[topic]
            while queue and queue[-1].id in taken:
                queue.pop()
            if not queue:
                topics.remove(topic)
            elif len(chosen) < settings.questions:
                question = queue.pop()
                chosen.append(question)
                taken.update(bank.twins(question.id))
    return tuple(question.id for question in chosen)


def _why_nothing(bank: QuestionBank, settings: Settings) -> str:
    chosen = []
    if settings.topics:
        chosen.append("topic " + ", ".join(settings.topics))
    if settings.level is not None:
        chosen.append(f"level {settings.level}")
    if settings.role is not None:
        chosen.append(f"role {settings.role}")
    if not any(question.has_rubric for question in bank.questions):
        return "No question of the bank has a rubric, so none can be asked; run: interviewer bank check"
    if not chosen:
        return "The bank holds no question that can be asked."
    return f"No question fits {' with '.join(chosen)}; relax one of them."
