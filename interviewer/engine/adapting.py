"""The bar, and what it does to the plan: the next question follows from how the last ones went."""

from random import Random

from corpus.models import Question
from interviewer.engine.ports import QuestionBank
from interviewer.engine.selection import eligible, with_twins
from interviewer.engine.state import Level, Planned, Session
from interviewer.engine.talk import replace

STRONG = 0.7
WEAK = 0.35
FIRST_BAR: Level = 2
_FIXED_MODES = frozenset({"review"})
_HARDER: dict[Level, Level] = {1: 2, 2: 3, 3: 3}
_EASIER: dict[Level, Level] = {1: 1, 2: 1, 3: 2}


def bar_of(session: Session) -> Level:
    """The level to ask at, from all that was graded so far.

    Two strong answers in a row raise it by one, a weak one after another or one below half of
    weak lowers it; then the count begins anew. A level that was chosen is kept.
    """
    if session.settings.level is not None:
        return session.settings.level
    bar, run = FIRST_BAR, 0
    for asked in session.asked:
        judged = asked.counted
        if not asked.closed or judged is None or judged.score is None:
            continue
        if judged.score >= STRONG:
            run = max(run, 0) + 1
        elif judged.score <= WEAK:
            run = min(run, 0) - (2 if judged.score <= WEAK / 2 else 1)
        else:
            run = 0
        if run >= 2 or run <= -2:
            bar = _HARDER[bar] if run > 0 else _EASIER[bar]
            run = 0
    return bar


def adapted(session: Session, bank: QuestionBank) -> Session:
    """The session with its bar moved, and the next place of the plan exchanged to fit it.

    The exchange is of the same topic, nearest to the bar, and neither in the plan nor asked
    lately. Places that the candidate or a follow-up set stay as they are. The bar moves with a
    question that is at it, so that none is claimed which is not in force.
    """
    number = len(session.asked)
    planned = session.plan[number]
    known = {*session.history.due, *(key for key, _ in session.history.missed)}
    fixed = planned.why != "plan" or planned.question_id in known
    if fixed or session.settings.mode in _FIXED_MODES:
        return session  # no bar is in force there, so none is claimed
    bar = bar_of(session)
    question = bank.by_id[planned.question_id]
    pool = [q for q in _free(session, bank) if q.topic == question.topic]
    nearest = min([question, *pool], key=lambda q: abs(q.level - bar))
    if abs(nearest.level - bar) < abs(question.level - bar):
        pool = [q for q in pool if q.level == nearest.level]
        question = Random(f"adapt-{session.settings.seed}-{number}").choice(pool)
        session = with_place(session, number, Planned(question_id=question.id))
    return replace(session, bar=bar) if question.level == bar else session


def with_place(session: Session, number: int, planned: Planned) -> Session:
    """The session with another question at a place of the plan."""
    return replace(session, plan=(*session.plan[:number], planned, *session.plan[number + 1 :]))


def exchanged(session: Session, bank: QuestionBank, question_ids: frozenset[str]) -> Session:
    """The session without these questions in what is to come: others of their topics instead.

    Where nothing else fits, the place falls away.
    """
    kept = session
    for number in range(len(session.plan) - 1, len(session.asked) - 1, -1):
        planned = kept.plan[number]
        if planned.question_id not in question_ids:
            continue
        topic = bank.by_id[planned.question_id].topic
        pool = [q for q in _free(kept, bank) if q.topic == topic and q.id not in question_ids]
        if pool:
            picked = Random(f"exchange-{session.settings.seed}-{number}").choice(pool)
            kept = with_place(kept, number, Planned(question_id=picked.id))
        else:
            kept = replace(kept, plan=(*kept.plan[:number], *kept.plan[number + 1 :]))
    return kept


def placed(session: Session, bank: QuestionBank, planned: Planned) -> Session | None:
    """The session with a follow-up in the first place where its topic may stand; None: nowhere.

    It takes the place of a planned question, so that a session grows no longer by it. Where the
    plan mixes topics, no neighbor may share its topic.
    """
    question = bank.by_id.get(planned.question_id)
    if question is None or question.id not in {q.id for q in _free(session, bank)}:
        return None
    topics = [bank.by_id[place.question_id].topic for place in session.plan]
    mixed = len(set(topics)) > 1
    for number in range(len(session.asked), len(session.plan)):
        if session.plan[number].why != "plan":
            continue
        neighbors = topics[max(0, number - 1) : number] + topics[number + 1 : number + 2]
        if not mixed or question.topic not in neighbors:
            return with_place(session, number, planned)
    return None


def _free(session: Session, bank: QuestionBank) -> list[Question]:
    """Questions that fit and are neither planned, asked, nor recent; no twins of those."""
    names = [*(p.question_id for p in session.plan), *(a.question_id for a in session.asked)]
    taken = with_twins(bank, [*names, *session.history.recent])
    return [q for q in eligible(bank, session.settings) if q.id not in taken]
