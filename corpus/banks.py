"""A loaded bank: questions in order, looked up by id or text, with the concept vocabulary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus.models import Concept, Question

BUILT_IN = Path(__file__).parent / "bank"
"""The folder of the bank that comes with the product."""


@dataclass(frozen=True)
class Bank:
    """Questions of one or several sources, every one with its topic filled in.

    Attributes:
        questions: in bank order: topics in file order, questions in the order of their file.
        concepts: the shared vocabulary.
        places: question id to the `file:line` it was read from, for messages.
    """

    questions: tuple[Question, ...]
    concepts: tuple[Concept, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def by_text(self) -> Mapping[str, Question]:
        """Questions by folded text; of questions with one text, the first."""
        found: dict[str, Question] = {}
        for question in self.questions:
            found.setdefault(fold(question.text), question)
        return found

    @cached_property
    def concepts_by_id(self) -> Mapping[str, Concept]:
        return {concept.id: concept for concept in self.concepts}

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Topic names in bank order."""
        return tuple(dict.fromkeys(topic_of(question) for question in self.questions))

    @cached_property
    def _twins(self) -> Mapping[str, frozenset[str]]:
        groups: dict[str, set[str]] = {question.id: {question.id} for question in self.questions}
        for question in self.questions:
            for other in question.same_as:
                if other in groups and groups[other] is not groups[question.id]:
                    groups[question.id] |= groups[other]
                    for member in groups[question.id]:
                        groups[member] = groups[question.id]
        return {key: frozenset(group) for key, group in groups.items()}

    def twins(self, question_id: str) -> frozenset[str]:
        """The question and all that `same_as` ties to it, in either direction."""
        return self._twins.get(question_id, frozenset({question_id}))

    def find(self, name: str) -> Question | None:
        """The question with this id, or with this text whatever its case and spacing."""
        return self.by_id.get(name.strip()) or self.by_text.get(fold(name))

    def find_topic(self, name: str) -> str | None:
        """The topic that a person means: its name, or the one topic whose name contains it."""
        wanted = fold(name)
        hits = [topic for topic in self.topics if fold(topic) == wanted]
        if not hits and wanted:
            hits = [topic for topic in self.topics if wanted in fold(topic)]
        return hits[0] if len(hits) == 1 else None


def topic_of(question: Question) -> str:
    """The question's topic; loading fills it in for every question of a file."""
    return question.topic or "Other"


def fold(text: str) -> str:
    """A text for comparison: case and runs of white space do not count."""
    return " ".join(text.casefold().split())


def merged(banks: Iterable[Bank]) -> Bank:
    """One bank from several: a later question with an earlier one's id takes its place."""
    questions: dict[str, Question] = {}
    concepts: dict[str, Concept] = {}
    places: dict[str, str] = {}
    for bank in banks:
        questions.update(bank.by_id)
        concepts.update(bank.concepts_by_id)
        places.update(bank.places)
    return Bank(tuple(questions.values()), tuple(concepts.values()), places)
