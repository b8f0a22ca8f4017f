"""Reviews follow from sessions: each judged answer moves its question's card, once."""

from interviewer.schedule.memory import replayed
from interviewer.schedule.preferences import preferences, retention_in_range
from interviewer.schedule.rating import Rating, rating_of
from interviewer.store.cards import CardOf
from interviewer.store.records import Review
from interviewer.store.store import Store


def take_reviews(store: Store) -> int:
    """Count every judged answer that the schedule has not seen; returns how many there were.

    Safe to call at any time and from several processes: an answer counts once.
    """
    taken = 0
    for row in store.cards.unreviewed():
        rating = rating_of(row.asked)
        if rating is not None:
            taken += store.cards.add(row, rating, _card_of(store))
    return taken


def correct(store: Store, review_id: int, rating: Rating | None) -> Review:
    """Let the candidate overrule a rating, or take that back with None; the machine's is kept too.

    Raises:
        NotKept: there is no such review.
    """
    return store.cards.correct(review_id, None if rating is None else int(rating), _card_of(store))


def set_retention(store: Store, retention: float) -> None:
    """Set the desired retention and plan every card anew by it.

    Raises:
        UserError: it is out of range.
    """
    store.cards.set_preference("retention", retention_in_range(retention))
    by_question: dict[str, list[Review]] = {}
    for review in store.cards.all_reviews():
        by_question.setdefault(review.question_id, []).append(review)
    store.cards.put([replayed(reviews, retention) for reviews in by_question.values()])


def _card_of(store: Store) -> CardOf:
    retention = preferences(store).retention
    return lambda reviews: replayed(reviews, retention)
