"""Tables on public sets of short answers, each graded against a reference answer.

The reference is cut into claims, which the product's own matching reads; the readings, token recall and
cosines are calibrated on other questions or on the other sets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.grading import baselines
from benchmarks.grading.fitting import Floats, boosted, crossed, linear, pearson, rmse
from benchmarks.grading.judged import Product
from benchmarks.tables import markdown
from corpus.models import KeyPoint, Question
from index.alignment import Alignment
from index.spans import spans_of
from interviewer.engine.words import FUNCTION_WORDS, content_words

PUBLISHED = {
    "mohler": ".52 (Mohler 2011), .59 to .63 (Sultan 2016, trained on it)",
}
NAMES = ("mohler", "cu_nlp", "saf_en", "beetle")


@dataclass(frozen=True, slots=True)
class Set:
    """A public set, its baselines and its features.

    Attributes:
        questions: one an answer; its key points are the reference's claims.
        references: one an answer.
        answers: the texts.
        human: scores in [0, 1].
        cosine: of whole answer and reference.
        recall: of the reference's tokens.
        features: shape (answers, features): all of the product's numbers.
    """

    questions: list[Question]
    references: list[str]
    answers: list[str]
    human: Floats
    cosine: Floats
    recall: Floats
    features: Floats

    @property
    def groups(self) -> list[str]:
        return [question.id for question in self.questions]


def print_public(folder: Path, product: Product, every: int) -> None:
    """A table for every set; `every` takes each n-th question of a set with more than three."""
    sets = {name: _read(folder / f"{name}.csv.gz", product, every) for name in NAMES}
    for name, own in sets.items():
        print(f"\n{name}: {len(own.answers)} answers to {len(set(own.groups))} questions", end="")
        print(f"; published {PUBLISHED[name]}\n" if name in PUBLISHED else "\n")
        print(
            markdown(("system", "Pearson", "Pearson in folds", "RMSE in folds"), _rows(sets, name))
        )


def _rows(sets: Mapping[str, Set], name: str) -> list[list[str]]:
    own = sets[name]
    plain = {
        "length": baselines.length(own.answers),
        "TF-IDF": baselines.word_overlap(own.references, own.answers),
        "whole-answer cosine": own.cosine,
        "token recall": own.recall,
    }
    rows = []
    for system, raw in plain.items():
        fitted = crossed(linear, raw, own.human, own.groups)
        rows.append([system, f"{pearson(raw, own.human):.3f}", *_cells(fitted, own.human)])
    others = [other for key, other in sets.items() if key != name]
    model = boosted().fit(
        np.concatenate([other.features for other in others]),
        np.concatenate([other.human for other in others]),
    )
    foreign = model.predict(own.features)
    rows.append(["interviewer, fitted on the other sets", *_cells(foreign, own.human, raw=True)])
    fitted = crossed(boosted, own.features, own.human, own.groups)
    rows.append(["interviewer, fitted in folds by question", "", *_cells(fitted, own.human)])
    return rows


def _cells(scores: Floats, human: Floats, *, raw: bool = False) -> list[str]:
    scores = np.clip(scores, 0, 1)
    found = f"{pearson(scores, human):.3f}"
    return (
        [found, "", f"{rmse(scores, human):.3f}"] if raw else [found, f"{rmse(scores, human):.3f}"]
    )


def _read(path: Path, product: Product, every: int) -> Set:
    import pandas

    try:
        table = pandas.read_csv(path, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise SystemExit(f"{path} cannot be read: {error}") from error
    asked = sorted(table.question_id.unique())
    if len(asked) > 3:
        table = table[table.question_id.isin(asked[::every])]
    lines = list(table.itertuples(index=False))
    questions = [_question(line) for line in lines]
    references = [line.reference_answer for line in lines]
    answers = [line.student_answer for line in lines]
    cosine = baselines.whole_answer(product.encoder, references, answers)
    features = _features(product, questions, references, answers)
    return Set(
        questions=questions,
        references=references,
        answers=answers,
        human=np.array([line.score for line in lines], float),
        cosine=cosine,
        recall=features[:, 0],
        features=np.column_stack([features, cosine]),
    )


def _question(line: Any) -> Question:
    claims = [span.text for span in spans_of(line.reference_answer)] or [line.reference_answer]
    points = tuple(KeyPoint(id=f"p{n}", point=claim) for n, claim in enumerate(claims))
    return Question(id=str(line.question_id), text=line.question, key_points=points)


def _features(
    product: Product, questions: list[Question], references: list[str], answers: list[str]
) -> Floats:
    """Recall of tokens first, then what the judge reads, how near it is, and plain words."""
    matcher = product.matcher()
    alignment = Alignment(product.tokens, FUNCTION_WORDS)
    rows = []
    for question, reference, answer in zip(questions, references, answers, strict=True):
        (recall,) = alignment.recalls(question.text, [reference], answer)
        (precision,) = alignment.recalls(question.text, [answer], reference)
        evidence = matcher.match(question, answer)
        said = np.array([point.reading for point in evidence.points])
        near = np.array([point.similarity for point in evidence.points])
        wanted, heard = set(content_words(reference)), set(content_words(answer))
        asked = set(content_words(question.text))
        rows.append(
            [
                recall,
                precision,
                *said[:, [0, 1, 3]].mean(axis=0),
                said[:, 0].min(),
                said[:, 3].max(),
                near.mean(),
                near.min(),
                evidence.question_similarity,
                len(wanted & heard) / max(1, len(wanted)),
                len((wanted - asked) & heard) / max(1, len(wanted - asked)),
                np.log1p(len(answer.split())),
                np.log1p(len(reference.split())),
            ]
        )
    return np.array(rows, float)
