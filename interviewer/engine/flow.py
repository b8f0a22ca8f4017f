"""From one question to the next: the opening, putting a question, closing it, the wrap-up."""

from corpus.models import LEVELS, Question
from interviewer.engine.adapting import adapted
from interviewer.engine.feedback import corrections_of, feedback
from interviewer.engine.markdown import percent
from interviewer.engine.ports import QuestionBank
from interviewer.engine.probing import is_shrug
from interviewer.engine.quoting import telling_quote
from interviewer.engine.report import render_markdown, report
from interviewer.engine.selection import minutes_for
from interviewer.engine.state import Asked, Planned, Session, Settings
from interviewer.engine.talk import ask_again, phrase, replace, say, update

_TOLD = {
    "study": "After each answer you hear how it went.",
    "interview": "You hear how it went at the end, not before.",
    "review": "These are due again; after each answer you hear how it went.",
    "drill": "This is a drill: after each answer you hear how it went, and we stay on it.",
    "rapid": "This is rapid fire: two or three sentences each, a short verdict, and on.",
}


def opening(session: Session, bank: QuestionBank) -> Session:
    """Welcome the candidate, say what is planned, and put the first question."""
    settings = session.settings
    session, welcome = phrase(session, "welcome")
    session = say(session, "opening", f"{welcome} {_agenda(session, bank)}")
    if settings.warm_up:
        session = replace(session, phase="warm_up", awaiting="warm_up")
        session, text = phrase(session, "warm_up")
        return say(replace(session, standing=text), "warm_up", text)
    return put_next(session, bank)


def _agenda(session: Session, bank: QuestionBank) -> str:
    settings = session.settings
    count = len(session.plan)
    names = dict.fromkeys(bank.by_id[p.question_id].topic or "Other" for p in session.plan)
    about = ", ".join(names) if len(names) <= 4 else f"{len(names)} topics"
    parts = [f"{count} question{'s' * (count != 1)} on {about}."]
    if settings.minutes is not None:
        parts.append(f"We have {settings.minutes} minutes.")
    if settings.level is not None:
        parts.append(f"The bar is {LEVELS[settings.level]} throughout.")
    elif settings.mode != "review":
        parts.append(
            f"I begin at the {LEVELS[session.bar]} level and follow your answers from there."
        )
    left = session.history.days_left
    if left is not None:
        day = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
        parts.append(f"Your interview is {day}.")
    due = len(session.history.due)
    if due and settings.mode != "review":
        parts.append(f"{due} earlier question{'s are' if due > 1 else ' is'} due for review.")
    parts.append(_TOLD[settings.mode])
    parts.append(
        "Answer in your own words; /plan shows and changes the plan, /help lists the rest."
    )
    return " ".join(parts)


def put_next(session: Session, bank: QuestionBank) -> Session:
    """Put the next question of the plan, or wrap up where none is left or the time is over."""
    number = len(session.asked)
    if number >= len(session.plan):
        return finish(session, bank, "closing")
    if number and _time_left(session) <= 0:
        return finish(session, bank, "time_up")
    before = session.bar
    session = adapted(session, bank)
    planned = session.plan[number]
    question = bank.by_id[planned.question_id]
    leads = []
    if session.bar != before and number:
        session, moved = phrase(session, _bar_key(session, before), level=LEVELS[session.bar])
        leads.append(moved)
    session, lead = _lead(session, bank, planned, question)
    leads.append(lead)
    asked = Asked(question_id=question.id, why=planned.why, after=planned.after)
    session = replace(
        session,
        asked=(*session.asked, asked),
        open=number,
        phase="core",
        awaiting="question",
        standing=_spoken(question, session.settings),
        offered=False,
    )
    return say(session, "question", f"{' '.join(leads)} {session.standing}")


def _spoken(question: Question, settings: Settings) -> str:
    # In rapid fire the bare text: what it invites can be said in a few sentences.
    return question.text if settings.mode == "rapid" else question.spoken


def _bar_key(session: Session, before: int) -> str:
    if not session.settings.tells_at_once:
        return "bar_moved"  # why it moved would be feedback
    return "bar_up" if session.bar > before else "bar_down"


def _lead(
    session: Session, bank: QuestionBank, planned: Planned, question: Question
) -> tuple[Session, str]:
    topic = question.topic or "something else"
    number = len(session.asked)
    if planned.after is not None:
        after = bank.by_id[planned.after].text.rstrip("?. ")
        key = "angle" if planned.why == "angle" else "deeper_question"
        return phrase(session, key, after=after)
    if number == 0:
        return phrase(session, "first", topic=topic)
    needed = 60 * minutes_for(question, session.settings)
    if number + 1 == len(session.plan) or _time_left(session) <= needed:
        return phrase(session, "last", topic=topic)
    before = bank.by_id[session.asked[-1].question_id].topic
    return phrase(session, "same_topic" if before == question.topic else "next", topic=topic)


def _time_left(session: Session) -> float:
    if session.settings.minutes is None:
        return float("inf")
    return 60 * session.settings.minutes - session.turns[-1].at


def close_question(
    session: Session, bank: QuestionBank, latest: str = "", before: str = ""
) -> Session:
    """Say what the mode allows about the answers, and go on, or back to where we were.

    Args:
        session: its open question is through.
        bank: the questions.
        latest: the answer that is acknowledged; empty for none.
        before: what is said before all else, such as that a wrong claim was put right.
    """
    asked = session.asked[session.open]
    question = bank.by_id[asked.question_id]
    noted = ""
    if latest or not before:
        session, noted = acknowledgement(session, question, asked, latest)
    session = say(session, "note", f"{before} {noted}".strip())
    first_time = not asked.told
    session = update(session, closed=True)
    if session.settings.tells_at_once and asked.assessment is not None:
        session = say(session, "feedback", _told(question, asked, session.settings, first_time))
        session = update(session, told=True)
    return go_on(session, bank)


def acknowledgement(
    session: Session, question: Question, asked: Asked, latest: str
) -> tuple[Session, str]:
    """A sentence that shows what was heard, and claims no more than the assessment does."""
    assessment = asked.assessment
    if assessment is None or is_shrug(assessment):
        return phrase(session, "leave_shrug")
    found = telling_quote(question, assessment, latest)
    if found is None:
        return phrase(session, "ack_plain")
    verdict, quote = found
    if not session.settings.tells_at_once:
        return phrase(session, "ack_noted", quote=quote)
    return phrase(session, "ack_covered" if verdict == "covered" else "ack_partly", quote=quote)


def _told(question: Question, asked: Asked, settings: Settings, first_time: bool) -> str:
    assert asked.assessment is not None
    if settings.mode == "rapid":
        return _short(question, asked)
    told = feedback(question, asked.assessment)
    if asked.hints:
        told += f"\n\nHints taken: {len(asked.hints)}; the score is less for them."
    if question.answer and first_time:
        told += f"\n\n**A strong answer**\n\n{question.answer}"
    return told


def _short(question: Question, asked: Asked) -> str:
    """Two lines for rapid fire: the score, and the heaviest point that was missed."""
    assessment = asked.assessment
    assert assessment is not None
    if assessment.score is None:
        return "Not enough to grade."
    heard = sum(point.verdict != "missed" for point in assessment.points)
    told = f"Score {percent(assessment.score)}: {heard} of {len(assessment.points)} points touched."
    missed = [question.key_point(p.point_id) for p in assessment.points if p.verdict == "missed"]
    if missed:
        told += f" Missing most: {max(missed, key=lambda point: point.weight).point}"
    for _, right in corrections_of(question, assessment):
        told += f" To correct: {right}"
    return told


def go_on(session: Session, bank: QuestionBank) -> Session:
    """The next question, or the one that was left to go back."""
    if session.left is None:
        return put_next(session, bank)
    left = session.left
    session, lead = phrase(session, "back_return")
    session = replace(
        session,
        open=len(session.asked) - 1,
        awaiting=left.awaiting,
        standing=left.standing,
        left=None,
        offered=False,
    )
    return ask_again(session, lead)


def finish(session: Session, bank: QuestionBank, key: str) -> Session:
    """Wrap up: the report, and what to do next.

    Args:
        session: at any moment.
        bank: the questions.
        key: why it ends: `closing`, `time_up` or `ended`.
    """
    session = replace(session, phase="wrap_up")
    # Where feedback came at once, each reference answer was shown with it.
    references = not session.settings.tells_at_once
    told = render_markdown(report(session, bank.by_id), references=references)
    session, lead = phrase(session, key)
    session = say(session, "closing", f"{lead}\n\n{told}")
    return replace(session, phase="done", awaiting="nothing")
