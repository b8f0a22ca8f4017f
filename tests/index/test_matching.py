"""Rubric matching: the candidate's own words, where they stand, and how near they come."""

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.banks import Bank
from corpus.models import KeyPoint, Pitfall, Question
from index.encoder import Encoder, Vectors
from index.judging import Reading
from index.matching import MAX_CHARACTERS, Evidence, RubricMatcher
from index.spans import MAX_SPANS, spans_of

SAID = Reading(0.9, 0.05, 0.03, 0.02)
UNSAID = Reading(0.0, 0.0, 1.0, 0.0)


class Keen:
    """A judge that hears everything said, and keeps what it was asked."""

    id = "keen"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        self.asked += pairs
        return [SAID] * len(pairs)


@pytest.fixture
def judge() -> Keen:
    return Keen()


@pytest.fixture
def matcher(encoder: Encoder, judge: Keen) -> RubricMatcher:
    return RubricMatcher(encoder, judge)


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


def test_every_pitfall_is_found(small_bank: Bank, matcher: RubricMatcher) -> None:
    for question in small_bank.questions:
        for number, pitfall in enumerate(question.pitfalls):
            for wrong in (pitfall.claim, *pitfall.says):
                found = matcher.match(question, f"So. {wrong}").pitfalls[number]
                assert (found.number, found.quote, found.start) == (number, wrong, 4)
                assert (found.similarity, found.reading) == (1.0, SAID)


def test_against_numpy(small_bank: Bank, encoder: Encoder, matcher: RubricMatcher) -> None:
    question = small_bank.questions[0]
    answer = "Many trees vote.\nEach one sees a resample, and the columns are drawn at random."
    spans = spans_of(answer)
    pieces = np.stack([encoder.encode([span.text])[0] for span in spans])
    evidence = matcher.match(question, answer)
    for point, found in zip(question.key_points, evidence.points, strict=True):
        table = pieces @ encoder.encode([point.point, *point.says]).T
        row = int(table.max(axis=1).argmax())
        assert found.similarity == pytest.approx(float(table.max()), abs=1e-4)
        assert (found.quote, found.start) == (spans[row].text, spans[row].start)
    (pitfall,) = question.pitfalls
    wrong = (pieces @ encoder.encode([pitfall.claim, *pitfall.says]).T).max(axis=1)
    (found_wrong,) = evidence.pitfalls
    assert found_wrong.similarity == pytest.approx(float(wrong.max()), abs=1e-4)
    asked = pieces @ encoder.encode([question.text, question.spoken]).T
    reference = pieces @ encoder.encode([question.answer or ""]).T
    assert evidence.question_similarity == pytest.approx(float(asked.max()), abs=1e-4)
    assert evidence.reference_similarity == pytest.approx(float(reference.max()), abs=1e-4)


def test_the_judge_reads_the_sentences_that_bear_on_a_claim(
    small_bank: Bank, matcher: RubricMatcher, judge: Keen
) -> None:
    question = small_bank.questions[0]
    answer = "Trees vote. Trees see resamples. Columns are drawn. My dog likes them. I like trees."
    matcher.match(question, answer)
    said, claims = zip(*judge.asked, strict=True)
    rubric = [p.point for p in question.key_points] + [p.claim for p in question.pitfalls]
    assert list(claims[: len(rubric)]) == [f"{question.text} {claim}" for claim in rubric]
    whole = [text for text in said if text.count(". ") == 2]
    assert len(whole) == len(rubric)
    assert all(
        answer.index(text.split(". ")[0]) < answer.index(text.split(". ")[2]) for text in whole
    )
    assert all("dog" not in text for text in said)


class Literal:
    """A judge that hears only the words "at random", and denial in "never"."""

    id = "literal"

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        readings = {(True, False): SAID, (False, True): Reading(0.0, 0.0, 0.1, 0.9)}
        heard = (("at random" in said, "never" in said) for said, _ in pairs)
        return [readings.get(each, UNSAID) for each in heard]


@pytest.mark.parametrize(
    "sentence", ["Columns are drawn at random.", "Columns never change in a tree."]
)
def test_the_quote_is_the_sentence_that_does_it(
    small_bank: Bank, encoder: Encoder, sentence: str
) -> None:
    question = small_bank.questions[0]
    answer = f"Trees of a forest see random columns and random rows. {sentence} Trees vote."
    for found in RubricMatcher(encoder, Literal()).match(question, answer).points:
        assert (found.quote, found.start) == (sentence, 54)


def test_what_is_about_something_else_is_not_read(small_bank: Bank, judge: Keen) -> None:
    matcher = RubricMatcher(Apart(), judge)
    evidence = matcher.match(small_bank.questions[0], "Some words. Other words.")
    assert judge.asked == []
    assert {point.reading for point in evidence.points} == {UNSAID}


class Apart:
    """An encoder to which every text is unlike every other."""

    id, dimension = "apart", 64

    def known_words(self) -> list[str]:
        return []

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.stack([np.random.default_rng(len(t)).normal(0, 1e-3, 64) for t in texts]).astype(
            np.float32
        )


def test_four_pitfalls_are_read_at_most(encoder: Encoder, judge: Keen) -> None:
    wrong = [f"The forest needs exactly {n} trees." for n in ("two", "ten", "six", "no", "five")]
    question = Question(
        id="q",
        text="What is a forest?",
        key_points=(KeyPoint(id="p", point="A forest has many trees."),),
        pitfalls=tuple(Pitfall(claim=w, correction="Many.", contradicts="p") for w in wrong),
    )
    found = RubricMatcher(encoder, judge).match(question, "It needs exactly ten trees.").pitfalls
    assert len(judge.asked) == 1 + 4
    assert found[1].reading == SAID
    assert [pitfall.reading for pitfall in found].count(UNSAID) == 1


@pytest.mark.parametrize("answer", ["", "   ", "\n\n\t", "\u2028"])
def test_an_empty_answer(small_bank: Bank, matcher: RubricMatcher, answer: str) -> None:
    evidence = matcher.match(small_bank.questions[0], answer)
    assert points(evidence) == {
        "averaging": (0.0, "", 0),
        "bootstrap": (0.0, "", 0),
        "random-columns": (0.0, "", 0),
    }
    (pitfall,) = evidence.pitfalls
    assert (pitfall.number, pitfall.similarity, pitfall.reading) == (0, 0.0, UNSAID)
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
    warm = RubricMatcher(encoder, Keen())
    warm.match(small_bank.questions[0], "something else first, because caches may matter here")
    warm.prepare(question)
    cold = RubricMatcher(encoder, Keen())
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
    matcher = RubricMatcher(counting, Keen())
    question = small_bank.questions[0]
    sentence = "The forest takes the mean of many trees. "
    answer = sentence * 2500
    assert len(answer) > 100_000
    evidence = matcher.match(question, answer)
    rubric, texts = counting.calls
    assert len(rubric) == 7 + 2 + 2 + 1
    assert len(texts) == MAX_SPANS
    assert sum(map(len, texts)) <= MAX_CHARACTERS
    assert evidence.points[0].similarity > 0.7
    assert evidence.points[0].start == 0
    assert matcher.match(question, answer[:MAX_CHARACTERS]) == evidence


def test_a_rubric_is_encoded_once_and_again_when_it_changes(
    small_bank: Bank, encoder: Encoder
) -> None:
    counting = Counting(encoder)
    matcher = RubricMatcher(counting, Keen())
    question = small_bank.questions[0]
    matcher.prepare(question)
    matcher.match(question, "trees")
    matcher.match(question, "forests")
    assert [len(texts) for texts in counting.calls] == [12, 1, 1]
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
