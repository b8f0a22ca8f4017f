"""What the person sets for the schedule."""

from datetime import date

from msgspec import Struct

from interviewer.errors import UserError
from interviewer.store.store import Store

LOWEST_RETENTION, HIGHEST_RETENTION = 0.7, 0.97


class Preferences(Struct, frozen=True, kw_only=True):
    """How the schedule plans.

    Attributes:
        retention: share of questions to be remembered when they come up again, from 0.7 to 0.97.
        interview: the day that all is for; None where none is set.
    """

    retention: float = 0.9
    interview: date | None = None


def preferences(store: Store) -> Preferences:
    """Those in force."""
    retention, day = (store.cards.preference(name) for name in ("retention", "interview"))
    return Preferences(
        retention=Preferences().retention if retention is None else float(retention),
        interview=None if day is None else date.fromisoformat(day),
    )


def set_interview(store: Store, day: date | None, today: date) -> None:
    """Set the interview date, or forget it.

    Raises:
        UserError: the day is over.
    """
    if day is not None and day < today:
        raise UserError(f"{day} is over; give the date of an interview that is still to come")
    store.cards.set_preference("interview", None if day is None else day.isoformat())


def retention_in_range(retention: float) -> float:
    """The same number.

    Raises:
        UserError: it is out of range.
    """
    if not LOWEST_RETENTION <= retention <= HIGHEST_RETENTION:
        raise UserError(
            f"found the retention {retention}, expected a number from {LOWEST_RETENTION} to "
            f"{HIGHEST_RETENTION}: the share of questions to be remembered"
        )
    return retention
