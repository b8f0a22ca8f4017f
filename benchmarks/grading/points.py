"""Tables on key points that people found said or not."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.grading.features import HALF, SAID, SYSTEMS, Matched
from benchmarks.grading.fitting import Floats, crossed_border, f1
from benchmarks.grading.judged import Product
from benchmarks.grading.labelled import Claims
from benchmarks.tables import markdown

HEADS = ("F1", "precision", "recall")


def print_points(claims: Claims, product: Product, found: Sequence[Matched]) -> None:
    """Said or not, by the product's verdicts and by a border on the judge's reading fitted in folds."""
    judged = product.assessments(claims.questions, claims.answers)
    verdicts = np.array([point.verdict for assessment in judged for point in assessment.points])
    rows = np.concatenate([answer.points for answer in found])
    truth = claims.truth
    _, above = crossed_border(rows[:, SAID] + rows[:, HALF] / 2, truth, claims.groups)
    lines = [
        ["covered", *_cells(truth, verdicts == "covered")],
        ["covered or partly", *_cells(truth, verdicts != "missed")],
        ["its reading is above a border fitted in folds by question", *_cells(truth, above)],
    ]
    print(
        f"\n{len(truth)} key points of {len(judged)} answers, {100 * truth.mean():.0f} % of them said; "
        "the rubric is not the bank's, and has no other wordings.\n"
    )
    print(markdown(("a key point counts as said when", *HEADS), lines))


def print_point_ablation(claims: Claims, found: Sequence[Matched]) -> None:
    """What each part of matching adds to telling points said from points not said."""
    from sklearn.metrics import roc_auc_score

    rows = np.concatenate([answer.points for answer in found])
    lines = []
    for name, columns in SYSTEMS.items():
        features = rows[:, list(columns)]
        chances, above = crossed_border(features, claims.truth, claims.groups)
        area = roc_auc_score(claims.truth, chances)
        lines.append([name, f"{area:.3f}", *_cells(claims.truth, above)])
    print("\n" + markdown(("key points by", "AUC", *HEADS), lines))


def _cells(truth: Floats, found: NDArray[np.bool_]) -> list[str]:
    return [f"{value:.3f}" for value in f1(truth > 0.5, found)]
