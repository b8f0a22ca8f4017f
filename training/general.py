"""Public natural-language-inference pairs, read where they lie; they are no part of the project."""

from pathlib import Path

import pandas as pd

from training.pairs import DENIED, NOT_SAID, SAID, UNSAID, Pair

_LABELS = {
    "entailment": SAID,
    "neutral": UNSAID,
    "contradiction": DENIED,
    "not_entailment": NOT_SAID,
}


def read_general(path: Path, split: str) -> list[Pair]:
    """Pairs of a split from a CSV of set, premise, hypothesis, label, split.

    Raises:
        OSError, ValueError, KeyError: the file is missing or of another form.
    """
    table = pd.read_csv(path, keep_default_na=False)
    rows = table[table["split"] == split]
    return [
        Pair(row.premise, row.hypothesis, _LABELS[row.label], row.set, "")
        for row in rows.itertuples(index=False)
    ]
