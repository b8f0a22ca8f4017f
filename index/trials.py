"""Calibrating a built index: its own aliases and foreign questions, searched and compared."""

from corpus.banks import Bank
from index.calibrating import Thresholds, Trial, fit, foreign_queries, sample
from index.encoder import Encoder
from index.searching import Searcher
from index.storage import StoredIndex


def calibrate(bank: Bank, stored: StoredIndex, encoder: Encoder) -> Thresholds:
    """Thresholds fitted to an index; the same index always gives the same ones."""
    searcher = Searcher(stored, encoder)
    aliases = [row for row, passage in enumerate(stored.passages) if passage.kind == "alias"]
    own = [_trial(bank, searcher, stored, aliases[place]) for place in sample(len(aliases))]
    found = [searcher.search(text, 1) for text in foreign_queries()]
    return fit(own, [hits[0].score for hits in found if hits])


def _trial(bank: Bank, searcher: Searcher, stored: StoredIndex, row: int) -> Trial:
    wanted = bank.twins(stored.passages[row].question_id)
    hits = searcher.search_without(row, 8)
    if not hits:
        return Trial(score=-1.0, lead=0.0, right=False)
    alike = bank.twins(hits[0].question_id)
    rival = next((hit.score for hit in hits[1:] if hit.question_id not in alike), -1.0)
    return Trial(
        score=hits[0].score,
        lead=hits[0].score - rival,
        right=hits[0].question_id in wanted,
    )
