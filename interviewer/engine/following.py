"""Going deeper after a strong answer, and the same concept from another angle after a smooth one."""

from corpus.models import Question
from interviewer.engine.adapting import STRONG, placed
from interviewer.engine.ports import Support
from interviewer.engine.state import Asked, Planned, Session, Why

_NEAREST = 8
_MODES = frozenset({"study", "interview", "drill"})


def went_well(asked: Asked) -> bool:
    """Whether an answer was strong, with nothing wrong in it and no help."""
    judged = asked.assessment
    return (
        judged is not None
        and judged.score is not None
        and judged.score >= STRONG
        and not judged.pitfalls
        and not judged.denials
        and not asked.hints
    )


def deeper_ask(session: Session, question: Question) -> str | None:
    """The authored follow-up to put now, which no rubric judges; None where none is due.

    The warm interviewer puts none, the neutral one after every other strong answer, the demanding
    one after each. At most one a question, and none when the candidate is back at an earlier one.
    """
    asked = session.asked[session.open]
    persona = session.settings.persona
    if session.settings.mode not in _MODES or session.left is not None or persona == "warm":
        return None
    if asked.follow_ups or not went_well(asked):
        return None
    if persona == "neutral" and _strong_before(session) % 2:
        return None
    return next((f.ask for f in question.follow_ups if f.ask), None)


def with_follow_up(session: Session, question: Question, support: Support) -> Session:
    """The session with a bank question placed that follows up a strong answer, where one is due.

    After a smooth pass one on the same concept from another angle; else one that goes deeper: an
    authored one, or the nearest in meaning to what was just said.
    """
    asked = session.asked[session.open]
    if session.settings.mode not in _MODES or session.left is not None or not went_well(asked):
        return session
    strong = _strong_before(session)
    due = session.settings.persona == "demanding" or strong % 2
    if not due or (asked.follow_ups and session.settings.persona != "demanding"):
        return session
    authored = [follow_up.to for follow_up in question.follow_ups if follow_up.to]
    smooth = not asked.probed
    why: Why = "angle" if smooth else "deeper"
    names = authored if not smooth else _other_angles(question, authored, support)
    for key in names or _nearest(asked, support):
        after = placed(session, support.bank, Planned(question_id=key, why=why, after=question.id))
        if after is not None:
            return after
    return session


def _other_angles(question: Question, authored: list[str], support: Support) -> list[str]:
    """Ids of questions that share a concept, the authored ones first."""
    if not question.concepts:
        return []
    near = support.library.near(question.id, _NEAREST) or ()
    by_id = support.bank.by_id
    return [
        key
        for key in dict.fromkeys([*authored, *near])
        if key in by_id and set(question.concepts[:2]) & set(by_id[key].concepts)
    ]


def _nearest(asked: Asked, support: Support) -> list[str]:
    """Ids of the questions nearest in meaning to what was said."""
    _, found = support.library.look_up("\n".join(asked.answers), _NEAREST)
    return [key for key in found if key != asked.question_id]


def _strong_before(session: Session) -> int:
    """How many earlier questions went well."""
    return sum(went_well(asked) for asked in session.asked[: session.open])
