"""What people ask of the bank: answers to a text, and questions related to questions."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from corpus.banks import Bank
from index.encoder import Encoder
from index.relating import Related, Relations
from index.searching import Hit, Outcome, Searcher
from index.storage import StoredIndex


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: its outcome, and the hits, best first, whatever the outcome."""

    outcome: Outcome
    hits: tuple[Hit, ...]

    def choices(self, margin: float) -> tuple[Hit, ...]:
        """The hits as near as the best one: what an ambiguous text may have meant, at most 4."""
        return tuple(h for h in self.hits[:4] if self.hits[0].score - h.score < margin)


class Finder:
    """A bank with its loaded index."""

    def __init__(self, bank: Bank, stored: StoredIndex, encoder: Encoder) -> None:
        self._bank = bank
        self._stored = stored
        self._searcher = Searcher(stored, encoder)

    @cached_property
    def _relations(self) -> Relations:
        return Relations(self._bank, self._stored)

    @property
    def margin(self) -> float:
        """Hits nearer to each other than this are a choice."""
        return self._stored.manifest.thresholds.margin

    def ask(self, text: str, limit: int) -> Found:
        """The questions nearest to a text; of an older index only those the bank still holds."""
        hits = [h for h in self._searcher.search(text, limit) if h.question_id in self._bank.by_id]
        alike = [self._bank.twins(hits[0].question_id)] if hits else []
        return Found(self._searcher.decide(hits, alike), tuple(hits))

    def related(
        self, question_ids: Collection[str], limit: int, exclude: Collection[str] = ()
    ) -> list[Related]:
        """Questions related to one or several, none of them twins of those or of each other."""
        return self._relations.related(question_ids, limit, exclude)
