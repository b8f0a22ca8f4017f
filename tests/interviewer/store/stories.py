"""A clock that is set by hand and an engine small enough to know every state by heart."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

import msgspec

from corpus.models import KeyPoint, Question
from interviewer.engine.state import (
    Asked,
    Assessment,
    Planned,
    PointVerdict,
    Session,
    Settings,
    Turn,
    Verdict,
)

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
QUESTIONS = {
    question.id: question
    for question in (
        Question(
            id=name,
            text=f"What makes {name}?",
            topic=topic,
            concepts=(concept,),
            answer=f"The moon makes {name}.",
            key_points=(
                KeyPoint(id="cause", point=f"The moon makes {name}.", weight=3),
                KeyPoint(id="rhythm", point=f"There are two {name} a day.", weight=1),
            ),
        )
        for name, topic, concept in (
            ("tides", "Sea", "gravity"),
            ("waves", "Sea", "wind"),
            ("rain", "Sky", "wind"),
        )
    )
}


@dataclass
class SetClock:
    """Tells the time it was set to, plus a second a look."""

    now: datetime = START
    looks: int = field(default=0)

    def __call__(self) -> datetime:
        self.looks += 1
        return self.now + timedelta(seconds=self.looks)

    def set(self, now: datetime) -> None:
        self.now, self.looks = now, 0

    def move(self, hours: int) -> None:
        """Go to a time zone so many hours ahead of UTC."""
        self.now = self.now.astimezone(timezone(timedelta(hours=hours)))


def begun(*plan: str, seed: int = 0) -> Session:
    """A session whose first question is put; all three by default."""
    plan = plan or tuple(QUESTIONS)
    return _put(
        Session(
            settings=Settings(questions=len(plan), seed=seed),
            plan=tuple(Planned(question_id=name) for name in plan),
        )
    )


def advanced(session: Session, text: str) -> Session:
    """Takes every text for an answer: `moon` covers the cause, `two` the rhythm, `/skip` skips."""
    replace = msgspec.structs.replace
    current = session.asked[-1]
    said = Turn(speaker="candidate", kind="answer", text=text, question_id=current.question_id)
    if text == "/skip":
        current = replace(current, skipped=True, closed=True)
    else:
        current = replace(current, answers=(text,), assessment=assessed(text), closed=True)
    session = replace(session, turns=(*session.turns, said), asked=(*session.asked[:-1], current))
    if len(session.asked) == len(session.plan):
        closing = Turn(speaker="interviewer", kind="closing", text="That was all.")
        return replace(session, turns=(*session.turns, closing), phase="done")
    return _put(session)


def assessed(text: str) -> Assessment:
    """Three quarters of the score for the cause, one for the rhythm."""
    cause, rhythm = "moon" in text, "two" in text
    return Assessment(
        points=(
            _verdict("cause", heard=cause),
            _verdict("rhythm", heard=rhythm),
        ),
        score=0.75 * cause + 0.25 * rhythm,
        confidence=1.0,
    )


def _verdict(point_id: str, *, heard: bool) -> PointVerdict:
    verdict: Verdict = "covered" if heard else "missed"
    return PointVerdict(point_id=point_id, verdict=verdict, credit=float(heard), similarity=0.5)


def _put(session: Session) -> Session:
    question = QUESTIONS[session.plan[len(session.asked)].question_id]
    turn = Turn(speaker="interviewer", kind="question", text=question.text, question_id=question.id)
    return msgspec.structs.replace(
        session,
        asked=(*session.asked, Asked(question_id=question.id)),
        turns=(*session.turns, turn),
    )
