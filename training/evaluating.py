"""How well a judge tells right from wrong, by kind of statement, on questions it was not trained on."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from training.claims import WRONG_KINDS
from training.pairs import DENIED, SAID, Pair

_UNSAID_KINDS = ("~", "0", "another point", "another question", "echo", "keywords", "shrug")


def by_kind(pairs: Sequence[Pair], chances: NDArray[np.float32]) -> Iterator[tuple[str, str]]:
    """Rows of a report: what is measured, and how it came out.

    Args:
        pairs: examples of rubrics.
        chances: probabilities of said, half, unsaid, denied; shape (len(pairs), 4).
    """
    kinds = np.array([pair.kind for pair in pairs])
    right = kinds == "+"
    claimed = chances[:, SAID] - chances[:, DENIED]
    yield "right claims heard as said", f"{np.mean(chances[right].argmax(1) == SAID):.3f}"
    yield "right claims flagged as wrong", f"{np.mean(chances[right].argmax(1) == DENIED):.3f}"
    for kind, name in (
        *WRONG_KINDS.items(),
        ("pitfall", "pitfall"),
        *((k, k) for k in _UNSAID_KINDS),
    ):
        chosen = kinds == kind
        if chosen.any():
            yield (
                f"right against {name}, AUC",
                f"{_auc(claimed[right], claimed[chosen]):.3f} of {int(chosen.sum())}",
            )
    stated = kinds == "pitfall stated"
    others = (kinds == "pitfall, right words") | (kinds == "pitfall, other words")
    if stated.any() and others.any():
        found = _auc(chances[stated, SAID], chances[others, SAID])
        yield "pitfall stated against not, AUC", f"{found:.3f} of {int(stated.sum())}"


def general(pairs: Sequence[Pair], chances: NDArray[np.float32]) -> Iterator[tuple[str, str]]:
    """Rows for pairs of general language: accuracy by data set, where the label is one of three."""
    kinds = np.array([pair.kind for pair in pairs])
    labels = np.array([pair.label for pair in pairs])
    # Half said is not among the labels of general data.
    three = chances[:, [0, 2, 3]].argmax(1)
    told = np.array([0, 2, 3])[three]
    for kind in dict.fromkeys(kinds.tolist()):
        chosen = (kinds == kind) & (labels >= 0)
        if chosen.any():
            share = np.mean(told[chosen] == labels[chosen])
            yield f"{kind}, accuracy", f"{share:.3f} of {int(chosen.sum())}"
        else:
            chosen = kinds == kind
            share = np.mean((told[chosen] == SAID) == (labels[chosen] == SAID))
            yield f"{kind}, accuracy of two", f"{share:.3f} of {int(chosen.sum())}"


def _auc(right: NDArray[np.float32], wrong: NDArray[np.float32]) -> float:
    truth = np.concatenate([np.ones(len(right)), np.zeros(len(wrong))])
    return float(roc_auc_score(truth, np.concatenate([right, wrong])))
