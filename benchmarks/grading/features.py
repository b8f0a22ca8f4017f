"""What matching tells of each key point, as numbers: for thresholds and ablations."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.grading.fitting import Floats
from benchmarks.grading.judged import Product
from corpus.models import Question
from index.alignment import Alignment
from interviewer.engine.words import FUNCTION_WORDS

COSINE, ALIGNED, SAID, HALF, DENIED = range(5)
SYSTEMS: dict[str, tuple[int, ...]] = {
    "cosine of the nearest span": (COSINE,),
    "token alignment": (ALIGNED,),
    "both": (COSINE, ALIGNED),
    "judge": (SAID, HALF, DENIED),
    "judge and cosine": (SAID, HALF, DENIED, COSINE),
    "judge and token alignment": (SAID, HALF, DENIED, ALIGNED),
    "all": (SAID, HALF, DENIED, COSINE, ALIGNED),
}


@dataclass(frozen=True, slots=True)
class Matched:
    """One answer.

    Attributes:
        points: a row a key point, columns `COSINE` to `DENIED`.
        weights: of the key points.
        wrong: chance that the likeliest pitfall is stated, in [0, 1].
    """

    points: Floats
    weights: Floats
    wrong: float

    def summary(self, columns: Sequence[int]) -> list[float]:
        """Weighted means of columns; where the judge is one of them, also its worst readings."""
        means = list(np.average(self.points[:, list(columns)], axis=0, weights=self.weights))
        if DENIED in columns:
            means += [float(self.points[:, DENIED].max()), self.wrong]
        return means


def matched(
    product: Product, questions: Sequence[Question], answers: Sequence[str]
) -> list[Matched]:
    """One entry an answer, by a matcher that remembers nothing."""
    matcher = product.matcher()
    alignment = Alignment(product.tokens, FUNCTION_WORDS)
    found = []
    for question, answer in zip(questions, answers, strict=True):
        evidence = matcher.match(question, answer)
        wordings = [(p.point, *p.says) for p in question.key_points]
        recalls = iter(alignment.recalls(question.text, [w for ws in wordings for w in ws], answer))
        rows = [
            (
                point.similarity,
                max(next(recalls) for _ in texts),
                point.reading.said,
                point.reading.half,
                point.reading.denied,
            )
            for point, texts in zip(evidence.points, wordings, strict=True)
        ]
        weights = np.array([point.weight for point in question.key_points], float)
        wrong = max((pitfall.reading.said for pitfall in evidence.pitfalls), default=0.0)
        found.append(Matched(np.array(rows), weights, wrong))
    return found
