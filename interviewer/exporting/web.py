"""Sessions and progress as one HTML file each."""

from collections.abc import Mapping, Sequence

from corpus.models import Concept, Question
from interviewer.engine.markdown import percent
from interviewer.engine.report import QuestionReport
from interviewer.engine.state import MARKDOWN, Turn
from interviewer.exporting.markdown import about, changed, forecast_sentence, name_of, summary
from interviewer.exporting.page import items, page, plain, rendered, section
from interviewer.exporting.plots import bars, calendar, curve, mastery_bars
from interviewer.exporting.telling import Told
from interviewer.progress.overview import Overview

_LISTED, _STRENGTHS, _GAPS = 12, 5, 8


def session_html(told: Told) -> str:
    """The report with its plots, question by question, and the transcript folded away."""
    result = told.report
    score = "not graded" if result.score is None else percent(result.score)
    body = [
        f"<h1>{plain(told.title)}</h1>",
        f'<p class="about">{plain(about(told.row))}</p>',
        f'<p class="score">{score}</p>',
    ]
    if told.row.marks.note:
        body.append(f'<div class="note said">{plain(told.row.marks.note)}</div>')
    rows = [
        (f"{number}. {one.text}", one.score, None) for number, one in enumerate(result.questions, 1)
    ]
    body.append(section("Scores", bars("Score of each question", rows) if rows else ""))
    if len(result.topics) > 1:
        topics = [(one.topic, one.score, None) for one in result.topics]
        body.append(section("By topic", bars("Mean score of each topic", topics)))
    body.append(
        section(
            "What was strong",
            items(
                [
                    f"{plain(point)} {_quote(words)}"
                    for point, words in result.strengths[:_STRENGTHS]
                ]
            ),
        )
    )
    body.append(
        section(
            "What was missing",
            items([f"{plain(point)} {_quote(words)}" for point, words in result.gaps[:_GAPS]]),
        )
    )
    body.append(
        section(
            "What to correct",
            items([f"{_quote(said)}: {plain(right)}" for said, right in result.corrections]),
        )
    )
    questions = "".join(_question(number, one) for number, one in enumerate(result.questions, 1))
    body.append(section("Question by question", questions))
    turns = "".join(_turn(turn) for turn in told.session.turns if turn.kind != "closing")
    body.append(f"<details><summary>Transcript</summary>{turns}</details>")
    return page(told.title, "\n".join(body))


def progress_html(
    seen: Overview, questions: Mapping[str, Question], concepts: Mapping[str, Concept]
) -> str:
    """The overview with its plots; what is empty is left out."""

    def text(question_id: str) -> str:
        question = questions.get(question_id)
        return plain(question_id if question is None else question.text)

    body = ["<h1>Progress</h1>", f'<p class="about">{plain(summary(seen))}</p>']
    if seen.forecast is not None:
        body.append(f"<p>{plain(forecast_sentence(seen))}</p>")
    topics = [(one.name, one) for one in seen.topics]
    weakest = [(name_of(one.name, concepts), one) for one in seen.concepts[:_LISTED]]
    explained = (
        '<p class="dim">The mark over each bar spans where it lies with a chance of 80 %.</p>'
    )
    body += [
        section("Scores", curve("Score of each session", seen.curve) if seen.curve else ""),
        section(
            "Mastery by topic",
            mastery_bars("Mastery of each topic", topics) + explained if topics else "",
        ),
        section(
            "Weakest concepts",
            mastery_bars("Mastery of the weakest concepts", weakest) if weakest else "",
        ),
        section("What the last session changed", _list_of(list(changed(seen.changes, questions)))),
        section(
            "Due today",
            items([f"{text(one.question_id)} {_recall(one.recall)}" for one in seen.due]),
        ),
        section(
            "Keeps failing",
            items(
                [
                    f"{text(one.question_id)} <span class='bad aside'>{one.failures} of {one.reviews} "
                    "answers</span>"
                    for one in seen.leeches
                ]
            ),
        ),
        section(
            "Weak points",
            items(
                [
                    f"{plain(one.point)} <span class='dim aside'>missed {one.missed} of "
                    f"{one.judged} times</span>"
                    for one in seen.weak_points
                ]
            ),
        ),
        section(
            "Calendar",
            calendar("Answers a day over half a year", seen.calendar, seen.now.date())
            if seen.calendar
            else "",
        ),
    ]
    return page("Progress", "\n".join(body))


def _question(number: int, one: QuestionReport) -> str:
    parts = [f"<h3>{number}. {plain(one.text)}</h3>"]
    if one.outcome == "answered":
        parts.append(rendered(one.feedback))
        if one.first_score is not None and one.score != one.first_score:
            parts.append(f'<p class="dim">Before the probe: {percent(one.first_score)}.</p>')
    else:
        parts.append(f'<p class="dim">{plain(one.outcome.capitalize())}.</p>')
    if one.hints:
        parts.append(f'<p class="dim">Hints taken: {one.hints}.</p>')
    if one.reference:
        parts.append(
            f'<div class="reference"><b>A strong answer</b>{rendered(one.reference)}</div>'
        )
    parts += [
        f'<p>Study: <a href="{plain(resource.url)}" rel="noreferrer">{plain(resource.title)}</a></p>'
        for resource in one.resources
    ]
    return "\n".join(parts)


def _turn(turn: Turn) -> str:
    text = (
        rendered(turn.text)
        if turn.kind in MARKDOWN
        else f'<div class="said">{plain(turn.text)}</div>'
    )
    return f'<div class="turn"><b>{plain(turn.speaker.capitalize())}</b>{text}</div>'


def _quote(words: str) -> str:
    return f'<span class="dim quote">“{plain(" ".join(words.split()))}”</span>' if words else ""


def _list_of(markdown_items: Sequence[str]) -> str:
    return rendered("\n".join(markdown_items)) if markdown_items else ""


def _recall(recall: float | None) -> str:
    return "" if recall is None else f"<span class='dim aside'>remembered: {percent(recall)}</span>"
