"""Calibration in folds: no figure may rest on a question that its fit has seen."""

import numpy as np
import pytest

from benchmarks.grading.fitting import (
    boosted,
    crossed,
    crossed_border,
    f1,
    folds_of,
    isotonic,
    linear,
    pearson,
    rmse,
)

GROUPS = [f"q{row // 4}" for row in range(48)]


def test_every_row_is_scored_once_and_never_by_its_own_question() -> None:
    scored: list[int] = []
    for seen, unseen in folds_of(GROUPS):
        assert not {GROUPS[row] for row in seen} & {GROUPS[row] for row in unseen}
        assert len(seen) + len(unseen) == len(GROUPS)
        scored += unseen.tolist()
    assert sorted(scored) == list(range(len(GROUPS)))


def test_what_only_the_question_tells_is_worth_nothing_in_folds() -> None:
    number = np.array([int(group[1:]) for group in GROUPS], float)
    human = np.random.default_rng(5).permutation(12)[number.astype(int)] / 11
    marks = np.eye(12)[number.astype(int)]
    assert pearson(boosted().fit(marks, human).predict(marks), human) > 0.9
    assert pearson(crossed(boosted, marks, human, GROUPS), human) < 0.1


@pytest.mark.parametrize("model", [linear, isotonic])
def test_a_straight_line_is_found_again(model) -> None:  # type: ignore[no-untyped-def]
    raw = np.tile(np.linspace(-1, 3, 4), 12)
    assert crossed(model, raw, 0.1 + 0.2 * raw, GROUPS) == pytest.approx(0.1 + 0.2 * raw)


def test_a_border_is_found_where_it_lies() -> None:
    raw = np.tile([0.1, 0.4, 0.6, 0.9], 12)
    chances, above = crossed_border(raw, (raw > 0.5).astype(float), GROUPS)
    assert above.tolist() == (raw > 0.5).tolist()
    assert chances[:4].tolist() == sorted(chances[:4])


def test_f1_pearson_and_rmse_by_hand() -> None:
    truth = np.array([True, True, True, False, False])
    # Two of three found, one of three wrong: precision 2/3, recall 2/3.
    assert f1(truth, np.array([True, True, False, True, False])) == pytest.approx((2 / 3,) * 3)
    assert f1(truth, np.zeros(5, bool)) == (0.0, 0.0, 0.0)
    assert pearson(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 5.0])) == pytest.approx(0.98198)
    assert pearson(np.ones(3), np.array([1.0, 2.0, 3.0])) == 0.0
    assert rmse(np.array([0.0, 1.0]), np.array([0.3, 0.6])) == pytest.approx(0.35355, abs=1e-5)
