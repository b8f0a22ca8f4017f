"""Whether rubrics and aliases work by meaning: what a judge or a search would make of them."""

from collections.abc import Collection, Iterator

import numpy as np

from corpus.banks import Bank
from corpus.errors import Problem
from corpus.models import Question
from index.encoder import Encoder, Vectors
from index.passages import passages_of

NEAR_COPY = 0.95
# A says may be as near to a sibling point as to its own within this much of cosine: the judge gives
# credit for each point apart, so only a clear preference for another point mishears a candidate.
SLACK = 0.02


def check_meaning(bank: Bank, encoder: Encoder, chosen: Collection[str]) -> Iterator[Problem]:
    """Findings of the chosen questions that have a rubric, in bank order.

    Args:
        bank: all questions; aliases are compared with those of the whole bank.
        encoder: what the judge and the search will see texts with.
        chosen: ids of the questions to check.
    """
    signatures = _Signatures(bank, encoder)
    for question in bank.questions:
        if question.has_rubric and question.id in chosen:
            yield from _check_rubric(question, bank, encoder)
            yield from signatures.check(question)


def _problem(bank: Bank, question: Question, path: str, found: str, expected: str) -> Problem:
    file, _, line = bank.places.get(question.id, "").rpartition(":")
    return Problem(file, int(line or 0), f"{question.id}.{path}", found, expected)


def _check_rubric(question: Question, bank: Bank, encoder: Encoder) -> Iterator[Problem]:
    """Every `says` nearest to its own point or pitfall, and no two of them near-copies."""
    texts: list[str] = []
    owners: list[str] = []
    for point in question.key_points:
        texts += [point.point, *point.says]
        owners += [f"key_points.{point.id}"] * (1 + len(point.says))
    for number, pitfall in enumerate(question.pitfalls):
        texts += [pitfall.claim, *pitfall.says]
        owners += [f"pitfalls[{number}]"] * (1 + len(pitfall.says))
    similarity = _similarities(encoder.encode(texts))
    owned = np.array(owners)
    is_point = np.array([owner.startswith("key_points") for owner in owners])
    for row, owner in enumerate(owners):
        first = owners.index(owner) == row
        own, rivals = owned == owner, (owned != owner) & is_point
        if first or not rivals.any():
            continue
        nearest = float(similarity[row, own].max())
        rival = int(np.flatnonzero(rivals)[similarity[row, rivals].argmax()])
        if similarity[row, rival] > nearest + SLACK:
            found = (
                f"{texts[row]!r} nearer to {owners[rival]} ({similarity[row, rival]:.2f}) than to "
                f"its own ({nearest:.2f})"
            )
            yield _problem(bank, question, owner, found, "a wording nearest to its own")
        copies = np.flatnonzero(own[:row] & (similarity[row, :row] > NEAR_COPY))
        if copies.size:
            found = f"{texts[row]!r}, near to {texts[copies[0]]!r}"
            yield _problem(bank, question, owner, found, "wordings that differ")


def _similarities(vectors: Vectors) -> Vectors:
    """Cosines of all pairs, each text's with itself put out of the way."""
    similarity: Vectors = vectors @ vectors.T
    np.fill_diagonal(similarity, -1.0)
    return similarity


class _Signatures:
    """What each question is found by, to see whether its aliases lead to it."""

    def __init__(self, bank: Bank, encoder: Encoder) -> None:
        self._bank = bank
        listed = [
            passage
            for question in bank.questions
            for passage in passages_of(question)
            if passage.kind in ("question", "ask", "alias")
        ]
        self._owners = np.array([passage.question_id for passage in listed])
        self._kinds = [passage.kind for passage in listed]
        self._texts = [passage.text for passage in listed]
        self._vectors = encoder.encode(self._texts)

    def check(self, question: Question) -> Iterator[Problem]:
        """Every alias finds its own question, or a twin, first."""
        twins = list(self._bank.twins(question.id))
        for row in np.flatnonzero(self._owners == question.id):
            if self._kinds[row] != "alias":
                continue
            similarity = self._vectors @ self._vectors[row]
            similarity[row] = 1.0
            strangers = ~np.isin(self._owners, twins)
            if not strangers.any():
                continue
            rival = int(np.flatnonzero(strangers)[similarity[strangers].argmax()])
            if similarity[rival] > NEAR_COPY:
                found = (
                    f"{self._texts[row]!r}, near to {self._texts[rival]!r} of {self._owners[rival]}"
                )
                yield _problem(self._bank, question, "aliases", found, "an alias of its own")
