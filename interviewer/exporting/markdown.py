"""Sessions and progress as Markdown."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from corpus.models import Concept, Question
from interviewer.engine.markdown import escaped, percent
from interviewer.engine.report import render_markdown
from interviewer.engine.state import MARKDOWN
from interviewer.exporting.telling import Told
from interviewer.progress.mastery import Mastery
from interviewer.progress.overview import Changes, Overview
from interviewer.store.records import SessionRow

_LISTED = 12


def session_markdown(told: Told) -> str:
    """The report, the note and the transcript."""
    lines = [f"# {escaped(told.title)}", "", about(told.row)]
    if told.row.marks.note:
        lines += ["", f"> {escaped(told.row.marks.note)}".replace("\n", "\n> ")]
    lines += ["", _lowered(render_markdown(told.report))]
    lines += ["## Transcript"]
    for turn in told.session.turns:
        if turn.kind == "closing":
            continue
        text = turn.text if turn.kind in MARKDOWN else escaped(turn.text)
        lines += ["", f"**{turn.speaker.capitalize()}**", "", text]
    return "\n".join(lines) + "\n"


def _lowered(markdown: str) -> str:
    """The headings one level down, code left as it is."""
    lines, code = [], False
    for line in markdown.splitlines():
        code ^= line.startswith("```")
        lines.append(f"#{line}" if line.startswith("#") and not code else line)
    return "\n".join(lines) + "\n"


def about(row: SessionRow) -> str:
    """When, how and how far, in one line."""
    began = local(row.began, row.utc_offset)
    topics = ", ".join(row.topics) or "all topics"
    parts = [f"{began:%Y-%m-%d %H:%M}", f"{row.mode} mode", topics]
    parts.append(f"{row.asked} of {row.planned} questions")
    if row.open:
        parts.append("still open")
    return " · ".join(parts)


def local(moment: datetime, offset: int) -> datetime:
    """A moment as the clock on the wall showed it."""
    return moment + timedelta(minutes=offset)


def progress_markdown(
    seen: Overview, questions: Mapping[str, Question], concepts: Mapping[str, Concept]
) -> str:
    """The overview in sections; what is empty is left out."""
    lines = ["# Progress", "", summary(seen)]
    if seen.forecast is not None:
        lines += ["", forecast_sentence(seen)]
    lines += _section("Mastery by topic", (f"- {mastery_line(one)}" for one in seen.topics))
    lines += _section(
        "Weakest concepts",
        (f"- {mastery_line(one, name_of(one.name, concepts))}" for one in seen.concepts[:_LISTED]),
    )
    lines += _section("What the last session changed", changed(seen.changes, questions))
    lines += _section(
        "Due today",
        (
            f"- {text_of(one.question_id, questions)} (remembered: {percent(one.recall or 0.0)}"
            f"{', keeps failing' if one.leech else ''})"
            for one in seen.due
        ),
    )
    lines += _section(
        "Keeps failing",
        (
            f"- {text_of(one.question_id, questions)} ({one.failures} of {one.reviews} answers)"
            for one in seen.leeches
        ),
    )
    lines += _section(
        "Weak points",
        (
            f"- {escaped(one.point)} (missed {one.missed} of {one.judged} times)"
            for one in seen.weak_points
        ),
    )
    lines += _section(
        "Calendar",
        (
            f"- {one.day}: {one.answers} answer{'s' * (one.answers != 1)}, {percent(one.score)}"
            for one in seen.calendar[-30:]
        ),
    )
    return "\n".join(lines) + "\n"


def summary(seen: Overview) -> str:
    """How much was done, and how it goes, in one line."""
    parts = [f"{seen.sessions} session{'s' * (seen.sessions != 1)}"]
    parts[0] += f", {seen.answers} graded answer{'s' * (seen.answers != 1)}"
    parts.append(seen.trend.sentence)
    if seen.streak:
        parts.append(f"{seen.streak} day{'s' * (seen.streak != 1)} running")
    parts.append(f"{len(seen.due)} due today, {seen.new} never answered")
    return "; ".join(parts) + "."


def forecast_sentence(seen: Overview) -> str:
    """What it takes to the interview; only where its date is set."""
    told = seen.forecast
    assert told is not None
    return (
        f"Interview on {told.interview}: {told.sentence}; if all goes well, {percent(told.recall)} "
        "is remembered on the day."
    )


def mastery_line(one: Mastery, name: str | None = None) -> str:
    """Mean and interval in words."""
    return (
        f"{escaped(name or one.name)}: {percent(one.mean)} (likely {percent(one.low)} to "
        f"{percent(one.high)}; {one.answers} answer{'s' * (one.answers != 1)})"
    )


def changed(told: Changes, questions: Mapping[str, Question]) -> Iterable[str]:
    """The changes as list items."""
    for shift in told.topics:
        before = "new" if shift.before is None else percent(shift.before)
        yield f"- {escaped(shift.name)}: {before} → {percent(shift.after)}"
    for title, names in (
        ("First time", told.first_time),
        ("Better", told.improved),
        ("Worse", told.worsened),
    ):
        for name in names:
            yield f"- {title}: {text_of(name, questions)}"


def text_of(question_id: str, questions: Mapping[str, Question]) -> str:
    """A question's text as Markdown; its id where the bank no longer holds it."""
    question = questions.get(question_id)
    return escaped(question_id if question is None else question.text)


def name_of(concept_id: str, concepts: Mapping[str, Concept]) -> str:
    """A concept's name; its id where the vocabulary no longer holds it."""
    concept = concepts.get(concept_id)
    return concept_id if concept is None else concept.name


def _section(title: str, items: Iterable[str]) -> list[str]:
    listed = list(items)
    return ["", f"## {title}", "", *listed] if listed else []
