"""What the models alone cannot say: references between questions, points, concepts and stages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from corpus.errors import Problem
from corpus.models import Concept, DesignStage, Question, StoryStage

_STAGES = {"design": get_args(DesignStage), "behavioral": get_args(StoryStage)}


def check_question(question: Question, file: str, line: int) -> Iterator[Problem]:
    """Problems inside one question."""

    def problem(path: str, found: str, expected: str) -> Problem:
        return Problem(file, line, f"{question.id}.{path}", found, expected)

    point_ids = [point.id for point in question.key_points]
    for point_id in sorted({name for name in point_ids if point_ids.count(name) > 1}):
        yield problem("key_points", f"the id {point_id!r} twice", "each id once")
    stages = _STAGES.get(question.kind, ())
    for point in question.key_points:
        if point.stage is not None and point.stage not in stages:
            expected = f"one of {', '.join(stages)}" if stages else "no stage for this kind"
            yield problem(f"key_points.{point.id}.stage", repr(point.stage), expected)
    for number, pitfall in enumerate(question.pitfalls):
        if pitfall.contradicts not in point_ids:
            expected = f"the id of a key point ({', '.join(point_ids) or 'there are none'})"
            path = f"pitfalls[{number}].contradicts"
            yield problem(path, repr(pitfall.contradicts), expected)
    for number, follow_up in enumerate(question.follow_ups):
        if follow_up.ask is None and follow_up.to is None:
            yield problem(f"follow_ups[{number}]", "neither ask nor to", "one of them")
    if question.code is not None and question.kind != "coding":
        yield problem("code", f"a code block in a {question.kind} question", "kind: coding")


def check_references(
    questions: Mapping[str, Question],
    concepts: Mapping[str, Concept],
    places: Mapping[str, tuple[str, int]],
) -> Iterator[Problem]:
    """Problems between the questions of a whole bank, and with its concept vocabulary."""
    for question in questions.values():
        file, line = places.get(question.id, ("", 0))

        def problem(
            path: str,
            found: str,
            expected: str,
            *,
            file: str = file,
            line: int = line,
            key: str = question.id,
        ) -> Problem:
            return Problem(file, line, f"{key}.{path}", found, expected)

        for name in question.same_as:
            if name not in questions or name == question.id:
                yield problem("same_as", repr(name), "the id of another question")
        for number, follow_up in enumerate(question.follow_ups):
            if follow_up.to is None:
                continue
            if follow_up.to not in questions or follow_up.to == question.id:
                expected = "the id of another question"
                yield problem(f"follow_ups[{number}].to", repr(follow_up.to), expected)
            elif follow_up.to in question.same_as:
                expected = "a question that is not the same one again"
                yield problem(f"follow_ups[{number}].to", repr(follow_up.to), expected)
        if concepts:
            for name in question.concepts:
                if name not in concepts:
                    yield problem("concepts", repr(name), "a concept of concepts.yaml")


def check_concepts(concepts: Iterable[Concept], file: str) -> Iterator[Problem]:
    """Problems of the vocabulary: ids and names twice, unknown or circular prerequisites."""
    listed = list(concepts)
    known = {concept.id: concept for concept in listed}
    seen: dict[str, str] = {}
    for concept in listed:
        for name in {concept.id, concept.name.casefold()}:
            if seen.setdefault(name, concept.id) != concept.id or (
                name == concept.id and known[name] is not concept
            ):
                yield Problem(file, 0, concept.id, f"the name {name!r} twice", "each name once")
        for name in concept.requires:
            if name not in known:
                yield Problem(file, 0, f"{concept.id}.requires", repr(name), "a known concept")
    yield from _circles(known, file)


def _circles(known: Mapping[str, Concept], file: str) -> Iterator[Problem]:
    done: set[str] = set()
    for start in known:
        trail: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                trail.pop()
                done.add(name)
                continue
            if name in trail:
                circle = " -> ".join([*trail[trail.index(name) :], name])
                yield Problem(file, 0, f"{name}.requires", f"the circle {circle}", "no circle")
                continue
            if name in done or name not in known:
                continue
            trail.append(name)
            stack.append((name, True))
            stack.extend((other, False) for other in known[name].requires)
