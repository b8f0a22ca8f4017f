"""What can go wrong below the conversation; every message is one sentence with its cure."""


class RetrievalError(Exception):
    """Base of this package's errors."""


class WeightsError(RetrievalError):
    """The encoder's weights are missing, altered, or of a kind that cannot be run."""


class StorageError(RetrievalError):
    """The index directory cannot be read or written."""


class BuildInterrupted(RetrievalError):
    """A build was stopped; what it had encoded is kept, and the next build goes on from there."""
