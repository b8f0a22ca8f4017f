"""Plots as inline SVG: no script, no network, colors from the page's style, every number as text too."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from interviewer.engine.markdown import percent
from interviewer.progress.mastery import Mastery
from interviewer.store.records import Day, SessionScore

_WIDTH = 690
_ROW = 26
_LABEL = 300
_CELL = 13
_WEEKS = 26
_SHOWN = 38
"""Characters of a label that find room."""


def bars(title: str, rows: Sequence[tuple[str, float | None, tuple[float, float] | None]]) -> str:
    """One bar a row.

    Args:
        title: for those who hear the page.
        rows: label, value in [0, 1] or None, and the interval drawn over it.
    """
    width = _WIDTH - _LABEL - 60
    parts = []
    for number, (label, value, span) in enumerate(rows):
        y = number * _ROW + 4
        middle = y + 13
        parts.append(f'<text x="0" y="{middle}">{escape(_short(label))}</text>')
        parts.append(
            f'<rect class="track" x="{_LABEL}" y="{y}" width="{width}" height="16" rx="3"/>'
        )
        if value is None:
            parts.append(f'<text class="dim" x="{_LABEL + width + 8}" y="{middle}">–</text>')
            continue
        parts.append(
            f'<rect class="bar" x="{_LABEL}" y="{y}" width="{value * width:.1f}" height="16" rx="3"/>'
        )
        if span is not None:
            low, high = (_LABEL + end * width for end in span)
            drawn = f"M{low:.1f} {y + 8}H{high:.1f}M{low:.1f} {y + 4}v8M{high:.1f} {y + 4}v8"
            # The wide one below keeps it apart from the bar.
            parts += [f'<path class="{name}" d="{drawn}"/>' for name in ("halo", "span")]
        parts.append(f'<text x="{_LABEL + width + 8}" y="{middle}">{percent(value)}</text>')
    return _svg(title, _WIDTH, len(rows) * _ROW + 4, parts)


def mastery_bars(title: str, masteries: Sequence[tuple[str, Mastery]]) -> str:
    """Mastery by name, with its interval."""
    return bars(title, [(name, one.mean, (one.low, one.high)) for name, one in masteries])


def curve(title: str, points: Sequence[SessionScore]) -> str:
    """Scores from session to session, evenly spaced."""
    height, left, top = 160, 54, 10
    width = _WIDTH - left - 10
    step = width / max(len(points) - 1, 1)
    places = [
        (left + number * step, top + (1 - point.score) * height)
        for number, point in enumerate(points)
    ]
    parts = []
    for share in (0.0, 0.5, 1.0):
        y = top + (1 - share) * height
        parts.append(f'<path class="grid" d="M{left} {y:.1f}H{left + width}"/>')
        parts.append(f'<text class="dim" x="0" y="{y + 4:.1f}">{percent(share)}</text>')
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts.append(f'<polyline class="line" points="{line}"/>')
    if len(points) <= _WIDTH // 12:
        parts += [
            f'<circle class="bar" cx="{x:.1f}" cy="{y:.1f}" r="3.5"><title>'
            f"Session {point.session_id}: {percent(point.score)}</title></circle>"
            for (x, y), point in zip(places, points)
        ]
    return _svg(title, _WIDTH, top + height + 10, parts)


def calendar(title: str, days: Sequence[Day], today: date) -> str:
    """The last half year, a column a week, Monday on top; the more answers, the stronger."""
    by_day = {one.day: one for one in days}
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=_WEEKS - 1)
    parts = []
    for number in range(_WEEKS * 7):
        day = first + timedelta(days=number)
        if day > today:
            break
        answers = by_day[day].answers if day in by_day else 0
        x, y = number // 7 * (_CELL + 3), number % 7 * (_CELL + 3)
        shade = 0 if not answers else min(4, 1 + answers // 4)
        parts.append(
            f'<rect class="day{shade}" x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" rx="2">'
            f"<title>{day}: {answers} answer{'s' * (answers != 1)}</title></rect>"
        )
    return _svg(title, _WEEKS * (_CELL + 3), 7 * (_CELL + 3), parts)


def _svg(title: str, width: int, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _short(label: str) -> str:
    return label if len(label) <= _SHOWN else label[: _SHOWN - 1].rstrip() + "…"
