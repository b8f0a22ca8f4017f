"""Moments as they are kept: UTC to the millisecond, with the offset of the place.

Nothing is ever put in order by these, since clocks are set back; numbers do that.
"""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Tells the time with its time zone; passed in, never read elsewhere."""


def local_clock() -> datetime:
    """This machine's time in its own time zone."""
    return datetime.now().astimezone()


def stamp(moment: datetime) -> str:
    """A moment as text that sorts as time does: `2026-11-24T11:30:06.123+00:00`.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"found {moment} without a time zone, expected one")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def moment(text: str) -> datetime:
    """The moment of a stamp, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def offset_minutes(moment: datetime) -> int:
    """Minutes that the moment's time zone is ahead of UTC."""
    offset = moment.utcoffset()
    return 0 if offset is None else round(offset.total_seconds() / 60)
