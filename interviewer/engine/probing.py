"""Whether to ask further about an answer, and what about; the two are decided apart."""

from corpus.models import KeyPoint, Question
from interviewer.engine.hints import revealed
from interviewer.engine.state import Asked, Assessment, Persona, PitfallFound, Settings

PROBES: dict[Persona, int] = {"warm": 1, "neutral": 2, "demanding": 3}
"""Probes on one question at the most."""
PITFALL_PROBES = 2
"""Probes on one wrong claim at the most."""
_HEAVY: dict[Persona, int] = {"warm": 3, "neutral": 2, "demanding": 2}
"""The weight from which a missed point is worth a probe."""


def patience(settings: Settings) -> int:
    """How many probes a question may get."""
    return 0 if settings.mode == "rapid" else PROBES[settings.persona]


def enough_said(question: Question, asked: Asked, settings: Settings) -> bool:
    """Whether to move on rather than probe."""
    assessment = asked.assessment
    if assessment is None or len(asked.probed) >= patience(settings):
        return True
    if is_shrug(assessment) or "pasted" in assessment.guards:
        return True
    return pitfall_to_probe(asked) is None and point_to_probe(question, asked, settings) is None


def is_shrug(assessment: Assessment) -> bool:
    """Whether all that was said is that there is no answer; "I don't know, but ..." may say more."""
    heard = any(point.verdict != "missed" for point in assessment.points)
    return "dont_know" in assessment.guards and not heard


def pitfall_to_probe(asked: Asked) -> PitfallFound | None:
    """The wrong claim to ask about: not put right, and not asked about twice."""
    found = asked.assessment.pitfalls if asked.assessment else ()
    for pitfall in found:
        if asked.probed.count(pitfall_name(pitfall.number)) < PITFALL_PROBES:
            return pitfall
    return None


def pitfall_name(number: int) -> str:
    """The name under which a probe on a wrong claim is remembered."""
    return f"pitfall-{number}"


def point_to_probe(
    question: Question, asked: Asked, settings: Settings, earlier: frozenset[str] = frozenset()
) -> KeyPoint | None:
    """The heaviest key point missed, or else only partly heard; None where none is worth it.

    Never one that was probed, that a hint told, or that a probe on a wrong claim was about.

    Args:
        question: the question.
        asked: what was said to it.
        settings: a patient interviewer lets lighter points pass.
        earlier: ids of points missed in earlier sessions, which come first.
    """
    if asked.assessment is None:
        return None
    verdicts = {point.point_id: point.verdict for point in asked.assessment.points}
    done = {*asked.probed, *revealed(asked)}
    done |= {
        pitfall.contradicts
        for number, pitfall in enumerate(question.pitfalls)
        if pitfall_name(number) in asked.probed
    }
    # Terms in a row are not said yet: one of them is asked for as a statement.
    a_list = "keyword_list" in asked.assessment.guards
    # A rubric whose points are all light is probed by what it has.
    heaviest = max((point.weight for point in question.key_points), default=1)
    floor = min(_HEAVY[settings.persona], heaviest)
    candidates = [
        point
        for point in question.key_points
        if (a_list or verdicts.get(point.id, "missed") != "covered")
        and point.id not in done
        and point.weight >= floor
    ]
    # max keeps the first of equals, so rubric order breaks ties.
    return max(
        candidates,
        key=lambda p: (p.id in earlier, p.weight, verdicts.get(p.id, "missed") == "missed"),
        default=None,
    )
