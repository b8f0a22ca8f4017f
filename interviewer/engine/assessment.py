"""From evidence and rubric to a judgement; a pure function, so the same answer scores the same."""

from collections.abc import Iterator, Mapping

from corpus.models import Question
from interviewer.engine.delivery import delivery_of
from interviewer.engine.guards import guards_of
from interviewer.engine.ports import Evidence, Matcher, PitfallEvidence, PointEvidence, Reading
from interviewer.engine.state import (
    Assessment,
    Denial,
    Guard,
    PitfallFound,
    PointVerdict,
    Verdict,
)

# Borders on the share of a key point that is expected to be said: see benchmarks/grading.
COVERED = 0.45
PARTLY = 0.2
# A false reproach is worse than a missed one: only what is clearly wrong is held against a candidate.
DENIED = 0.9
STATED = 0.85
STATED_MARGIN = 0.1
# A point and a claim that denies it, both read as said: one of the readings is wrong, nobody can tell which.
CONTESTED = 0.5

_UNGRADABLE: frozenset[Guard] = frozenset({"empty", "gibberish"})
_CEILING: dict[Guard, float] = {
    "dont_know": 0.2,
    "echo": 0.1,
    "keyword_list": 0.25,
    "off_topic": 0.1,
}
_OF_CODE: frozenset[Guard] = frozenset({"pasted"})
_CODE_SHARE = 0.6
_WRONG_COST = 0.6
_FULL_MARKS = 0.85
_EARLY_GAIN = 0.8


def judge(question: Question, answer: str, matcher: Matcher) -> Assessment:
    """The assessment of an answer: matched, then assessed."""
    return assess(question, matcher.match(question, answer))


def assess(question: Question, evidence: Evidence) -> Assessment:
    """The assessment that evidence and rubric support.

    Code counts for three fifths of a score, by the share of its tests that passed; what is said about it
    counts for the rest.

    Args:
        question: must have a rubric.
        evidence: what was found in an answer.
    """
    code = evidence.code
    guards = tuple(guards_of(question, evidence.prose, evidence))
    if code is not None:
        # Code is an answer in itself, and little is said beside it.
        guards = tuple(guard for guard in guards if guard in _OF_CODE)
    if _UNGRADABLE.intersection(guards):
        points = tuple(
            PointVerdict(point_id=point.id, verdict="missed", credit=0.0, similarity=0.0)
            for point in question.key_points
        )
        return Assessment(points=points, guards=guards)
    pitfalls = tuple(_pitfalls(question, evidence))
    named = {question.pitfalls[found.number].contradicts for found in pitfalls}
    contested = {
        question.pitfalls[found.number].contradicts
        for found in evidence.pitfalls
        if found.reading.said >= CONTESTED
    }
    points = tuple(
        _verdict(point, contested=point.point_id in contested) for point in evidence.points
    )
    denials = tuple(
        Denial(point_id=point.point_id, quote=point.quote, start=point.start)
        for point in evidence.points
        if point.reading.denied >= DENIED and point.point_id not in named
    )
    credits = {point.point_id: point.credit for point in points}
    wrong = named | {denial.point_id for denial in denials}
    score = score_of(question, credits, wrong)
    if code is not None and code.total:
        score = _CODE_SHARE * code.passed / code.total + (1 - _CODE_SHARE) * score
    score = min([score, *(_CEILING[guard] for guard in guards if guard in _CEILING)])
    return Assessment(
        points=points,
        pitfalls=pitfalls,
        denials=denials,
        guards=guards,
        score=round(score, 4),
        confidence=round(_confidence(question, evidence, guards), 4),
        delivery=delivery_of(evidence.prose),
        code=code,
        elsewhere=evidence.elsewhere,
    )


def overruled(question: Question, assessment: Assessment, said: Mapping[str, bool]) -> float | None:
    """The score as the candidate sees it; the machine's verdicts stay as they are.

    Args:
        question: of the assessment.
        assessment: the machine's judgement.
        said: for key points that the candidate disputes, whether they were said.

    Returns:
        The score in [0, 1], without the ceilings of guards; None where nothing could be graded.
    """
    if assessment.score is None:
        return None
    credits = {point.point_id: point.credit for point in assessment.points}
    credits |= {point_id: float(claimed) for point_id, claimed in said.items()}
    wrong = {question.pitfalls[found.number].contradicts for found in assessment.pitfalls}
    wrong |= {denial.point_id for denial in assessment.denials}
    wrong -= {point_id for point_id, claimed in said.items() if claimed}
    return round(score_of(question, credits, wrong), 4)


def score_of(question: Question, credits: Mapping[str, float], wrong: set[str]) -> float:
    """A score in [0, 1]: min(1, earned / 0.85) ** 0.8 - 0.6 * wrong.

    `earned` is the mean of credits by weight, `wrong` the weight of points got wrong, as a share of all. Few
    good answers say all that a rubric lists, so full marks begin at 85 %, and readers give more for the
    first points than for the last. More credit never lowers it; one more point got wrong never raises it.

    Args:
        question: has the weights.
        credits: share of each key point that was said, in [0, 1].
        wrong: key points of which the opposite was said.
    """
    weights = {point.id: point.weight for point in question.key_points}
    total = sum(weights.values())
    if not total:
        return 0.0
    earned = sum(weights[point_id] * credit for point_id, credit in credits.items()) / total
    cost = sum(weights[point_id] for point_id in wrong) / total
    gained: float = min(1.0, earned / _FULL_MARKS) ** _EARLY_GAIN
    return max(0.0, gained - _WRONG_COST * cost)


def expected(reading: Reading) -> float:
    """The share of a claim that was said, as far as the judge can tell; in [0, 1]."""
    return reading.said + reading.half / 2


def _verdict(evidence: PointEvidence, *, contested: bool) -> PointVerdict:
    """The verdict on a point; where a claim that denies it was read as said, too, half of it counts."""
    credit = expected(evidence.reading) * (0.5 if contested else 1.0)
    verdict: Verdict = "missed"
    if credit >= COVERED and not contested:
        verdict = "covered"
    elif credit >= PARTLY:
        verdict = "partly"
    said = verdict != "missed"
    return PointVerdict(
        point_id=evidence.point_id,
        verdict=verdict,
        credit=round(credit, 4),
        similarity=evidence.similarity,
        quote=evidence.quote if said else "",
        start=evidence.start if said else 0,
    )


def _pitfalls(question: Question, evidence: Evidence) -> Iterator[PitfallFound]:
    """The wrong claims that were clearly made, and more so than the points they deny.

    The same words count as one of them, the clearest.
    """
    right = {point.point_id: point.reading.said for point in evidence.points}
    clear = [
        found
        for found in evidence.pitfalls
        if found.reading.said >= STATED
        and found.reading.said - right[question.pitfalls[found.number].contradicts] >= STATED_MARGIN
    ]
    for found in clear:
        rivals = [other for other in clear if other.quote == found.quote]
        if found is max(rivals, key=_clearness):
            yield PitfallFound(
                number=found.number,
                similarity=found.similarity,
                quote=found.quote,
                start=found.start,
            )


def _clearness(found: PitfallEvidence) -> tuple[float, float, int]:
    return found.reading.said, found.similarity, -found.number


def _confidence(question: Question, evidence: Evidence, guards: tuple[Guard, ...]) -> float:
    """How sure the judge is of its readings: mean of the likeliest of said, half, not said, by weight."""
    if {"dont_know", "echo", "off_topic"}.intersection(guards):
        return 0.9
    weights = {point.id: point.weight for point in question.key_points}
    total = sum(weights.values())
    if not total:
        return 0.0
    sure = 0.0
    for point in evidence.points:
        read = point.reading
        sure += weights[point.point_id] * max(read.said, read.half, read.unsaid + read.denied)
    return sure / total
