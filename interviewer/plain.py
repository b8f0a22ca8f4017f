"""The line front end: text in, text out; for pipes, screen readers and plain terminals.

A line ending in a backslash goes on in the next; anything else is sent by Enter.
"""

import re
from collections.abc import Iterator
from typing import TextIO

from interviewer.background import BackgroundBuild
from interviewer.engine.session import advance, begin
from interviewer.engine.state import MARKDOWN, Session, Settings, Turn
from interviewer.memory import Memory
from interviewer.session_clock import clock_of
from interviewer.wiring import Services

PROMPT = "> "
_TITLE = re.compile(r"^\*\*([^*\n]+)\*\*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([\\`*_\[\]<>#|~])")


def run(
    services: Services, settings: Settings, source: TextIO, sink: TextIO, memory: Memory
) -> Session:
    """Begin a session and hold it until it is done or the input ends.

    Args:
        services: the application's parts.
        settings: what the candidate chose.
        source: where texts come from, one a line.
        sink: where the interviewer's turns go.
        memory: keeps the session.

    Raises:
        NothingToAsk: no question fits.
    """
    session = begin(services.bank, settings, memory.history(settings))
    memory.begin(session)
    return _hold(services, session, 0, source, sink, memory)


def resume(
    services: Services, number: int, source: TextIO, sink: TextIO, memory: Memory
) -> Session:
    """Go on with a kept session at the very turn, until it is done or the input ends.

    Raises:
        UserError: it cannot be gone on with.
    """
    session, draft = memory.resume(number, services)
    if draft:
        sink.write(f"\nYou had written, and not sent: {draft}\n")
    return _hold(services, session, _standing(session), source, sink, memory)


def _hold(
    services: Services,
    session: Session,
    shown: int,
    source: TextIO,
    sink: TextIO,
    memory: Memory,
) -> Session:
    clock = clock_of(session.settings, session.turns[-1].at)
    shown = _show(session, shown, sink)
    build = BackgroundBuild() if services.stale_reason() is not None else None
    interactive = source.isatty()
    try:
        for text in _texts(source, sink if interactive else None):
            if not text.strip() and interactive:
                continue
            session = _taken(services, session, text, clock(), memory)
            shown = _show(session, shown, sink)
            if session.done:
                break
        else:
            session = _taken(services, session, "/end", clock(), memory)
            _show(session, shown, sink)
    finally:
        if build is not None:
            build.stop()
    return session


def _taken(services: Services, session: Session, text: str, at: float, memory: Memory) -> Session:
    """The session after a text, which is kept before it is judged."""
    memory.hear(text)
    session = advance(session, text, services, at)
    memory.keep(session)
    return session


def _standing(session: Session) -> int:
    """Where to begin showing a session that is gone on with: at the question that stands.

    What was said between the text before it and the question, such as feedback, is shown with it.
    """
    turns = session.turns
    first = max(n for n, turn in enumerate(turns) if n == 0 or turn.kind in ("question", "warm_up"))
    while first and turns[first - 1].speaker == "interviewer":
        first -= 1
    return first


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
