"""From an assessment to the rating that the schedule counts.

| final score | rating |
|---|---|
| below 0.4 | again |
| 0.4 to below 0.6 | hard |
| 0.6 to below 0.85 | good |
| 0.85 and more | easy |

Help counts against it, since recall was not free: one hint allows good at most, two or more hard at
most; a probe lifts the rating one step above that of the first answer at most. "I don't know" is
again. A skipped or ungradable answer gets no rating: it says nothing about memory.
"""

from enum import IntEnum

from interviewer.engine.state import Asked


class Rating(IntEnum):
    """How well a question was remembered, as FSRS counts it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


RATINGS: dict[str, Rating] = {rating.name.lower(): rating for rating in Rating}
"""Ratings by the words that people use."""

_BORDERS = ((0.85, Rating.EASY), (0.6, Rating.GOOD), (0.4, Rating.HARD))
_MOST_WITH_HINTS = (Rating.EASY, Rating.GOOD, Rating.HARD)


def rating_of(asked: Asked) -> Rating | None:
    """The rating of a question that is done with; None where there is nothing to rate."""
    assessment = asked.counted
    if asked.skipped or assessment is None or assessment.score is None:
        return None
    if "dont_know" in assessment.guards:
        return Rating.AGAIN
    rating = _of_score(assessment.score)
    if asked.first_score is not None:
        rating = min(rating, Rating(min(_of_score(asked.first_score) + 1, Rating.EASY)))
    return min(rating, _MOST_WITH_HINTS[min(len(asked.hints), 2)])


def _of_score(score: float) -> Rating:
    return next((rating for border, rating in _BORDERS if score >= border), Rating.AGAIN)
