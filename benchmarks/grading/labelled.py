"""Labelled answers and key points, as the bank's own models."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.grading.fitting import Floats
from benchmarks.inputs import read_lines, read_scorer
from corpus.banks import Bank
from corpus.models import KeyPoint, Question


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers that people scored.

    Attributes:
        lines: as they were read: question, kind, answer, score.
        questions: of the bank, one an answer.
        left_out: how many answers are to questions that the bank does not have.
        scorer: what comes with them to score a system.
    """

    lines: list[dict[str, Any]]
    questions: list[Question]
    left_out: int
    scorer: ModuleType

    @property
    def texts(self) -> list[str]:
        return [line["answer"] for line in self.lines]

    @property
    def kinds(self) -> list[str]:
        return [line["kind"] for line in self.lines]

    @property
    def groups(self) -> list[str]:
        return [question.id for question in self.questions]

    @property
    def references(self) -> list[str]:
        return [question.answer or question.text for question in self.questions]

    @property
    def human(self) -> Floats:
        return np.array([line["score"] for line in self.lines], float)

    def figures(self, scores: Sequence[float] | Floats) -> dict[str, Any]:
        """What the scorer says of a system's scores, which are held to [0, 1]."""
        results = [
            {"question": line["question"], "answer": line["answer"], "score": float(score)}
            for line, score in zip(self.lines, np.clip(scores, 0, 1), strict=True)
        ]
        found: dict[str, Any] = self.scorer.evaluate(results, self.lines)
        return found


@dataclass(frozen=True, slots=True)
class Claims:
    """Key points that people found said or not, in rubrics written apart from the bank's.

    Attributes:
        questions: one an answer, with that rubric.
        answers: the texts.
        said: for every answer, whether each key point was said.
    """

    questions: list[Question]
    answers: list[str]
    said: list[list[bool]]

    @property
    def truth(self) -> Floats:
        return np.array([float(value) for row in self.said for value in row])

    @property
    def groups(self) -> list[str]:
        return [q.id for q, row in zip(self.questions, self.said) for _ in row]


def read_answers(folder: Path, bank: Bank, every: int) -> Answers:
    """Each `every`th labelled question's answers, where the bank has the question."""
    lines = _thinned(read_lines(folder / "answers_dev.jsonl"), every)
    known = [(line, bank.find(line["question"])) for line in lines]
    kept = [(line, question) for line, question in known if question and question.has_rubric]
    return Answers(
        lines=[line for line, _ in kept],
        questions=[question for _, question in kept],
        left_out=len(lines) - len(kept),
        scorer=read_scorer(folder / "eval_answers.py"),
    )


def read_claims(folder: Path, every: int) -> Claims:
    """Each `every`th labelled question's key points."""
    rubrics = {
        line["question"]: Question(
            id=f"q{number}",
            text=line["question"],
            key_points=tuple(
                KeyPoint(id=f"p{n}", point=point) for n, point in enumerate(line["key_points"])
            ),
        )
        for number, line in enumerate(read_lines(folder / "questions_dev.jsonl"))
    }
    lines = _thinned(read_lines(folder / "coverage_dev.jsonl"), every)
    return Claims(
        questions=[rubrics[line["question"]] for line in lines],
        answers=[line["answer"] for line in lines],
        said=[
            [n in line["covered_key_points"] for n in range(line["n_key_points"])] for line in lines
        ],
    )


def _thinned(lines: list[dict[str, Any]], every: int) -> list[dict[str, Any]]:
    kept = set(list(dict.fromkeys(line["question"] for line in lines))[::every])
    return [line for line in lines if line["question"] in kept]
