"""The session as a state machine: begin, advance by one text of the candidate, until it is done."""

from collections.abc import Mapping

import msgspec

from corpus.models import Question
from interviewer.engine import intent, probing
from interviewer.engine.assessment import judge
from interviewer.engine.feedback import feedback
from interviewer.engine.guards import is_dont_know
from interviewer.engine.markdown import shorten
from interviewer.engine.phrasing import phrase
from interviewer.engine.ports import Matcher, QuestionBank
from interviewer.engine.report import render_markdown, report
from interviewer.engine.selection import plan
from interviewer.engine.state import Asked, Session, Settings, Turn, TurnKind

_replace = msgspec.structs.replace
HINT_COST = 0.1
"""What a hint takes off the score of its question, once a hint."""


def begin(bank: QuestionBank, settings: Settings) -> Session:
    """A session with its first question put.

    Raises:
        NothingToAsk: no question of the bank fits the settings.
    """
    chosen = plan(bank, settings)
    questions = {question.id: question for question in bank.questions}
    session = Session(settings=settings, plan=chosen)
    session = _say(session, "opening", _opening(settings, len(chosen)))
    return _put_next(session, questions)


def advance(
    session: Session, text: str, questions: Mapping[str, Question], matcher: Matcher
) -> Session:
    """The session after one text of the candidate.

    Pure: the same session, text, bank and matcher give the same result.

    Args:
        session: as it stands.
        text: what the candidate sent, as it is; never lost, whatever it holds.
        questions: the bank by id; must hold the plan's questions.
        matcher: finds evidence.
    """
    if session.done:
        return session
    said = intent.read(text)
    if isinstance(said, intent.Command):
        return _obey(_hear(session, "command", text), said, questions)
    return _take_answer(_hear(session, "answer", text), said.text, questions, matcher)


def _opening(settings: Settings, count: int) -> str:
    about = ", ".join(settings.topics) if settings.topics else "all topics"
    told = (
        "After each answer you hear how it went."
        if settings.mode == "study"
        else "You hear how it went at the end."
    )
    plural = "question" if count == 1 else "questions"
    return f"{count} {plural} on {about}. {told} Answer in your own words; /help lists what else you can do."


def _take_answer(
    session: Session, answer: str, questions: Mapping[str, Question], matcher: Matcher
) -> Session:
    question = questions[session.current.question_id]
    if session.phase == "probe" and is_dont_know(answer):
        # Says nothing about the earlier answer, which stands as it was judged.
        return _close_question(session, question, questions, shrugged=True)
    heard = _replace(session.current, answers=(*session.current.answers, answer))
    assessment = judge(question, heard.answer, matcher)
    if not assessment.gradable and session.phase == "question":
        # Asked again rather than graded; the text stays in the transcript.
        return _say(session, "note", _phrase(session, "empty"), question.id)
    if assessment.score is not None:
        cost = max(0.0, 1 - HINT_COST * len(heard.hints))
        assessment = _replace(assessment, score=round(assessment.score * cost, 4))
    first = heard.first_score if session.phase == "probe" else assessment.score
    heard = _replace(heard, assessment=assessment, first_score=first)
    session = _update(session, heard)
    if not probing.enough_said(assessment, heard):
        return _probe(session, question, heard)
    shrugged = "dont_know" in assessment.guards
    return _close_question(session, question, questions, shrugged=shrugged)


def _close_question(
    session: Session, question: Question, questions: Mapping[str, Question], *, shrugged: bool
) -> Session:
    """Say what the mode allows about the answers to a question, and put the next one."""
    assessment = session.current.assessment
    if session.settings.mode == "study" and assessment is not None:
        told = feedback(question, assessment)
        if question.answer:
            told += f"\n\n**A strong answer**\n\n{question.answer}"
        session = _say(session, "feedback", told, question.id)
    else:
        key = "dont_know" if shrugged else "noted"
        session = _say(session, "note", _phrase(session, key), question.id)
    return _put_next(session, questions)


def _probe(session: Session, question: Question, asked: Asked) -> Session:
    """Ask about a wrong claim, or about the heaviest point not heard; move on is not decided here."""
    wrong = probing.pitfall_to_probe(question, asked)
    if wrong is not None and asked.assessment is not None:
        name, _ = wrong
        found = next(f for f in asked.assessment.pitfalls if f"pitfall-{f.number}" == name)
        opening = _phrase(session, "pitfall", quote=shorten(found.quote))
        text = f"{opening} {_phrase(session, 'pitfall_question')}"
    else:
        point = probing.point_to_probe(question, asked)
        assert point is not None, "enough_said lets only open points through"
        name = point.id
        about = point.probe or f"What can you say about this: {point.hint or question.text}"
        text = f"{_phrase(session, 'probe')} {about}"
    session = _update(session, _replace(asked, probed=(*asked.probed, name)))
    return _replace(_say(session, "probe", text, question.id), phase="probe")


def _obey(session: Session, command: intent.Command, questions: Mapping[str, Question]) -> Session:
    question = questions[session.current.question_id]
    match command.name:
        case "hint":
            point = probing.hint_point(question, session.current)
            if point is None or point.hint is None:
                return _say(session, "hint", _phrase(session, "no_hint"), question.id)
            hinted = _replace(session.current, hints=(*session.current.hints, point.id))
            text = _phrase(session, "hint", hint=point.hint)
            return _say(_update(session, hinted), "hint", text, question.id)
        case "skip":
            if not session.current.answers:
                session = _update(session, _replace(session.current, skipped=True))
            session = _say(session, "note", _phrase(session, "skipped"), question.id)
            return _put_next(session, questions)
        case "repeat":
            return _say(session, "question", question.spoken, question.id)
        case "end":
            return _finish(session, "ended", questions)
        case "help":
            return _say(session, "note", intent.help_text())
        case "ask" | "related":
            # Answered from the index by the front end, which knows it; the turn is on record.
            return session
        case "unknown":
            text = f"I don't know the command {command.rest}. /help lists those there are."
            return _say(session, "note", text)


def _put_next(session: Session, questions: Mapping[str, Question]) -> Session:
    if session.number == len(session.plan):
        return _finish(session, "closing", questions)
    question = questions[session.plan[session.number]]
    last = session.number + 1 == len(session.plan)
    key = "first" if session.number == 0 else "last" if last else "next"
    text = f"{_phrase(session, key)} {question.spoken}"
    session = _replace(
        session, asked=(*session.asked, Asked(question_id=question.id)), phase="question"
    )
    return _say(session, "question", text, question.id)


def _finish(session: Session, key: str, questions: Mapping[str, Question]) -> Session:
    # In study mode each reference answer was shown with its feedback.
    references = session.settings.mode != "study"
    told = render_markdown(report(session, questions), references=references)
    text = f"{_phrase(session, key)}\n\n{told}"
    return _replace(_say(session, "closing", text), phase="done")


def _update(session: Session, current: Asked) -> Session:
    return _replace(session, asked=(*session.asked[:-1], current))


def _say(session: Session, kind: TurnKind, text: str, question_id: str | None = None) -> Session:
    turn = Turn(speaker="interviewer", kind=kind, text=text, question_id=question_id)
    return _replace(session, turns=(*session.turns, turn))


def _hear(session: Session, kind: TurnKind, text: str) -> Session:
    current = session.current.question_id
    turn = Turn(speaker="candidate", kind=kind, text=text, question_id=current)
    return _replace(session, turns=(*session.turns, turn))


def _phrase(session: Session, key: str, **parts: str) -> str:
    return phrase(key, session.settings.seed, session.turns, **parts)
