"""Kills a writer with signal 9 at a random moment, and sees that all that was committed is there."""

import contextlib
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from interviewer.engine.state import Session
from interviewer.exporting.archive import read_manifest
from interviewer.store.database import Database, connect
from interviewer.store.migrations import MIGRATIONS, migrate
from interviewer.store.opening import open_store
from interviewer.store.resuming import resume_session
from interviewer.store.sessions import Sessions
from tests.interviewer.store.stories import QUESTIONS, SetClock, advanced, begun

REPO = Path(__file__).resolve().parents[3]
_LONGEST = 1.0


def old_file(file: Path, sessions: int = 60) -> None:
    """A file of the first version with sessions in it, so that opening it migrates."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        migrate(connection, MIGRATIONS[:1])
        kept = Sessions(Database(connection, file, SetClock()))
        for number in range(sessions):
            one = kept.begin(begun(seed=number), QUESTIONS.values())
            for text in ("moon " * 60, "two"):
                one = kept.keep(kept.hear(one, text), advanced(one.session, text))


def killed(file: Path, seed: int) -> list[str]:
    """What a writer told before it was killed."""
    chance = random.Random(seed)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.interviewer.store.writer", str(file), str(seed)],
        cwd=REPO,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    # Opening, with its migrations, is over soon: a third of the kills fall into it.
    time.sleep(chance.uniform(0, _LONGEST if chance.random() < 0.67 else _LONGEST / 20))
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.stdout.close()
    process.wait()
    lines = (first + rest).decode().split("\n")
    return lines[:-1]  # the last one may be cut short


def checked(file: Path, told: list[str]) -> int:
    """Check the file against what the writer told; returns how many texts it had committed.

    Raises:
        AssertionError: something that was committed is missing or wrong.
    """
    texts: dict[int, list[str]] = {}
    states: dict[int, int] = {}
    drafts: dict[int, str] = {}
    for line in told:
        what, _, rest = line.partition(" ")
        number, _, text = rest.partition(" ")
        if what == "began":
            texts[int(number)] = []
        elif what == "draft":
            drafts[int(number)] = text
        elif what == "heard":
            texts[int(number)].append(text)
            drafts.pop(int(number), None)
        elif what == "kept":
            states[int(number)] = int(text)
    with open_store(file, SetClock()) as store:
        assert store.notices == ()
        assert store.database.problems() == []
        for number, heard in texts.items():
            kept = store.sessions.load(number)
            assert kept.heard in (len(heard), len(heard) + 1)
            with store.database.reading() as connection:
                rows = connection.execute(
                    "SELECT text FROM texts WHERE session_id = ? ORDER BY number", (number,)
                )
                assert [text for (text,) in rows][: len(heard)] == heard
            assert kept.heard - len(kept.pending) >= states.get(number, 0)
            if kept.heard == len(heard) and number in drafts:
                assert store.sessions.draft(number) == drafts[number]
            if not kept.session.done:
                kept = resume_session(store, number, advanced)
            said = [turn.text for turn in kept.session.turns if turn.speaker == "candidate"]
            assert said[: len(heard)] == heard
            assert kept.session == _replayed(kept.session, said)
    for page in file.parent.glob("*.html"):
        assert page.read_text("utf-8").endswith("</html>\n")
    for archive in file.parent.glob("*.zip"):
        assert read_manifest(archive).files
        with zipfile.ZipFile(archive) as opened:
            assert opened.testzip() is None
    return sum(map(len, texts.values()))


def _replayed(session: Session, said: list[str]) -> Session:
    state = begun(*(planned.question_id for planned in session.plan), seed=session.settings.seed)
    for text in said:
        state = advanced(state, text)
    return state
