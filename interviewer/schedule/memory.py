"""FSRS for one question: what an answer does to its card, and how likely it is still remembered.

Whole days only, since an interview question is not asked again within minutes, and without the chance
that FSRS adds to intervals: the same reviews always give the same card.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

import fsrs

from interviewer.store.records import Card, Review


def reviewed(
    card: Card | None, question_id: str, rating: int, at: datetime, retention: float
) -> Card:
    """The card after an answer.

    Args:
        card: before it; None for the first answer.
        question_id: the question.
        rating: 1 again, 2 hard, 3 good, 4 easy.
        at: when it was answered; a clock that was set back counts as no time passed.
        retention: desired share of questions remembered.
    """
    at = at.astimezone(UTC)
    if card is not None:
        at = max(at, card.reviewed)
    after, _ = _scheduler(retention).review_card(
        fsrs.Card(card_id=0, due=at) if card is None else _as_fsrs(card), fsrs.Rating(rating), at
    )
    assert after.stability is not None
    assert after.difficulty is not None
    return Card(
        question_id=question_id,
        stability=after.stability,
        difficulty=after.difficulty,
        due=after.due,
        reviewed=at,
    )


def replayed(reviews: Sequence[Review], retention: float) -> Card:
    """The card that all reviews of one question give, as their ratings are now.

    Raises:
        ValueError: there are none.
    """
    card = None
    for review in reviews:
        card = reviewed(card, review.question_id, review.counted, review.at, retention)
    if card is None:
        raise ValueError("found no reviews, expected at least one")
    return card


def recall(card: Card, at: datetime) -> float:
    """The chance that the question is still remembered, in [0, 1]."""
    return _scheduler(0.9).get_card_retrievability(_as_fsrs(card), max(at, card.reviewed))


@lru_cache(maxsize=8)
def _scheduler(retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )


def _as_fsrs(card: Card) -> fsrs.Card:
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=card.reviewed,
    )
