"""Choosing the questions of a session: a seeded plan without twins and repeats, topics mixed."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from random import Random

from corpus.models import Kind, Question
from interviewer.engine.ports import QuestionBank
from interviewer.engine.state import History, Planned, Settings

MINUTES: dict[Kind, float] = {
    "concept": 4,
    "comparison": 4,
    "procedure": 5,
    "behavioral": 5,
    "coding": 8,
    "design": 10,
}
"""What a question takes, with a probe or two."""
RAPID_MINUTES = 1.5
_RAPID_KINDS: frozenset[Kind] = frozenset({"concept", "comparison", "procedure"})
SOON = 7
"""Days before the real interview from which half the plan goes to what is due or was missed."""


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
        and (settings.mode != "rapid" or question.kind in _RAPID_KINDS)
    ]


def plan(
    bank: QuestionBank, settings: Settings, history: History | None = None
) -> tuple[Planned, ...]:
    """The questions to ask, in order: fewer than wanted where fewer fit.

    Drawn with the settings' seed; of twins only one is taken; what was asked lately only where
    nothing else is left. Topics take turns: two of one topic stand side by side only where one
    topic makes more than half.

    Raises:
        NothingToAsk: no question fits.
    """
    history = history or History()
    fitting = eligible(bank, settings)
    if not fitting:
        raise NothingToAsk(_why_nothing(bank, settings))
    random = Random(f"plan-{settings.seed}")
    first = _from_history(bank, settings, history, fitting)
    if settings.mode == "review":
        if not first:
            raise NothingToAsk("Nothing is due for review; choose another mode.")
        chosen = _taken(bank, settings, first)
    elif settings.mode == "drill":
        if not settings.topics and not first:
            raise NothingToAsk(
                "A drill needs a topic, or something that was missed in an earlier session."
            )
        rest = _drawn(bank, fitting, history, random) if settings.topics else []
        chosen = _taken(bank, settings, [*first, *rest])
    else:
        drawn = _drawn(bank, fitting, history, random)
        soon = history.days_left is not None and history.days_left <= SOON
        wanted = _taken(bank, settings, drawn)
        kept = first[: (len(wanted) + 1) // 2] if soon else []
        chosen = _taken(bank, settings, [*kept, *drawn])
    return tuple(Planned(question_id=question.id) for question in _mixed(chosen))


def minutes_for(question: Question, settings: Settings) -> float:
    """Minutes that a question takes in this mode."""
    return RAPID_MINUTES if settings.mode == "rapid" else MINUTES[question.kind]


def with_twins(bank: QuestionBank, ids: Iterable[str]) -> frozenset[str]:
    """Ids with all that are the same question."""
    return frozenset(twin for key in ids for twin in bank.twins(key))


def _from_history(
    bank: QuestionBank, settings: Settings, history: History, fitting: Sequence[Question]
) -> list[Question]:
    """What earlier sessions put first: what is due in a review, what was missed in a drill, or both."""
    by_id = {question.id: question for question in fitting}
    missed = list(dict.fromkeys(key for key, _ in history.missed))
    names = {
        "review": list(history.due),
        "drill": missed,
    }.get(settings.mode, [*history.due, *missed])
    return [by_id[key] for key in dict.fromkeys(names) if key in by_id]


def _drawn(
    bank: QuestionBank, fitting: Sequence[Question], history: History, random: Random
) -> list[Question]:
    """All that fits in a random order, topics in turn; what was asked lately comes last."""
    recent = with_twins(bank, history.recent)
    new = _in_turn([q for q in fitting if q.id not in recent], random)
    return new or _in_turn([q for q in fitting if q.id in recent], random)


def _in_turn(questions: Sequence[Question], random: Random) -> list[Question]:
    by_topic: dict[str, list[Question]] = {}
    for question in questions:
        by_topic.setdefault(question.topic or "", []).append(question)
    queues = list(by_topic.values())
    for queue in queues:
        random.shuffle(queue)
    random.shuffle(queues)
    found = []
    while queues:
        found += [queue.pop() for queue in queues]
        queues = [queue for queue in queues if queue]
    return found


def _taken(bank: QuestionBank, settings: Settings, questions: Iterable[Question]) -> list[Question]:
    """The first ones without twins, as many as were asked for and as the minutes allow."""
    chosen: list[Question] = []
    gone: set[str] = set()
    minutes = 0.0
    for question in questions:
        full = settings.minutes is not None and minutes >= settings.minutes
        if len(chosen) >= settings.questions or full:
            break
        if question.id not in gone:
            chosen.append(question)
            gone.update(bank.twins(question.id))
            minutes += minutes_for(question, settings)
    return chosen


def _mixed(chosen: Collection[Question]) -> list[Question]:
    """The same questions with topics apart, otherwise in their order."""
    left = list(chosen)
    counts = Counter(question.topic for question in left)
    found: list[Question] = []
    while left:
        last = found[-1].topic if found else None
        # A topic that would otherwise be left over side by side must come now.
        pressing = [q for q in left if 2 * counts[q.topic] > len(left) and q.topic != last]
        apart = pressing or [q for q in left if q.topic != last] or left
        question = apart[0]
        left.remove(question)
        counts[question.topic] -= 1
        found.append(question)
    return found


def _why_nothing(bank: QuestionBank, settings: Settings) -> str:
    chosen = []
    if settings.topics:
        chosen.append("topic " + ", ".join(settings.topics))
    if settings.level is not None:
        chosen.append(f"level {settings.level}")
    if settings.role is not None:
        chosen.append(f"role {settings.role}")
    if settings.mode == "rapid":
        chosen.append("mode rapid")
    if not any(question.has_rubric for question in bank.questions):
        return "No question of the bank has a rubric, so none can be asked; run: interviewer bank check"
    if not chosen:
        return "The bank holds no question that can be asked."
    return f"No question fits {' with '.join(chosen)}; relax one of them."
