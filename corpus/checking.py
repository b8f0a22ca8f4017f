"""Whether a valid bank is also complete: counts, lengths, distinctness and spread."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

from corpus.banks import Bank, fold, topic_of
from corpus.errors import Problem
from corpus.models import Question, StoryStage
from corpus.spelling import WORDS_NAME, known_words, words_of, words_of_concept

MIN_ALIASES = 3
MIN_SAYS = 3
MIN_PITFALL_SAYS = 2
_ANSWER_WORDS = {"design": (150, 360)}
_POINTS = {"design": (6, 9)}
_MIN_DESIGN_STAGES = 6
_SPREAD_FROM = 6


def check(bank: Bank) -> Iterator[Problem]:
    """Problems of completeness, question by question, then over the whole bank."""
    for question in bank.questions:
        if question.has_rubric:
            yield from _check_question(question, bank)
        else:
            yield _problem(bank, question, "key_points", "no rubric", "3 to 6 key points")
    yield from _check_shared_texts(bank)
    yield from _check_twins(bank)
    yield from _check_spread(bank)
    yield from _check_concept_use(bank)
    yield from _check_spelling(bank)


def table(bank: Bank) -> list[dict[str, Any]]:
    """Counts by topic, and their total in the last row."""
    rows = [
        _row(topic, [q for q in bank.questions if topic_of(q) == topic]) for topic in bank.topics
    ]
    return [*rows, _row("all", list(bank.questions))]


def _row(topic: str, questions: list[Question]) -> dict[str, Any]:
    return {
        "topic": topic,
        "questions": len(questions),
        "rubric": sum(q.has_rubric for q in questions),
        "points": sum(len(q.key_points) for q in questions),
        "says": sum(len(p.says) for q in questions for p in q.key_points),
        "pitfalls": sum(len(q.pitfalls) for q in questions),
        "aliases": sum(len(q.aliases) for q in questions),
    } | {f"L{level}": sum(q.level == level for q in questions) for level in (1, 2, 3)}


def _problem(bank: Bank, question: Question, path: str, found: str, expected: str) -> Problem:
    file, _, line = bank.places.get(question.id, "").rpartition(":")
    return Problem(file, int(line or 0), f"{question.id}.{path}", found, expected)


def _check_question(question: Question, bank: Bank) -> Iterator[Problem]:
    def wrong(path: str, found: str, expected: str) -> Problem:
        return _problem(bank, question, path, found, expected)

    def between(path: str, count: int, low: int, high: int, what: str) -> Iterator[Problem]:
        if not low <= count <= high:
            yield wrong(path, f"{count} {what}", f"{low} to {high}")

    if question.ask is None:
        yield wrong("ask", "nothing", "how the interviewer says it")
    else:
        yield from between("ask", len(question.ask.split()), 8, 60, "words")
    if question.answer is None:
        yield wrong("answer", "nothing", "a reference answer")
    else:
        low, high = _ANSWER_WORDS.get(question.kind, (80, 210))
        yield from between("answer", len(question.answer.split()), low, high, "words")
    low, high = _POINTS.get(question.kind, (3, 6))
    yield from between("key_points", len(question.key_points), low, high, "key points")
    yield from between("concepts", len(question.concepts), 2, 6, "concepts")
    yield from between("aliases", len(question.aliases), MIN_ALIASES, 8, "aliases")
    yield from between("pitfalls", len(question.pitfalls), 1, 4, "pitfalls")
    yield from between("follow_ups", len(question.follow_ups), 2, 6, "follow-ups")
    if not any(follow_up.to for follow_up in question.follow_ups):
        yield wrong("follow_ups", "none with `to`", "one that leads to a question of the bank")
    if not any(point.weight == 3 for point in question.key_points):
        yield wrong("key_points", "no weight 3", "the heart of the answer marked")
    for point in question.key_points:
        path = f"key_points.{point.id}"
        yield from between(f"{path}.point", len(point.point.split()), 6, 40, "words")
        yield from between(f"{path}.says", len(point.says), MIN_SAYS, 8, "says")
        if point.hint is None or point.probe is None:
            yield wrong(path, "no hint or no probe", "both")
    for number, pitfall in enumerate(question.pitfalls):
        path = f"pitfalls[{number}].says"
        yield from between(path, len(pitfall.says), MIN_PITFALL_SAYS, 8, "says")
    yield from _check_stages(question, bank)
    if question.kind == "coding":
        yield from _check_code(question, bank)


def _check_stages(question: Question, bank: Bank) -> Iterator[Problem]:
    stages = {point.stage for point in question.key_points}
    if question.kind in ("design", "behavioral") and None in stages:
        yield _problem(bank, question, "key_points", "a point without stage", "a stage for each")
    if question.kind == "design" and len(stages) < _MIN_DESIGN_STAGES:
        found = f"{len(stages)} stages"
        yield _problem(bank, question, "key_points", found, f"at least {_MIN_DESIGN_STAGES}")
    if question.kind == "behavioral" and len(stages & set(get_args(StoryStage))) < 3:
        yield _problem(bank, question, "key_points", f"{len(stages)} stages", "at least 3")


def _check_code(question: Question, bank: Bank) -> Iterator[Problem]:
    if question.code is None:
        yield _problem(bank, question, "code", "nothing", "starter, solution and tests")
    elif len(question.code.wrong) != 3:
        found = f"{len(question.code.wrong)} wrong variants"
        yield _problem(bank, question, "code.wrong", found, "3")


def _check_shared_texts(bank: Bank) -> Iterator[Problem]:
    """No text of one entry stands in another, but for the list's own wording."""
    owners: dict[str, set[str]] = defaultdict(set)
    for question in bank.questions:
        texts = [question.answer or "", *question.aliases]
        for point in question.key_points:
            texts += [point.point, *point.says]
        for pitfall in question.pitfalls:
            texts += [pitfall.claim, *pitfall.says]
        for text in texts:
            if text:
                owners[fold(text)].add(question.id)
    for text, ids in owners.items():
        if len(ids) > 1:
            first, *others = sorted(ids)
            found = f"a text that also stands in {', '.join(others)} ({text[:50]!r})"
            yield _problem(bank, bank.by_id[first], "", found, "a text of its own")


def _check_twins(bank: Bank) -> Iterator[Problem]:
    for question in bank.questions:
        for other in question.same_as:
            if question.id not in bank.by_id[other].same_as:
                found = f"{other!r}, which does not name this one"
                yield _problem(bank, question, "same_as", found, "twins that name each other")
    texts: dict[str, list[Question]] = defaultdict(list)
    for question in bank.questions:
        texts[fold(question.text)].append(question)
    for listed in texts.values():
        for question in listed[1:]:
            if question.id not in bank.twins(listed[0].id):
                found = f"the text of {listed[0].id!r} without same_as"
                yield _problem(bank, question, "same_as", found, f"same_as: {listed[0].id}")


def _check_spread(bank: Bank) -> Iterator[Problem]:
    for topic in bank.topics:
        questions = [q for q in bank.questions if topic_of(q) == topic and q.has_rubric]
        levels = {question.level for question in questions}
        if len(questions) > _SPREAD_FROM and len(levels) < 2:
            found = f"only level {levels.pop()} in {topic}"
            yield _problem(bank, questions[0], "level", found, "at least 2 levels in a topic")


def _check_concept_use(bank: Bank) -> Iterator[Problem]:
    if not bank.concepts:
        return
    used = {name for question in bank.questions for name in question.concepts}
    needed = {name for concept in bank.concepts for name in concept.requires}
    for concept in bank.concepts:
        if concept.id not in used | needed:
            yield Problem("", 0, f"concepts.{concept.id}", "no use", "a question that names it")


def _check_spelling(bank: Bank) -> Iterator[Problem]:
    expected = f"a word of {WORDS_NAME} (add it there where it is right)"
    for question in bank.questions:
        for word in sorted(words_of(question) - known_words()):
            yield _problem(bank, question, "", f"the word {word!r}", expected)
    for concept in bank.concepts:
        for word in sorted(words_of_concept(concept) - known_words()):
            yield Problem("", 0, f"concepts.{concept.id}", f"the word {word!r}", expected)
