"""What is done without a judge: one number for each answer."""

from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.grading.fitting import Floats
from corpus.models import Question
from index.encoder import Encoder
from index.spans import spans_of


def whole_answer(encoder: Encoder, references: Sequence[str], answers: Sequence[str]) -> Floats:
    """Cosine of each answer to its reference."""
    vectors = encoder.encode([*references, *answers]).astype(float)
    half = len(references)
    cosines: Floats = np.einsum("nd,nd->n", vectors[:half], vectors[half:])
    return cosines


def best_sentence(
    encoder: Encoder, questions: Iterable[Question], answers: Sequence[str], *, says: bool
) -> Floats:
    """Weighted mean over key points of the best cosine that a sentence of the answer has to it.

    Args:
        encoder: of sentences and wordings.
        questions: of the answers, with their rubrics.
        answers: one a question.
        says: whether the other wordings of a key point count too.
    """
    found = []
    for question, answer in zip(questions, answers, strict=True):
        sentences = [span.text for span in spans_of(answer)] or [""]
        heard = encoder.encode(sentences)
        best = [
            float(np.max(heard @ encoder.encode([p.point, *(p.says if says else ())]).T))
            for p in question.key_points
        ]
        found.append(np.average(best, weights=[p.weight for p in question.key_points]))
    return np.array(found)


def word_overlap(references: Sequence[str], answers: Sequence[str]) -> Floats:
    """Cosine of TF-IDF vectors of each answer and its reference, IDF over all of them."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    table = TfidfVectorizer(sublinear_tf=True).fit_transform([*references, *answers])
    half = len(references)
    return np.asarray(table[:half].multiply(table[half:]).sum(axis=1)).ravel()


def length(answers: Sequence[str]) -> Floats:
    """Logarithm of the number of words."""
    return np.log1p([len(answer.split()) for answer in answers])
