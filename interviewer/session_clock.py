"""The session's clock, for both front ends; it runs only where the minutes count."""

import time
from collections.abc import Callable

from interviewer.engine.state import Settings


def clock_of(settings: Settings) -> Callable[[], float]:
    """Gives the seconds since it was made; always 0 where the session has no limit.

    A session without a limit must not depend on the clock, so that its seed repeats it to the letter.
    """
    if settings.minutes is None:
        return lambda: 0.0
    started = time.monotonic()
    return lambda: round(time.monotonic() - started, 1)
