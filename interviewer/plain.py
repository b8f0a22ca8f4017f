"""The line front end: text in, text out; for pipes, screen readers and plain terminals.

A line ending in a backslash goes on in the next; anything else is sent by Enter.
"""

import re
from collections.abc import Iterator
from typing import TextIO

from interviewer.background import BackgroundBuild
from interviewer.engine.session import advance, begin
from interviewer.engine.state import MARKDOWN, Session, Settings, Turn
from interviewer.session_clock import clock_of
from interviewer.wiring import Services

PROMPT = "> "
_TITLE = re.compile(r"^\*\*([^*\n]+)\*\*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([\\`*_\[\]<>#|~])")


def run(services: Services, settings: Settings, source: TextIO, sink: TextIO) -> Session:
    """Hold a session until it is done or the input ends.

    Args:
        services: the application's parts.
        settings: what the candidate chose.
        source: where texts come from, one a line.
        sink: where the interviewer's turns go.

    Raises:
        NothingToAsk: no question fits.
    """
    session = begin(services.bank, settings, services.history(settings))
    clock = clock_of(settings)
    shown = _show(session, 0, sink)
    build = BackgroundBuild() if services.stale_reason() is not None else None
    interactive = source.isatty()
    try:
        for text in _texts(source, sink if interactive else None):
            if not text.strip() and interactive:
                continue
            session = advance(session, text, services, clock())
            shown = _show(session, shown, sink)
            if session.done:
                break
        else:
            session = advance(session, "/end", services, clock())
            _show(session, shown, sink)
    finally:
        if build is not None:
            build.stop()
    return session


def _texts(source: TextIO, prompt: TextIO | None) -> Iterator[str]:
    parts: list[str] = []
    while True:
        if prompt is not None:
            prompt.write(PROMPT)
            prompt.flush()
        line = source.readline()
        if not line:
            if parts:
                yield "\n".join(parts)
            return
        line = line.rstrip("\r\n")
        if line.endswith("\\"):
            parts.append(line[:-1])
            continue
        yield "\n".join([*parts, line])
        parts = []


def _show(session: Session, already: int, sink: TextIO) -> int:
    """Write the interviewer's new turns; returns how many turns were shown in all."""
    for turn in session.turns[already:]:
        if turn.speaker != "interviewer":
            continue
        head = ""
        if turn.kind == "question":
            head = f"[{_number_of(session, turn)}/{len(session.plan)}] "
        text = _unmarked(turn.text) if turn.kind in MARKDOWN else turn.text
        sink.write(f"\n{head}{text}\n")
    sink.flush()
    return len(session.turns)


def _number_of(session: Session, turn: Turn) -> int:
    """Place of a turn's question in the plan, from 1."""
    return 1 + [asked.question_id for asked in session.asked].index(turn.question_id or "")


def _unmarked(text: str) -> str:
    """Markdown of the engine as plain lines: no bold titles, no escapes."""
    return _ESCAPE.sub(r"\1", _TITLE.sub(r"\1:", text))
