"""From evidence and rubric to a judgement; a pure function, so the same answer scores the same."""

from collections.abc import Iterable

from corpus.models import Question
from interviewer.engine.guards import guards_of
from interviewer.engine.ports import Evidence, Matcher, PitfallEvidence, PointEvidence
from interviewer.engine.state import Assessment, Guard, PitfallFound, PointVerdict, Verdict

# Borders of the verdicts, as cosine of all-MiniLM-L6-v2 between a span and a key point's wordings.
COVERED = 0.62
PARTLY = 0.40
# A wrong claim counts where a span is near one of its wordings and clearly nearer than to anything
# right: a false reproach is worse than a missed one (at most 5 % of good answers get one).
PITFALL_SIMILARITY = 0.65
PITFALL_MARGIN = 0.12
# Words that are nearer to a wrong claim than to anything right, but not clearly so, are not held
# against the candidate; the point they may deny counts as partly said at most.
DOUBT_SIMILARITY = 0.50

CREDIT: dict[Verdict, float] = {"covered": 1.0, "partly": 0.5, "missed": 0.0}
_UNGRADABLE: frozenset[Guard] = frozenset({"empty", "gibberish"})
_CEILING: dict[Guard, float] = {
    "dont_know": 0.2,
    "echo": 0.1,
    "keyword_list": 0.25,
    "off_topic": 0.1,
}
_PITFALL_COST = 0.4


def judge(question: Question, answer: str, matcher: Matcher) -> Assessment:
    """The assessment of an answer: matched, then assessed."""
    return assess(question, answer, matcher.match(question, answer))


def assess(question: Question, answer: str, evidence: Evidence) -> Assessment:
    """The assessment that evidence and rubric support.

    Args:
        question: must have a rubric.
        answer: the candidate's words.
        evidence: what matching found in them.
    """
    guards = tuple(guards_of(question, answer, evidence))
    if _UNGRADABLE.intersection(guards):
        points = tuple(
            PointVerdict(point_id=point.id, verdict="missed", similarity=0.0)
            for point in question.key_points
        )
        return Assessment(points=points, guards=guards)
    pitfalls = tuple(_pitfalls(evidence.pitfalls))
    denied = {question.pitfalls[found.number].contradicts: found for found in pitfalls}
    doubted = {
        question.pitfalls[found.number].contradicts
        for found in evidence.pitfalls
        if found.similarity >= DOUBT_SIMILARITY and found.margin > 0
    }
    points = tuple(
        _verdict(point, denied.get(point.point_id), doubted=point.point_id in doubted)
        for point in evidence.points
    )
    score = _score(question, points, pitfalls, guards)
    return Assessment(
        points=points,
        pitfalls=pitfalls,
        guards=guards,
        score=round(score, 4),
        confidence=round(_confidence(points, guards), 4),
    )


def _verdict(
    evidence: PointEvidence, denial: PitfallFound | None, *, doubted: bool
) -> PointVerdict:
    verdict: Verdict = "missed"
    if evidence.similarity >= COVERED:
        verdict = "partly" if doubted else "covered"
    elif evidence.similarity >= PARTLY:
        verdict = "partly"
    if denial is not None and evidence.quote == denial.quote:
        verdict = "missed"  # the words that would earn the point deny it
    said = verdict != "missed"
    return PointVerdict(
        point_id=evidence.point_id,
        verdict=verdict,
        similarity=evidence.similarity,
        quote=evidence.quote if said else "",
        start=evidence.start if said else 0,
    )


def _pitfalls(listed: Iterable[PitfallEvidence]) -> Iterable[PitfallFound]:
    """The wrong claims that are clear; the same words count as one of them, the clearest."""
    clear = [
        evidence
        for evidence in listed
        if evidence.similarity >= PITFALL_SIMILARITY and evidence.margin >= PITFALL_MARGIN
    ]
    for evidence in clear:
        rivals = [other for other in clear if other.quote == evidence.quote]
        if evidence is max(rivals, key=lambda other: (other.margin, -other.number)):
            yield PitfallFound(
                number=evidence.number,
                similarity=evidence.similarity,
                quote=evidence.quote,
                start=evidence.start,
            )


def _score(
    question: Question,
    points: Iterable[PointVerdict],
    pitfalls: tuple[PitfallFound, ...],
    guards: tuple[Guard, ...],
) -> float:
    weights = {point.id: point.weight for point in question.key_points}
    total = sum(weights.values())
    earned = sum(weights[point.point_id] * CREDIT[point.verdict] for point in points)
    score = earned / total if total else 0.0
    score *= (1 - _PITFALL_COST) ** len(pitfalls)
    return min([score, *(_CEILING[guard] for guard in guards if guard in _CEILING)])


def _confidence(points: tuple[PointVerdict, ...], guards: tuple[Guard, ...]) -> float:
    """How far the similarities are from the borders, on average: 1 beyond 0.15, 0 on a border."""
    if {"dont_know", "echo", "off_topic"}.intersection(guards):
        return 0.9
    if not points:
        return 0.0
    distances = [min(abs(p.similarity - COVERED), abs(p.similarity - PARTLY)) for p in points]
    return sum(min(1.0, distance / 0.15) for distance in distances) / len(distances)
