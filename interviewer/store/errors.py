"""What can go wrong with the store, each with a sentence for the person."""

from interviewer.errors import UserError


class StoreError(UserError):
    """The store cannot do it; the message says why and what to do."""


class StoreUnavailable(StoreError):
    """The file cannot be opened or written: no room, no permission, or held by another program."""


class StoreTooNew(StoreError):
    """The file was written by a newer version; it was not touched."""


class StoreDamaged(StoreError):
    """The file is damaged; opening it again sets it aside and recovers what can be read."""


def not_understood(session_id: int, reason: Exception) -> StoreError:
    """For a session whose values cannot be read back."""
    return StoreError(
        f"Session {session_id} was kept by another version of interviewer, which this one does not "
        f"understand ({reason}); update interviewer"
    )


class NotKept(StoreError):
    """There is no such session."""


class HeldElsewhere(StoreError):
    """Another interviewer has gone on with this session meanwhile."""
