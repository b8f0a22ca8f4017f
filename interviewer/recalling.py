"""What earlier sessions tell the planning of the next, read from the store."""

from datetime import datetime

from corpus.banks import Bank
from interviewer.engine.state import Attempt, History
from interviewer.progress.overview import suspended, to_practice
from interviewer.schedule.planning import LEECH_REVIEWS, due, leeches
from interviewer.schedule.preferences import preferences
from interviewer.store.records import AskedRow
from interviewer.store.store import Store

RECENT = 60
"""So many questions back, one is not asked again while others fit."""


def recalled(store: Store, bank: Bank, now: datetime) -> History:
    """What planning may know.

    Args:
        store: its reviews should be up to date (`schedule.reviewing.take_reviews`).
        bank: the questions; what it no longer holds is left out.
        now: the time, in the person's time zone.
    """
    today, spared = now.date(), suspended(store)
    interview = preferences(store).interview
    cards = store.cards.all()
    names = [name for name in to_practice(bank.by_id, cards) if name not in spared]
    failing = {one.question_id for one in leeches(store.cards.latest_reviews(LEECH_REVIEWS))}
    return History(
        # What the person wants to be spared is put off in the same way as what was just asked.
        recent=(*store.cards.asked_lately(RECENT), *sorted(spared)),
        due=tuple(
            one.question_id for one in due(cards, names, now, leeches=failing) if one.why == "due"
        ),
        missed=_missed(store, bank, spared),
        attempts={
            row.asked.question_id: attempt
            for row in store.cards.latest_asked()
            if (attempt := _attempt(row)) is not None
        },
        days_left=(interview - today).days if interview and interview >= today else None,
    )


def _missed(store: Store, bank: Bank, spared: set[str]) -> tuple[tuple[str, str], ...]:
    """Key points missed the last time, the heaviest first, of those the most missed."""
    weights = {
        (question.id, point.id): point.weight
        for question in bank.questions
        if question.id not in spared
        for point in question.key_points
    }
    missed = [
        (weights[name], count.missed, name)
        for count in store.scores.points()
        if count.last_missed and (name := (count.question_id, count.point_id)) in weights
    ]
    return tuple(name for _, _, name in sorted(missed, key=lambda one: (-one[0], -one[1], one[2])))


def _attempt(row: AskedRow) -> Attempt | None:
    """The attempt that counted."""
    asked = row.asked
    if asked.told and asked.earlier is not None:
        return asked.earlier
    if asked.assessment is None:
        return None
    return Attempt(answers=asked.answers, assessment=asked.assessment)
