"""An open store: its parts by what they keep."""

from types import TracebackType
from typing import Self

from interviewer.store.cards import Cards
from interviewer.store.database import Database
from interviewer.store.marking import Marking
from interviewer.store.scores import Scores
from interviewer.store.searching import Searching
from interviewer.store.sessions import Sessions


class Store:
    """What is remembered, in one file; closed by `close` or at the end of a with block.

    Threads may share it. Several processes may have the same file open.

    Attributes:
        database: the connection.
        notices: sentences for the person about what opening it took, such as a recovery.
        sessions: sessions, drafts and the questions as they were asked.
        marking: names, notes and signs.
        search: finding sessions again.
        scores: what was scored.
        cards: what the schedule keeps, and preferences.
    """

    def __init__(self, database: Database, *, notices: tuple[str, ...] = ()) -> None:
        self.database = database
        self.notices = notices
        self.sessions = Sessions(database)
        self.marking = Marking(database)
        self.search = Searching(database)
        self.scores = Scores(database)
        self.cards = Cards(database)

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
