"""The bank's library as the engine asks for it: search over an index that may still be growing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.finding import Finder
    from interviewer.engine.ports import Outcome
    from interviewer.wiring import Services


class IndexLibrary:
    """Searches the index on disk; opens it anew while it is being built."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._finder: Finder | None = None

    def look_up(self, text: str, limit: int) -> "tuple[Outcome, Sequence[str]]":
        """How sure the best hit is, and the questions nearest to a text, best first."""
        from index.errors import StorageError

        try:
            found = self._opened().ask(text, limit)
        except StorageError:
            return "not_ready", ()
        return found.outcome, [hit.question_id for hit in found.hits]

    def near(self, question_id: str, limit: int) -> Sequence[str] | None:
        """Questions related to one, best first; None while there is no index."""
        from index.errors import StorageError

        try:
            related = self._opened().related([question_id], limit)
        except StorageError:
            return None
        return [item.question_id for item in related]

    def _opened(self) -> "Finder":
        """A finder; kept only once the index is whole."""
        if self._finder is not None:
            return self._finder
        finder = self._services.open_finder()
        if self._services.stale_reason() is None:
            self._finder = finder
        return finder
