"""The report as Markdown."""

from collections.abc import Iterator, Sequence

from corpus.models import Resource
from interviewer.engine.markdown import escaped, percent, quoted
from interviewer.engine.report.building import CLOSE_CALL
from interviewer.engine.report.comparing import Comparison
from interviewer.engine.report.contents import QuestionReport, Report, Study
from interviewer.engine.report.delivery import Delivery

_SHOWN = 6


def render_markdown(result: Report, *, references: bool = True) -> str:
    """The report as Markdown, for a terminal or a file; with or without the reference answers."""
    lines = ["# Report", "", _summary(result)]
    if len(result.topics) > 1:
        listed = [
            f"{entry.topic}: {percent(entry.score)}{_sure(entry.confidence)}"
            f" over {entry.graded} question{'s' * (entry.graded != 1)}"
            for entry in result.topics
        ]
        lines += _section("By topic", listed)
    lines += _section(
        "What was strong",
        [f"{escaped(point)} (“{quoted(quote)}”)" for point, quote in result.strengths[:_SHOWN]],
    )
    lines += _section(
        "What was missing",
        [
            f"{escaped(point)} (vague: “{quoted(quote)}”)" if quote else escaped(point)
            for point, quote in result.gaps[:_SHOWN]
        ],
        more=len(result.gaps) - _SHOWN,
    )
    wrong = [f"“{quoted(said)}”: {escaped(right)}" for said, right in result.corrections]
    wrong += [f"“{quoted(said)}”: put right when asked." for said in result.put_right]
    lines += _section("What to correct", wrong)
    if result.delivery is not None:
        lines += _section("Delivery", list(_delivery(result.delivery)))
    lines += _section("What to study next", [_study(entry) for entry in result.study], ordered=True)
    lines += _section("What I could not judge", [escaped(entry) for entry in result.unjudged])
    lines += ["", "## Question by question"]
    for number, entry in enumerate(result.questions, 1):
        lines += _question(number, entry, references)
    return "\n".join(lines) + "\n"


def _summary(result: Report) -> str:
    graded = sum(entry.score is not None for entry in result.questions)
    if result.score is None:
        told = "Nothing was graded, so there is no score"
    else:
        sure = _sure(result.confidence or 0.0)
        told = f"Overall {percent(result.score)}{sure} over {graded} graded question{'s' * (graded != 1)}"
    parts = [told]
    if result.skips:
        parts.append(f"{result.skips} skipped")
    if result.hints:
        parts.append(f"{result.hints} hint{'s' * (result.hints != 1)} taken")
    text = "; ".join(parts) + "."
    if result.rating_difference is not None:
        text += f" {_rating(result.rating_difference)}"
    return text


def _rating(difference: float) -> str:
    points = f"{abs(round(100 * difference))} points"
    if abs(difference) < 0.1:
        return f"You rated yourself about as the rubric does ({points} apart)."
    side = "above" if difference > 0 else "below"
    return f"You rated yourself {points} {side} the rubric on average."


def _sure(confidence: float) -> str:
    return "" if confidence >= CLOSE_CALL else " (uncertain)"


def _section(
    title: str, entries: Sequence[str], *, more: int = 0, ordered: bool = False
) -> list[str]:
    """A titled list; nothing where there is nothing to list."""
    if not entries:
        return []
    listed = [f"{n}. {e}" if ordered else f"- {e}" for n, e in enumerate(entries, 1)]
    if more > 0:
        listed.append(f"- and {more} more, below by question")
    return ["", f"## {title}", "", *listed]


def _delivery(counted: Delivery) -> Iterator[str]:
    yield f"{counted.mean_words:.0f} words an answer on average, over {counted.answers}."
    if counted.long:
        yield f"{counted.long} went beyond 250 words: say the main point first, then stop."
    if counted.short:
        yield f"{counted.short} stayed under 20 words: a reason or an example would carry more."
    if counted.fillers >= 2:
        yield f"{counted.fillers:.1f} fillers (“basically”, “you know”) in 100 words."
    if counted.hedges >= 2:
        yield f"{counted.hedges:.1f} hedges (“maybe”, “I guess”) in 100 words."


def _study(entry: Study) -> str:
    lines = [f"**{escaped(entry.text)}**"]
    lines += [f"   - {escaped(point)}" for point in entry.points]
    lines += [f"   - Read: {_link(resource)}" for resource in entry.resources]
    if entry.related:
        lines.append(f"   - Goes with it: {'; '.join(escaped(text) for text in entry.related)}")
    return "\n".join(lines)


def _question(number: int, entry: QuestionReport, references: bool) -> list[str]:
    lines = ["", f"### {number}. {escaped(entry.text)}", ""]
    if entry.outcome == "answered":
        lines.append(entry.feedback)
        if entry.first_score is not None and entry.score != entry.first_score:
            lines += ["", f"Before the probe: {percent(entry.first_score)}."]
    else:
        lines.append(f"{entry.outcome.capitalize()}.")
    if entry.hints:
        lines += [
            "",
            f"Hints taken: {entry.hints}; they cost {percent(entry.hint_cost)} of the score.",
        ]
    if entry.rating is not None:
        lines += ["", f"Your own rating: {round(1 + 4 * entry.rating)} of 5."]
    for reason in entry.disputed:
        lines += ["", f"You objected: “{quoted(reason)}”. The verdict above stands beside it."]
    if entry.as_disputed is not None:
        lines += ["", f"As you see it the score is {percent(entry.as_disputed)}."]
    if entry.retry is not None:
        lines += _retry(entry.retry)
    if entry.reference and references:
        lines += ["", "**A strong answer**", "", entry.reference]
    for resource in entry.resources:
        lines += ["", f"Study: {_link(resource)}"]
    return lines


def _retry(retry: Comparison) -> list[str]:
    def score(value: float | None) -> str:
        return "not graded" if value is None else percent(value)

    lines = [
        "",
        f"**Beside your earlier attempt**: {score(retry.earlier)}, then {score(retry.later)}.",
    ]
    listed = [("Added", retry.added), ("Lost", retry.lost)]
    listed += [("No longer claimed", retry.cleared), ("Newly wrong", retry.new)]
    entries = [f"- {title}: {escaped(text)}" for title, texts in listed for text in texts]
    return [*lines, "", *entries] if entries else [*lines, "", "- No point was added or lost."]


def _link(resource: Resource) -> str:
    return f"[{resource.title}]({resource.url})"
