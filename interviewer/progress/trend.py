"""Whether scores rise from session to session, claimed only where they plainly do.

Of the last ten graded sessions, the trend is rising where most pairs agree on it (Kendall's tau of 0.5 at
least) and the middle slope (Theil and Sen's) makes 5 points over the whole; falling likewise. Fewer than
three sessions make no trend.
"""

from collections.abc import Sequence
from itertools import combinations
from statistics import median
from typing import Literal

from msgspec import Struct

LEAST_SESSIONS = 3
_LATEST = 10
_AGREEMENT = 0.5
_CHANGE = 0.05

Direction = Literal["rising", "steady", "falling"]


class Trend(Struct, frozen=True, kw_only=True):
    """How the scores go.

    Attributes:
        direction: None where there are too few sessions to tell.
        sessions: how many it rests on, at most 10.
        slope: change of the score from one session to the next; 0.0 without a direction.
    """

    direction: Direction | None
    sessions: int
    slope: float = 0.0

    @property
    def sentence(self) -> str:
        if self.direction is None:
            missing = LEAST_SESSIONS - self.sessions
            return f"no trend yet: {missing} more session{'s' * (missing != 1)} needed"
        if self.direction == "steady":
            return f"steady over {self.sessions} sessions"
        return (
            f"{self.direction} by {abs(100 * self.slope):.0f} points a session over {self.sessions}"
        )


def trend(scores: Sequence[float]) -> Trend:
    """The trend of the sessions' scores, the oldest first, each in [0, 1]."""
    latest = scores[-_LATEST:]
    if len(latest) < LEAST_SESSIONS:
        return Trend(direction=None, sessions=len(latest))
    pairs = list(combinations(enumerate(latest), 2))
    slope = median((after - before) / (j - i) for (i, before), (j, after) in pairs)
    tau = sum((after > before) - (after < before) for (_, before), (_, after) in pairs) / len(pairs)
    direction: Direction = "steady"
    if abs(tau) >= _AGREEMENT and abs(slope) * (len(latest) - 1) >= _CHANGE and slope * tau > 0:
        direction = "rising" if slope > 0 else "falling"
    return Trend(direction=direction, sessions=len(latest), slope=slope)
