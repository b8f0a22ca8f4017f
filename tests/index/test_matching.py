"""Rubric matching: the candidate's own words, where they stand, and how near they come."""

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.banks import Bank
from corpus.models import KeyPoint, Question
from index.encoder import Encoder, Vectors
from index.matching import MAX_CHARACTERS, Evidence, RubricMatcher
from index.spans import MAX_SPANS, spans_of


@pytest.fixture(scope="module")
def matcher(encoder: Encoder) -> RubricMatcher:
    return RubricMatcher(encoder)


def points(evidence: Evidence) -> dict[str, tuple[float, str, int]]:
    return {p.point_id: (p.similarity, p.quote, p.start) for p in evidence.points}


def test_every_says_is_found_as_the_best_evidence(small_bank: Bank, matcher: RubricMatcher) -> None:
    count = 0
    for question in small_bank.questions:
        for point in question.key_points:
            for says in point.says:
                answer = f"Well, let me think. {says}. That is all I know."
                found = points(matcher.match(question, answer))[point.id]
                assert found == (found[0], f"{says}.", 20)
                assert found[0] == pytest.approx(1.0, abs=0.05)
                alone = points(matcher.match(question, says))[point.id]
                assert alone == (1.0, says, 0)
                count += 1
    assert count == 10


def test_every_pitfall_is_found_with_a_margin(small_bank: Bank, matcher: RubricMatcher) -> None:
    for question in small_bank.questions:
        for number, pitfall in enumerate(question.pitfalls):
            for wrong in (pitfall.claim, *pitfall.says):
                found = matcher.match(question, f"So. {wrong}").pitfalls[number]
                assert (found.number, found.quote, found.start) == (number, wrong, 4)
                assert found.similarity == 1.0
                assert found.margin > 0.1


POINTS = [
    ("random-forest", "averaging"),
    ("random-forest", "bootstrap"),
    ("random-forest", "random-columns"),
    ("gradient-boosting", "residuals"),
    pytest.param(
        "gradient-boosting",
        "shrinkage",
        marks=pytest.mark.xfail(
            strict=True,
            reason="its clause 'which works against overfitting' alone is nearest to the pitfall",
        ),
    ),
    ("missed-deadline", "stakes"),
    ("missed-deadline", "told-early"),
    ("missed-deadline", "lesson"),
]


@pytest.mark.parametrize(("question_id", "point_id"), POINTS)
def test_right_answers_have_no_positive_margin(
    small_bank: Bank, matcher: RubricMatcher, question_id: str, point_id: str
) -> None:
    question = small_bank.by_id[question_id]
    (pitfall,) = matcher.match(question, question.key_point(point_id).point).pitfalls
    assert pitfall.margin < 0


def test_against_numpy(small_bank: Bank, encoder: Encoder, matcher: RubricMatcher) -> None:
    question = small_bank.questions[0]
    answer = "Many trees vote.\nEach one sees a resample, and the columns are drawn at random."
    spans = spans_of(answer)
    pieces = np.stack([encoder.encode([span.text])[0] for span in spans])
    evidence = matcher.match(question, answer)
    nearest = []
    for point, found in zip(question.key_points, evidence.points, strict=True):
        table = pieces @ encoder.encode([point.point, *point.says]).T
        nearest.append(table.max(axis=1))
        row = int(table.max(axis=1).argmax())
        assert found.similarity == pytest.approx(float(table.max()), abs=1e-4)
        assert (found.quote, found.start) == (spans[row].text, spans[row].start)
    (pitfall,) = question.pitfalls
    wrong = (pieces @ encoder.encode([pitfall.claim, *pitfall.says]).T).max(axis=1)
    margins = wrong - np.max(nearest, axis=0)
    row = int((wrong + margins).argmax())
    (found_wrong,) = evidence.pitfalls
    assert found_wrong.similarity == pytest.approx(float(wrong[row]), abs=1e-4)
    assert found_wrong.margin == pytest.approx(float(margins[row]), abs=1e-4)
    whole = encoder.encode([" ".join(answer.split())])[0]
    asked = encoder.encode([question.text, question.spoken]) @ whole
    reference = encoder.encode([question.answer or ""])[0] @ whole
    assert evidence.question_similarity == pytest.approx(float(asked.max()), abs=1e-4)
    assert evidence.reference_similarity == pytest.approx(float(reference), abs=1e-4)


@pytest.mark.parametrize("answer", ["", "   ", "\n\n\t", "\u2028"])
def test_an_empty_answer(small_bank: Bank, matcher: RubricMatcher, answer: str) -> None:
    evidence = matcher.match(small_bank.questions[0], answer)
    assert points(evidence) == {
        "averaging": (0.0, "", 0),
        "bootstrap": (0.0, "", 0),
        "random-columns": (0.0, "", 0),
    }
    (pitfall,) = evidence.pitfalls
    assert (pitfall.number, pitfall.similarity, pitfall.margin, pitfall.quote) == (0, 0.0, -1.0, "")
    assert (evidence.question_similarity, evidence.reference_similarity) == (0.0, 0.0)


def test_quotes_stand_where_they_say(small_bank: Bank, matcher: RubricMatcher) -> None:
    answer = "  Hm...\n\n- the trees   vote\n- rows are\tdrawn with replacement; columns too 😀!  "
    evidence = matcher.match(small_bank.questions[0], answer)
    heard = [(found.quote, found.start) for found in evidence.points]
    heard += [(found.quote, found.start) for found in evidence.pitfalls]
    for quote, start in heard:
        assert quote
        # White space is folded in the quote, so compare word by word.
        assert answer[start:].split()[: len(quote.split())] == quote.split()


def test_the_same_answer_gives_the_same_evidence(small_bank: Bank, encoder: Encoder) -> None:
    question, answer = small_bank.questions[1], "Trees are added one by one. Each fits residuals."
    warm = RubricMatcher(encoder)
    warm.match(small_bank.questions[0], "something else first, because caches may matter here")
    warm.prepare(question)
    cold = RubricMatcher(encoder)
    assert (
        warm.match(question, answer) == cold.match(question, answer) == warm.match(question, answer)
    )


class Counting:
    """The real encoder, counting what it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.id, self.dimension = encoder.id, encoder.dimension
        self.calls: list[list[str]] = []

    def known_words(self) -> list[str]:
        return []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(list(texts))
        return self._encoder.encode([text[:200] for text in texts])


def test_an_answer_of_100_kilobytes(small_bank: Bank, encoder: Encoder) -> None:
    counting = Counting(encoder)
    matcher = RubricMatcher(counting)
    question = small_bank.questions[0]
    sentence = "The forest takes the mean of many trees. "
    answer = sentence * 2500
    assert len(answer) > 100_000
    evidence = matcher.match(question, answer)
    rubric, texts = counting.calls
    assert len(rubric) == 7 + 2 + 2 + 1
    assert len(texts) == 1 + MAX_SPANS
    assert sum(map(len, texts[1:])) <= 2 * MAX_CHARACTERS
    assert evidence.points[0].similarity > 0.7
    assert evidence.points[0].start == 0
    assert matcher.match(question, answer[:MAX_CHARACTERS]) == evidence


def test_a_rubric_is_encoded_once_and_again_when_it_changes(
    small_bank: Bank, encoder: Encoder
) -> None:
    counting = Counting(encoder)
    matcher = RubricMatcher(counting)
    question = small_bank.questions[0]
    matcher.prepare(question)
    matcher.match(question, "trees")
    matcher.match(question, "forests")
    assert [len(texts) for texts in counting.calls] == [12, 2, 2]
    changed = Question(id=question.id, text="Other?", key_points=(KeyPoint(id="p", point="P."),))
    assert [p.point_id for p in matcher.match(changed, "trees").points] == ["p"]


def test_a_question_without_rubric_or_answer(matcher: RubricMatcher) -> None:
    evidence = matcher.match(Question(id="q", text="What is a tree?"), "What is a tree?")
    assert (evidence.points, evidence.pitfalls) == ((), ())
    assert evidence.question_similarity == 1.0
    assert evidence.reference_similarity == -1.0


@pytest.mark.parametrize(
    "answer",
    ["\x00\x07", "\udc80 lone", "😀" * 300, "語" * 3000, "a" * 30_000, "[SEP]" * 99],
)
def test_odd_answers_never_fail(small_bank: Bank, matcher: RubricMatcher, answer: str) -> None:
    evidence = matcher.match(small_bank.questions[0], answer)
    assert [p.point_id for p in evidence.points] == ["averaging", "bootstrap", "random-columns"]
    for found in evidence.points:
        assert -1.0 <= found.similarity < 0.6
        assert answer[:MAX_CHARACTERS].startswith(found.quote)
