"""The plan as the candidate sees it, and what `/plan` changes about it."""

from dataclasses import dataclass

from corpus.models import LEVELS
from interviewer.engine.ports import QuestionBank
from interviewer.engine.selection import eligible, with_twins
from interviewer.engine.state import Planned, Session
from interviewer.engine.talk import replace

_USAGE = "Say /plan drop 3, /plan next 4, or /plan add and a topic or question."


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """The plan stays as it is; the message says why."""

    reason: str


def plan_text(session: Session, bank: QuestionBank) -> str:
    """The plan as a list: topics and levels, since the questions are for later."""
    lines = []
    for number, planned in enumerate(session.plan, 1):
        question = bank.by_id[planned.question_id]
        if number <= len(session.asked):
            mark = "now" if number == session.number else "done"
            what = question.text
        else:
            mark = "follow-up" if planned.why in ("deeper", "angle") else "to come"
            open_level = session.settings.level is None and planned.why == "plan"
            level = "level as the bar stands" if open_level else LEVELS[question.level]
            what = f"{question.topic or 'Other'}, {level}"
        lines.append(f"{number}. {what} ({mark})")
    return "\n".join(lines)


def edited(session: Session, bank: QuestionBank, request: str) -> Session:
    """The session with its plan changed as asked; what was put already stays.

    Args:
        session: as it stands.
        bank: for what is to be added.
        request: `drop N`, `next N`, or `add` with a topic, or the id or text of a question.

    Raises:
        Refused: it cannot be done.
    """
    verb, _, rest = request.partition(" ")
    rest = rest.strip()
    match verb.lower():
        case "drop":
            number = _upcoming(session, rest)
            return replace(session, plan=(*session.plan[:number], *session.plan[number + 1 :]))
        case "next":
            number = _upcoming(session, rest)
            asked = len(session.asked)
            chosen = replace(session.plan[number], why="added")
            others = (*session.plan[asked:number], *session.plan[number + 1 :])
            return replace(session, plan=(*session.plan[:asked], chosen, *others))
        case "add" if rest:
            return _added(session, bank, rest)
        case _:
            raise Refused(_USAGE)


def _upcoming(session: Session, text: str) -> int:
    first, last = len(session.asked) + 1, len(session.plan)
    if first > last:
        raise Refused("Nothing is to come that could be changed.")
    if not text.isdecimal() or not first <= int(text) <= last:
        span = str(first) if first == last else f"{first} to {last}"
        raise Refused(f"Only what is to come can be changed: number {span}.")
    return int(text) - 1


def _added(session: Session, bank: QuestionBank, name: str) -> Session:
    taken = with_twins(bank, [planned.question_id for planned in session.plan])
    question = bank.find(name)
    if question is None:
        topic = bank.find_topic(name)
        if topic is None:
            raise Refused(f"Neither a topic nor a question is called “{name}”.")
        settings = replace(session.settings, topics=(topic,))
        fitting = [q for q in eligible(bank, settings) if q.id not in taken]
        fresh = [q for q in fitting if q.id not in with_twins(bank, session.history.recent)]
        if not fitting:
            raise Refused(f"{topic} has no further question that fits.")
        question = (fresh or fitting)[session.settings.seed % len(fresh or fitting)]
    elif question.id in taken:
        raise Refused("That question is in the plan already.")
    elif not question.has_rubric:
        raise Refused("That question has no rubric, so it cannot be asked.")
    return replace(session, plan=(*session.plan, Planned(question_id=question.id, why="added")))
