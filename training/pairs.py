"""Training pairs: what was said, a claim of the rubric, and whether the one says the other."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.models import Question
from index.encoder import Encoder, Vectors
from index.judging import hypothesis
from training.claims import Claim, Claims

Label = Literal[0, 1, 2, 3]
SAID: Label = 0
HALF: Label = 1
UNSAID: Label = 2
DENIED: Label = 3
NOT_SAID = -1
"""Of data sets that tell only whether something follows: UNSAID or DENIED."""

_LABELS: dict[str, Label] = {"+": SAID, "~": HALF, "0": UNSAID}
_TRUE = ("+", "~", "0")
_HARD = 8
_ALONE = 0.45
_STOP_WORDS = frozenset(
    """the a an of to in is are it and or that this so as for with by on at be from its you i we they
    not no than then which what how if more less can do does""".split()  # noqa: SIM905
)
_SHRUGS = (
    "I've heard of {}, but I couldn't explain it.",
    "Not sure about {}, honestly.",
    "Something with {}, I don't remember how it works.",
    "It's about {}, that's an important topic and it comes up a lot in practice.",
    "I would have to look up {}.",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One example.

    Attributes:
        said: words of a candidate, one to three statements.
        claim: what the judge is asked about, as `index.judging.hypothesis` puts it.
        label: SAID, HALF, UNSAID, DENIED or NOT_SAID.
        kind: how the example came about; results are reported by it.
        question_id: whose rubric the claim is of; empty for general language.
    """

    said: str
    claim: str
    label: int
    kind: str
    question_id: str


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    point: int
    kind: str

    @property
    def label(self) -> Label:
        return _LABELS.get(self.kind, DENIED)


class QuestionPairs:
    """Makes pairs of one question; what its statements are near to is measured once."""

    def __init__(self, question: Question, claims: Claims, encoder: Encoder) -> None:
        self.question = question
        self.statements = list(_statements(question, claims))
        self._wordings = [
            (*pitfall.says, *claims.pitfalls[number : number + 1])
            for number, pitfall in enumerate(question.pitfalls)
        ]
        said = encoder.encode([statement.text for statement in self.statements])
        points = encoder.encode([point.point for point in question.key_points])
        wrong = encoder.encode([pitfall.claim for pitfall in question.pitfalls])
        self._near_points: Vectors = said @ points.T
        self._near_pitfalls: Vectors = said @ wrong.T

    def pairs(self, rng: random.Random, others: Sequence["QuestionPairs"]) -> Iterator[Pair]:
        """A fresh draw of pairs; two draws differ in company, noise and what is set against what.

        Args:
            rng: the source of chance.
            others: where statements on other subjects come from.
        """
        for statement in self.statements:
            said = self._in_company(rng, statement.text, statement.point)
            yield self._pair(rng, said, statement.point, statement.label, statement.kind)
        for number in range(len(self.question.key_points)):
            yield from self._unsaid(rng, number, others)
        ids = [point.id for point in self.question.key_points]
        for number, pitfall in enumerate(self.question.pitfalls):
            yield from self._pitfall(rng, number, ids.index(pitfall.contradicts))

    def _unsaid(
        self, rng: random.Random, number: int, others: Sequence["QuestionPairs"]
    ) -> Iterator[Pair]:
        """What does not say a key point: other points, other subjects, echo, lists and shrugs."""
        point = self.question.key_points[number]
        foreign = [s for s in self.statements if s.point != number]
        hard = self._nearest(foreign, self._near_points[:, number])
        for turn in range(4 if foreign else 0):
            text = rng.choice(hard if turn < 3 else foreign).text
            said = self._in_company(rng, text, number, foreign)
            yield self._pair(rng, said, number, UNSAID, "another point")
        stranger = rng.choice(others)
        if rng.random() < 0.5 and stranger is not self and stranger.statements:
            text = rng.choice(stranger.statements).text
            yield self._pair(rng, text, number, UNSAID, "another question")
        asked = (self.question.text, self.question.spoken, *self.question.aliases)
        if rng.random() < 0.25:
            yield self._pair(rng, rng.choice(asked), number, UNSAID, "echo")
        if rng.random() < 0.25:
            words = self._key_words(rng, number, rng.randint(5, 14))
            text = rng.choice((", ", ", ", " ")).join(words)
            yield self._pair(rng, text, number, UNSAID, "keywords")
        if rng.random() < 0.2:
            words = self._key_words(rng, number, rng.randint(1, 3))
            text = rng.choice(_SHRUGS).format(" and ".join(words))
            yield self._pair(rng, text, number, UNSAID, "shrug")
        if rng.random() < 0.3:
            said = self._in_company(rng, point.point, number)
            yield self._pair(rng, said, number, SAID, "the point itself")

    def _pitfall(self, rng: random.Random, number: int, denied: int) -> Iterator[Pair]:
        """A pitfall's wordings state it and deny its key point; what is right does not state it."""
        claim = self.question.pitfalls[number].claim
        for wording in self._wordings[number]:
            said = self._in_company(rng, wording, denied)
            yield self._pair(rng, said, claim, SAID, "pitfall stated")
            said = self._in_company(rng, wording, denied)
            yield self._pair(rng, said, denied, DENIED, "pitfall")
        right = [s for s in self.statements if s.point == denied and s.kind == "+"]
        for statement in rng.sample(right, min(3, len(right))):
            said = self._in_company(rng, statement.text, denied)
            yield self._pair(rng, said, claim, DENIED, "pitfall, right words")
        beside = [s for s in self.statements if s.point != denied and s.kind in _TRUE]
        near = self._nearest(beside, self._near_pitfalls[:, number])
        for statement in rng.sample(near, min(3, len(near))):
            yield self._pair(rng, statement.text, claim, UNSAID, "pitfall, other words")

    def _pair(self, rng: random.Random, said: str, claim: int | str, label: int, kind: str) -> Pair:
        text = self.question.key_points[claim].point if isinstance(claim, int) else claim
        premise = hypothesis(self.question, text)
        return Pair(_with_noise(rng, said), premise, label, kind, self.question.id)

    def _in_company(
        self,
        rng: random.Random,
        text: str,
        point: int,
        company: Sequence[_Statement] | None = None,
    ) -> str:
        """The text among up to two statements on other points, as sentences of an answer stand."""
        if rng.random() < _ALONE:
            return text
        if company is None:
            company = [
                s
                for s in self.statements
                if s.point != point and (s.kind in _TRUE or rng.random() < 0.3)
            ]
        if not company:
            return text
        parts = [text, *(rng.choice(company).text for _ in range(rng.choice((1, 1, 2))))]
        rng.shuffle(parts)
        return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)

    def _nearest(self, chosen: list[_Statement], similarity: Vectors) -> list[_Statement]:
        rows = {id(statement): row for row, statement in enumerate(self.statements)}
        return sorted(chosen, key=lambda s: -float(similarity[rows[id(s)]]))[:_HARD]

    def _key_words(self, rng: random.Random, number: int, count: int) -> list[str]:
        point = self.question.key_points[number]
        text = " ".join((point.point, *point.says))
        listed = dict.fromkeys(
            word for word in re.findall(r"[A-Za-z][\w-]+", text) if word.lower() not in _STOP_WORDS
        )
        return rng.sample(list(listed), min(count, len(listed)))


def draw(made: Sequence[QuestionPairs], seed: int) -> list[Pair]:
    """One draw of all questions' pairs; the same seed gives the same pairs."""
    rng = random.Random(seed)
    return [pair for question in made for pair in question.pairs(rng, made)]


def prepare(
    questions: Sequence[Question], claims: Mapping[str, Claims], encoder: Encoder
) -> list[QuestionPairs]:
    """Pair makers of all questions with a rubric."""
    return [
        QuestionPairs(question, claims.get(question.id, Claims()), encoder)
        for question in questions
        if question.has_rubric
    ]


def _statements(question: Question, claims: Claims) -> Iterator[_Statement]:
    for number, point in enumerate(question.key_points):
        listed = [*(Claim("+", says) for says in point.says), *claims.points.get(point.id, ())]
        yield from (_Statement(claim.text, number, claim.kind) for claim in listed)


def _with_noise(rng: random.Random, text: str) -> str:
    """Now and then in small letters, without punctuation, or with two letters of a word swapped."""
    chance = rng.random()
    if chance < 0.06:
        text = text.lower()
    if 0.03 < chance < 0.10:
        text = re.sub(r"[.,;:!?]+(?=\s|$)", "", text)
    if 0.10 < chance < 0.14:
        words = text.split()
        place = rng.randrange(len(words))
        word = words[place]
        if len(word) > 5:
            at = rng.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        text = " ".join(words)
    return text
