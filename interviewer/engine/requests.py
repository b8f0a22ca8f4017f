"""What the candidate may want besides answering: help with the question, the plan, a way back, an end."""

from interviewer.engine import intent
from interviewer.engine.asking import (
    asked_enough,
    clarify,
    look_up,
    out_of_patience,
    related,
    with_standing,
)
from interviewer.engine.disputing import dispute
from interviewer.engine.flow import finish
from interviewer.engine.hints import COSTS, hint_text, next_hint, total_cost
from interviewer.engine.leaving import leave, unchanged
from interviewer.engine.markdown import percent
from interviewer.engine.plan_editing import Refused, edited, plan_text
from interviewer.engine.ports import Support
from interviewer.engine.state import Attempt, Left, Session, Turn
from interviewer.engine.talk import ask_again, phrase, replace, say, say_phrase, update


def obey(session: Session, command: intent.Command, support: Support) -> Session:
    """Do what a request asks for; the open question stays open unless it says otherwise."""
    match command.name:
        case "hint":
            return give_hint(session, support)
        case "skip":
            return leave(session, support)
        case "repeat":
            return with_standing(session, "repeat")
        case "rephrase":
            return _rephrase(session, support)
        case "clarify":
            return clarify(session, command.rest, support)
        case "think":
            return say_phrase(session, "note", "think")
        case "back":
            return _back(session, support)
        case "ask":
            return look_up(session, command.rest, support)
        case "related":
            return related(session, support)
        case "plan":
            return _plan(session, command.rest, support)
        case "dispute":
            return dispute(session, command.rest, support)
        case "end":
            return finish(session, support.bank, "ended")
        case "help":
            return say(session, "note", intent.help_text())
        case "unknown":
            text = f"I don't know the command {command.rest}. /help lists those there are."
            return say(session, "note", text)


def give_hint(session: Session, support: Support) -> Session:
    """The next step of help, with what it costs."""
    session = replace(session, offered=False)
    if session.awaiting not in ("question", "probe"):
        return say_phrase(session, "hint", "no_hint")
    asked = session.asked[session.open]
    question = support.bank.by_id[asked.question_id]
    hint = next_hint(question, asked)
    if hint is None:
        return say_phrase(session, "hint", "no_hint")
    hints = (*asked.hints, hint)
    point = question.key_point(hint.point_id)
    session, told = phrase(session, f"hint_{hint.step}", hint=hint_text(point, hint.step))
    session, cost = phrase(
        session, "hint_cost", cost=percent(COSTS[hint.step]), total=percent(total_cost(hints))
    )
    return say(update(session, hints=hints), "hint", f"{told} {cost}")


def _instead(session: Session, key: str, text: str) -> Session:
    """Other words for what is open, which itself stays as it was put."""
    session, lead = phrase(session, key)
    told = ask_again(replace(session, standing=text), lead)
    return replace(told, standing=session.standing)


def _rephrase(session: Session, support: Support) -> Session:
    """The question's other wording; asked again, a smaller piece of it."""
    if session.awaiting not in ("question", "probe"):
        return with_standing(session, "repeat")
    if asked_enough(session):
        return out_of_patience(session, support)
    question = support.bank.by_id[session.asked[session.open].question_id]
    if session.awaiting == "probe":
        return _instead(
            session, "rephrase", f"This is still about “{question.text}” {session.standing}"
        )
    told = any(turn.text.endswith(question.text) for turn in _said_to(session))
    if not told:
        return _instead(session, "rephrase", question.text)
    probes = [point for point in question.key_points if point.probe]
    if not probes:
        return with_standing(session, "repeat")
    heaviest = max(probes, key=lambda point: point.weight)
    return _instead(session, "narrow", heaviest.probe or "")


def _said_to(session: Session) -> list[Turn]:
    """The interviewer's turns on the open question."""
    current = session.asked[session.open].question_id
    return [t for t in session.turns if t.speaker == "interviewer" and t.question_id == current]


def _back(session: Session, support: Support) -> Session:
    """Reopen the question before this one, to add to it, or to try it again where it was told."""
    if not session.asked or session.open == 0:
        return say_phrase(session, "note", "back_none")
    left = session.left or Left(awaiting=session.awaiting, standing=session.standing)
    if session.left is not None:
        session = update(unchanged(session), closed=True)
    session = replace(session, open=session.open - 1, left=left)
    asked = session.asked[session.open]
    earlier = asked.earlier
    if earlier is None and asked.assessment is not None:
        earlier = Attempt(answers=asked.answers, assessment=asked.assessment)
    session = update(session, earlier=earlier, closed=False, skipped=False)
    if asked.told:
        session = update(session, answers=(), withdrawn=(), assessment=None)
    question = support.bank.by_id[asked.question_id]
    session = replace(session, awaiting="question", standing=question.spoken, offered=False)
    session, lead = phrase(session, "back_told" if asked.told else "back")
    return say(session, "question", f"{lead} {question.spoken}")


def _plan(session: Session, request: str, support: Support) -> Session:
    if request:
        try:
            session = edited(session, support.bank, request)
        except Refused as problem:
            return say(session, "note", problem.reason)
    return say(session, "note", plan_text(session, support.bank))
