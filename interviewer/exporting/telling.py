"""A kept session with its report, whatever became of the bank since."""

from collections.abc import Mapping

from msgspec import Struct

from corpus.models import KeyPoint, Pitfall, Question
from interviewer.engine.report import Report, report
from interviewer.engine.state import Asked, Assessment, Session
from interviewer.store.records import SessionRow
from interviewer.store.store import Store


class Told(Struct, frozen=True, kw_only=True):
    """All there is to tell of a session."""

    row: SessionRow
    session: Session
    report: Report

    @property
    def title(self) -> str:
        return self.row.name or f"Session {self.row.id}"


def told(store: Store, session_id: int, bank: Mapping[str, Question]) -> Told:
    """The session with its report, over the questions as they were asked.

    Args:
        store: where it is kept.
        session_id: its number.
        bank: questions by id, for those that were not kept.

    Raises:
        NotKept: there is no such session.
    """
    kept = store.sessions.load(session_id)
    questions = {**bank, **store.sessions.questions(session_id)}
    for asked in kept.session.asked:
        if not _covers(questions.get(asked.question_id), asked):
            questions[asked.question_id] = _stand_in(asked)
    return Told(
        row=store.sessions.row(session_id),
        session=kept.session,
        report=report(kept.session, questions),
    )


def _covers(question: Question | None, asked: Asked) -> bool:
    """Whether the question has all that the assessment speaks of."""
    if question is None:
        return False
    known = {point.id for point in question.key_points}
    return known.issuperset(_point_ids(asked)) and _pitfalls(asked) <= len(question.pitfalls)


def _stand_in(asked: Asked) -> Question:
    """For a question that is lost: named by its id, its key points by theirs."""
    lost = Pitfall(
        claim="lost", correction="The correction is no longer in the bank.", contradicts=""
    )
    return Question(
        id=asked.question_id,
        text=f"{asked.question_id} (no longer in the bank)",
        key_points=tuple(KeyPoint(id=name, point=name) for name in _point_ids(asked)),
        pitfalls=(lost,) * _pitfalls(asked),
    )


def _assessments(asked: Asked) -> list[Assessment]:
    earlier = None if asked.earlier is None else asked.earlier.assessment
    return [one for one in (asked.assessment, earlier) if one is not None]


def _point_ids(asked: Asked) -> list[str]:
    """Ids of the key points that the assessments speak of."""
    names: list[str] = []
    for one in _assessments(asked):
        names += [point.point_id for point in one.points]
        names += [denial.point_id for denial in one.denials]
    return list(dict.fromkeys(names))


def _pitfalls(asked: Asked) -> int:
    """How many pitfalls a question must have for the assessments to make sense."""
    found = (pitfall.number for one in _assessments(asked) for pitfall in one.pitfalls)
    return 1 + max(found, default=-1)
