"""Answers as the product judges them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.grading.fitting import Floats
from corpus.fingerprint import of_bytes
from corpus.models import Question
from index.cross_encoder import OnnxJudge
from index.encoder import Encoder, TokenEncoder
from index.matching import RubricMatcher
from index.weights import default_folder
from interviewer.coding.running import run_tests
from interviewer.engine.assessment import judge
from interviewer.engine.state import Assessment
from interviewer.examining import Examiner


@dataclass(frozen=True, slots=True)
class Product:
    """The product's parts on one thread.

    Attributes:
        encoder: of the index.
        tokens: the same, which tells its tokens too.
        judge_file: a judge to measure instead of the one that ships.
    """

    encoder: Encoder
    tokens: TokenEncoder
    judge_file: Path | None

    def matcher(self) -> RubricMatcher:
        """A matcher that remembers nothing."""
        folder = default_folder()
        if self.judge_file is None:
            return RubricMatcher(self.encoder, OnnxJudge(folder))
        sha256 = of_bytes(self.judge_file.read_bytes())
        return RubricMatcher(self.encoder, OnnxJudge(folder, self.judge_file, sha256))

    def assessments(
        self, questions: Sequence[Question], answers: Sequence[str], *, backwards: bool = False
    ) -> list[Assessment]:
        """One assessment an answer, by a matcher that remembers nothing.

        Args:
            questions: one an answer.
            answers: the texts.
            backwards: judge the last one first.
        """
        examiner = Examiner(self.matcher(), run_tests, lambda question, answer: "")
        rows = range(len(answers))
        order = reversed(rows) if backwards else rows
        found = {row: judge(questions[row], answers[row], examiner) for row in order}
        return [found[row] for row in rows]


def scores_of(assessments: Iterable[Assessment]) -> Floats:
    """The scores; what cannot be graded counts as 0."""
    return np.array([assessment.score or 0.0 for assessment in assessments])
