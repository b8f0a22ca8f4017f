"""The session's clock, for both front ends; it runs only where the minutes count."""

import time
from collections.abc import Callable

from interviewer.engine.state import Settings


def clock_of(settings: Settings, since: float = 0.0) -> Callable[[], float]:
    """Gives the seconds since it was made; always 0 where the session has no limit.

    A session without a limit must not depend on the clock, so that its seed repeats it to the letter.

    Args:
        settings: what was chosen.
        since: seconds that a session which is gone on with had taken before.
    """
    if settings.minutes is None:
        return lambda: 0.0
    started = time.monotonic() - since
    return lambda: round(time.monotonic() - started, 1)
