"""Calibration in folds: every answer is scored by a fit that never saw its question."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FOLDS = 10


def linear() -> Any:
    """Least squares: for one number."""
    from sklearn.linear_model import LinearRegression

    return LinearRegression()


def isotonic() -> Any:
    """Any rising curve: for one number."""
    from sklearn.isotonic import IsotonicRegression

    return IsotonicRegression(out_of_bounds="clip")


def ridge() -> Any:
    """Ridge over standardized features: for many numbers."""
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), Ridge(alpha=10.0))


def boosted() -> Any:
    """Ridge and small boosted trees, averaged: for many numbers and many answers."""
    from sklearn.ensemble import GradientBoostingRegressor, VotingRegressor

    trees = GradientBoostingRegressor(
        n_estimators=150,
        learning_rate=0.05,
        max_depth=3,
        min_samples_leaf=10,
        subsample=0.7,
        random_state=0,
    )
    return VotingRegressor([("ridge", ridge()), ("trees", trees)])


def logistic() -> Any:
    """Logistic regression over standardized features: for yes or no."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression())


def folds_of(groups: Sequence[str]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows to fit on and rows to score, at most ten times; a group is never on both sides."""
    from sklearn.model_selection import GroupKFold

    splitter = GroupKFold(min(FOLDS, len(set(groups))))
    return list(splitter.split(np.zeros(len(groups)), groups=groups))


def crossed(
    model: Callable[[], Any], features: Floats, target: Floats, groups: Sequence[str]
) -> Floats:
    """What fits in folds make of each row, shape (rows,).

    Args:
        model: makes something to fit.
        features: shape (rows,) or (rows, features).
        target: shape (rows,).
        groups: the question of each row.
    """
    features = features.reshape(len(target), -1)
    found = np.empty(len(target))
    for seen, unseen in folds_of(groups):
        found[unseen] = model().fit(features[seen], target[seen]).predict(features[unseen])
    return found


def crossed_border(
    features: Floats, truth: Floats, groups: Sequence[str]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Chances by logistic regression, and the rows above the border that gave the best F1 when fitted.

    Args:
        features: shape (rows,) or (rows, features).
        truth: 0 or 1, shape (rows,).
        groups: the question of each row.
    """
    features = features.reshape(len(truth), -1)
    chances, found = np.empty(len(truth)), np.empty(len(truth), bool)
    for seen, unseen in folds_of(groups):
        model = logistic().fit(features[seen], truth[seen])
        fitted = model.predict_proba(features[seen])[:, 1]
        border = max(np.unique(fitted), key=lambda b: f1(truth[seen] > 0.5, fitted >= b)[0])
        chances[unseen] = model.predict_proba(features[unseen])[:, 1]
        found[unseen] = chances[unseen] >= border
    return chances, found


def f1(truth: NDArray[np.bool_], found: NDArray[np.bool_]) -> tuple[float, float, float]:
    """F1, precision and recall of the rows found."""
    hits = int((truth & found).sum())
    precision = hits / max(1, int(found.sum()))
    recall = hits / max(1, int(truth.sum()))
    return 2 * precision * recall / max(1e-12, precision + recall), precision, recall


def pearson(left: Floats, right: Floats) -> float:
    """Correlation; 0 where either side does not vary."""
    if left.std() < 1e-12 or right.std() < 1e-12:
        return 0.0
    return float(np.corrcoef(left, right)[0, 1])


def rmse(left: Floats, right: Floats) -> float:
    return float(np.sqrt(np.mean((left - right) ** 2)))
