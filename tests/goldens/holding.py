"""Holding a scripted session with the real parts, and writing it out."""

import time
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from corpus.banks import Bank
from interviewer.engine.assessment import judge
from interviewer.engine.ports import Library, Listener, Matcher
from interviewer.engine.session import advance, begin
from interviewer.engine.state import Attempt, History, Session, Settings, Turn
from interviewer.wiring import Services
from tests.goldens.candidates import Candidate, Script, read_script

FOLDER = Path(__file__).parent
SCRIPTS = FOLDER / "scripts"
_MOST_TURNS = 120


@dataclass(frozen=True)
class Room:
    """The real parts over a part of the bank."""

    bank: Bank
    matcher: Matcher
    listener: Listener
    library: Library


def held(services: Services, file: Path) -> tuple[Session, list[float]]:
    """The session of a script, and the seconds each turn took.

    Raises:
        RuntimeError: it does not come to an end.
    """
    script = read_script(file)
    room = Room(_bank(services.bank, script), services.matcher, services.listener, services.library)
    settings = Settings(
        topics=script.topics,
        questions=script.questions,
        minutes=script.minutes,
        mode=script.mode,
        persona=script.persona,
        warm_up=script.warm_up is not None,
        self_rating=script.self_rating,
        seed=script.seed,
    )
    attempts = {
        key: Attempt(answers=(text,), assessment=judge(room.bank.by_id[key], text, room.matcher))
        for key, text in script.earlier.items()
    }
    history = History(due=script.due, attempts=attempts, days_left=script.days_left)
    session, candidate = begin(room.bank, settings, history), Candidate(script)
    took = []
    while not session.done:
        if len(took) == _MOST_TURNS:
            raise RuntimeError(f"{file.name} goes on for {_MOST_TURNS} turns")
        text = candidate.reply(session)
        start = time.perf_counter()
        session = advance(session, text, room)
        took.append(time.perf_counter() - start)
    return session, took


def _bank(bank: Bank, script: Script) -> Bank:
    """The questions of the script; those to be looked up only have no rubric, so none is asked."""
    asked = [bank.by_id[key] for key in script.plan]
    shelf = [replace(bank.by_id[key], key_points=(), pitfalls=()) for key in script.shelf]
    return Bank((*asked, *shelf), bank.concepts)


def rendered(file: Path, session: Session) -> str:
    """A session as Markdown."""
    script = read_script(file)
    settings = session.settings
    lines = [f"# {script.title}", "", script.about.strip(), ""]
    lines += [f"Mode {settings.mode}, persona {settings.persona}, seed {settings.seed}."]
    for turn in session.turns:
        lines += ["", _head(turn), "", turn.text.rstrip() or "(nothing)"]
    return "\n".join(lines) + "\n"


def _head(turn: Turn) -> str:
    if turn.speaker == "candidate":
        return "**Candidate**"
    return f"**Interviewer**, {turn.kind.replace('_', '-')}"
