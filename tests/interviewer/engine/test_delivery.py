"""Counts of an answer's delivery, and what is said of them."""

import pytest

from interviewer.engine.delivery import delivery_of, remarks
from interviewer.engine.state import Delivery


def test_counts() -> None:
    found = delivery_of("Um, I think it, you know, overfits. Maybe. I’m not sure, basically.")
    assert found == Delivery(words=12, fillers=3, hedges=3)


def test_words_that_only_look_like_fillers() -> None:
    found = delivery_of("Umbrella terms: a kindly sort, the hummingbird loss, I know you.")
    assert (found.fillers, found.hedges) == (0, 0)


@pytest.mark.parametrize(
    ("delivery", "told"),
    [
        (Delivery(words=90, fillers=2, hedges=2), []),
        (Delivery(words=90, fillers=4, hedges=0), ["4 fillers in 90 words"]),
        (Delivery(words=90, fillers=0, hedges=5), ["5 hedges in 90 words"]),
        (Delivery(words=200, fillers=4, hedges=4), []),
        (Delivery(words=14, fillers=0, hedges=0), ["That was 14 words"]),
        (Delivery(words=261, fillers=0, hedges=0), ["That took 261 words"]),
    ],
)
def test_remarks_are_made_of_what_stands_out(delivery: Delivery, told: list[str]) -> None:
    found = list(remarks(delivery))
    assert len(found) == len(told)
    for remark, beginning in zip(found, told, strict=True):
        assert remark.startswith(beginning)
