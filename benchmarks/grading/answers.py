"""Tables on whole answers that people scored."""

from collections.abc import Sequence

import numpy as np

from benchmarks.grading import baselines
from benchmarks.grading.features import SYSTEMS, Matched
from benchmarks.grading.fitting import Floats, crossed, isotonic, linear, ridge
from benchmarks.grading.judged import Product, scores_of
from benchmarks.grading.labelled import Answers
from benchmarks.tables import markdown
from interviewer.engine.state import Assessment

HEADS = (
    "Pearson",
    "RMSE",
    "pairwise order",
    "bad > .5",
    "wrong but fluent > .5",
    "top < .6",
    "excellent in other words < .6",
)


def cells(answers: Answers, scores: Sequence[float] | Floats) -> list[str]:
    """A row under `HEADS`."""
    found = answers.figures(scores)
    bad, top = found["share_bad_above_0.5"], found["share_top_below_0.6"]
    return [
        *(_decimal(found[name]) for name in ("pearson", "rmse", "pairwise_ranking_accuracy")),
        *(_percent(bad.get(kind)) for kind in ("all", "wrong_fluent")),
        *(_percent(top.get(kind)) for kind in ("all", "paraphrase_excellent")),
    ]


def print_systems(answers: Answers, product: Product, judged: Sequence[Assessment]) -> None:
    """The product beside baselines; each also calibrated in folds by question."""
    texts, references = answers.texts, answers.references
    own = scores_of(judged)
    systems = {
        "length": baselines.length(texts),
        "TF-IDF to the reference answer": baselines.word_overlap(references, texts),
        "whole-answer cosine to the reference answer": baselines.whole_answer(
            product.encoder, references, texts
        ),
        "best sentence to key points": baselines.best_sentence(
            product.encoder, answers.questions, texts, says=False
        ),
        "best sentence to key points and their wordings": baselines.best_sentence(
            product.encoder, answers.questions, texts, says=True
        ),
        "interviewer": own,
    }
    rows = []
    for name, raw in systems.items():
        if raw is own:
            rows.append([name, "none", *cells(answers, raw)])
        for model in (linear, isotonic):
            fitted = crossed(model, raw, answers.human, answers.groups)
            rows.append([name, model.__name__, *cells(answers, fitted)])
    print(
        f"\n{len(texts)} answers to {len(set(answers.groups))} questions; {answers.left_out} answers "
        "to questions that the bank does not have are left out.\n"
    )
    print(markdown(("system", "calibration", *HEADS), rows))


def print_kinds(answers: Answers, judged: Sequence[Assessment]) -> None:
    """How each kind of answer fares."""
    own, kinds = scores_of(judged), np.array(answers.kinds)
    rows = []
    for kind in sorted(set(kinds), key=lambda kind: -answers.human[kinds == kind].mean()):
        of_kind = own[kinds == kind]
        human = answers.human[kinds == kind].mean()
        share = _percent(float((of_kind > 0.5).mean()))
        rows.append([kind, len(of_kind), f"{human:.2f}", f"{of_kind.mean():.2f}", share])
    print("\n" + markdown(("kind of answer", "n", "people", "interviewer", "above .5"), rows))


def print_reliability(answers: Answers, judged: Sequence[Assessment]) -> None:
    """What a score and a confidence are worth."""
    own = scores_of(judged)
    tenths = np.minimum((own * 10).astype(int), 9)
    rows = [
        [
            f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}",
            int((tenths == tenth).sum()),
            f"{own[tenths == tenth].mean():.2f}",
            f"{answers.human[tenths == tenth].mean():.2f}",
        ]
        for tenth in sorted(set(tenths.tolist()))
    ]
    print("\n" + markdown(("score", "answers", "mean score", "mean of people"), rows))
    sure = np.array([assessment.confidence for assessment in judged])
    error = np.abs(own - answers.human)
    rows = [
        [
            name,
            len(part),
            f"{sure[part].min():.2f} to {sure[part].max():.2f}",
            f"{error[part].mean():.3f}",
            _percent(float((error[part] > 0.25).mean())),
        ]
        for name, part in zip(
            ("lowest third", "middle third", "highest third"),
            np.array_split(np.argsort(sure, kind="stable"), 3),
        )
    ]
    heads = ("confidence", "answers", "from, to", "mean absolute error", "off by more than .25")
    print("\n" + markdown(heads, rows))


def print_ablation(answers: Answers, found: Sequence[Matched]) -> None:
    """What each part of matching adds to a score: ridge over its numbers, without guards, in folds."""
    rows = []
    for name, columns in SYSTEMS.items():
        features = np.array([answer.summary(columns) for answer in found])
        fitted = crossed(ridge, features, answers.human, answers.groups)
        rows.append([name, *cells(answers, fitted)])
    print("\n" + markdown(("answers by", *HEADS), rows))


def print_determinism(answers: Answers, product: Product, judged: Sequence[Assessment]) -> None:
    """The same answers judged again, the last one first, by a matcher that remembers nothing."""
    again = product.assessments(answers.questions, answers.texts, backwards=True)
    same = sum(first == second for first, second in zip(judged, again, strict=True))
    print(
        f"\nJudged again in the opposite order: {same} of {len(judged)} assessments are equal to the "
        "last digit, with their verdicts and quotes."
    )


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f} %"
