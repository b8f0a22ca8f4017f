"""Related questions: near in meaning, sharing concepts, tied by prerequisites or by authored links."""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from corpus.banks import Bank
from corpus.models import Question
from index.encoder import Vectors
from index.storage import StoredIndex

Reason = Literal["next step", "same concept", "prerequisite", "contrast", "near in meaning"]

# Shares in the score, fitted on labelled related questions; the ranking is flat around them.
_MEANING, _RUBRIC, _CONCEPTS, _LINK, _TOPIC = 0.67, 0.33, 0.4, 0.12, 0.04
_PREREQUISITE = 0.3


@dataclass(frozen=True, slots=True)
class Related:
    """A related question.

    Attributes:
        question_id: the question.
        score: what it is ranked by; meaning, concepts and links added up, about 0 to 1.6.
        source: of the questions it is related to, the one it goes with best.
        reason: why it is named.
        concepts: names of the concepts that the reason rests on.
    """

    question_id: str
    score: float
    source: str
    reason: Reason
    concepts: tuple[str, ...]


class Relations:
    """Finds related questions in a bank with a loaded index."""

    def __init__(self, bank: Bank, stored: StoredIndex) -> None:
        self._bank = bank
        self._ids = [question.id for question in bank.questions]
        self._rows = {key: row for row, key in enumerate(self._ids)}
        self._stored = stored

    def related(
        self, question_ids: Collection[str], limit: int, exclude: Collection[str] = ()
    ) -> list[Related]:
        """Questions related to one, or to several at once, best first.

        Never one of them, a twin of theirs, or two twins of each other.

        Args:
            question_ids: ids in the bank.
            limit: how many at most.
            exclude: ids of questions to leave out, with their twins.
        """
        sources = [self._rows[key] for key in question_ids if key in self._rows]
        if not sources:
            return []
        by_source = {row: self._scores(row) for row in sources}
        scores = np.mean(list(by_source.values()), axis=0)
        taken = {twin for key in (*question_ids, *exclude) for twin in self._bank.twins(key)}
        found: list[Related] = []
        for row in np.lexsort((np.arange(len(scores)), -scores)).tolist():
            key = self._ids[row]
            if key in taken:
                continue
            taken |= self._bank.twins(key)
            nearest = max(sources, key=lambda source: by_source[source][row])
            reason, concepts = self._reason(nearest, row)
            score = round(float(scores[row]), 6)
            found.append(Related(key, score, self._ids[nearest], reason, concepts))
            if len(found) == limit:
                break
        return found

    def _scores(self, source: int) -> Vectors:
        """Scores of all questions against one, shape (questions,)."""
        meaning, rubric = self._centroids
        question = self._bank.questions[source]
        links = np.zeros(len(self._ids), np.float32)
        for follow_up in question.follow_ups:
            if follow_up.to in self._rows:
                links[self._rows[follow_up.to]] += 1.0
        for row in self._linked_from.get(question.id, ()):
            links[row] += 0.5
        same_topic = np.array([q.topic == question.topic for q in self._bank.questions], np.float32)
        scores: Vectors = (
            _MEANING * (meaning @ meaning[source])
            + _RUBRIC * (rubric @ rubric[source])
            + _CONCEPTS * (self._concept_vectors @ self._concept_vectors[source])
            + _LINK * links
            + _TOPIC * same_topic
        )
        return scores

    def _reason(self, source: int, row: int) -> tuple[Reason, tuple[str, ...]]:
        question, other = self._bank.questions[source], self._bank.questions[row]
        mine, theirs = set(question.concepts), set(other.concepts)
        if any(follow_up.to == other.id for follow_up in question.follow_ups):
            return "next step", self._names(mine & theirs, question)
        required = {name for key in mine for name in self._requires(key)} - mine
        if required & theirs and not mine & theirs:
            return "prerequisite", self._names(required & theirs, other)
        if mine & theirs:
            reason: Reason = "contrast" if other.kind == "comparison" else "same concept"
            return reason, self._names(mine & theirs, question)
        return "near in meaning", ()

    def _requires(self, concept: str) -> Collection[str]:
        found = self._bank.concepts_by_id.get(concept)
        return found.requires if found else ()

    def _names(self, keys: Collection[str], question: Question) -> tuple[str, ...]:
        known = self._bank.concepts_by_id
        return tuple(known[key].name for key in question.concepts if key in keys and key in known)

    @cached_property
    def _linked_from(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for row, question in enumerate(self._bank.questions):
            for follow_up in question.follow_ups:
                if follow_up.to:
                    found.setdefault(follow_up.to, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _centroids(self) -> tuple[Vectors, Vectors]:
        """Mean vectors of what a question is found by, and of its rubric: (questions, dimension)."""
        stored, questions = self._stored.centroids, self._stored.passages.questions
        if questions == self._ids:
            return stored[:, 0], stored[:, 1]
        # An index of another bank's age: questions that it does not hold are near to nothing.
        numbers = self._stored.passages.numbers
        rows = np.array([numbers.get(key, -1) for key in self._ids], np.int64)
        found = np.zeros((len(rows), *stored.shape[1:]), np.float32)
        found[rows >= 0] = stored[rows[rows >= 0]]
        return found[:, 0], found[:, 1]

    @cached_property
    def _concept_vectors(self) -> Vectors:
        """Concepts and, more faintly, their prerequisites; rare ones weigh more."""
        counts = Counter(name for q in self._bank.questions for name in q.concepts)
        names = {name: column for column, name in enumerate(self._bank.concepts_by_id)}
        for name in counts:
            names.setdefault(name, len(names))
        vectors = np.zeros((len(self._ids), max(1, len(names))), np.float32)
        total = max(2, len(self._ids))
        for row, question in enumerate(self._bank.questions):
            for place, name in enumerate(question.concepts):
                central = 1.0 if place < 2 else 0.7
                vectors[row, names[name]] += central * math.log(total / counts[name])
                for further in self._requires(name):
                    rarity = math.log(total / max(1, counts[further]))
                    vectors[row, names[further]] += _PREREQUISITE * rarity
        lengths: Vectors = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        unit: Vectors = vectors / lengths
        return unit
