"""Thresholds against samples whose borders can be seen by eye."""

from index.calibrating import UNCALIBRATED, Trial, fit, foreign_queries, sample


def trials(count: int, score: float, lead: float, *, right: bool) -> list[Trial]:
    return [Trial(score, lead, right) for _ in range(count)]


def test_nothing_lies_between_foreign_and_own() -> None:
    found = fit(trials(50, 0.7, 0.2, right=True), [(0.1, 0.3), (0.2, 0.45), (0.3, 0.4)] * 10)
    assert 0.3 < found.nothing <= 0.7
    assert found.sure >= found.nothing


def test_near_lies_above_every_foreign_query_that_is_kept_out() -> None:
    own = trials(50, 0.7, 0.2, right=True)
    assert fit(own, [(0.1, 0.3), (0.2, 0.45), (0.3, 0.4)] * 10).near == 0.46
    # One that gets an answer anyhow tells nothing.
    assert fit(own, [(0.1, 0.3)] * 20 + [(0.9, 0.9)]).near == 0.31
    assert fit(own, [(0.1, 0.999)] * 20).near == 1.0


def test_at_most_three_in_a_hundred_right_ones_are_given_up() -> None:
    own = [Trial(0.4 + n / 1000, 0.2, True) for n in range(100)]
    found = fit(own, [(0.9, 0.9)] * 100)
    assert sum(trial.score < found.nothing for trial in own) <= 3


def test_sure_is_where_the_first_hit_is_nearly_always_right() -> None:
    own = trials(100, 0.8, 0.2, right=True) + trials(60, 0.5, 0.0, right=False)
    own += trials(40, 0.5, 0.1, right=True)
    assert fit(own, [(0.1, 0.3)] * 20).sure == 0.8


def test_margin_parts_the_leads_that_are_right_from_those_that_are_not() -> None:
    own = trials(200, 0.9, 0.3, right=True)
    own += trials(50, 0.5, 0.005, right=False) + trials(50, 0.5, 0.1, right=True)
    margin = fit(own, [(0.1, 0.3)] * 20).margin
    assert 0.005 < margin <= 0.1


def test_too_little_to_fit_on() -> None:
    assert fit(trials(5, 0.7, 0.2, right=True), [(0.1, 0.3)] * 50) == UNCALIBRATED
    assert fit(trials(50, 0.7, 0.2, right=True), []) == UNCALIBRATED


def test_samples_are_the_same_each_time() -> None:
    assert sample(10) == list(range(10))
    chosen = sample(5000)
    assert chosen == sample(5000)
    assert len(set(chosen)) == len(chosen) == 500


def test_foreign_queries_are_many_and_distinct() -> None:
    queries = foreign_queries()
    assert len(queries) == len(set(queries)) >= 140
    assert not any(query.startswith("#") for query in queries)
