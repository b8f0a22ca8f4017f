"""Two instances at once: processes on one file, and a machine of random steps with two open stores."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from interviewer.engine.state import Session
from interviewer.store.opening import open_store
from interviewer.store.records import Kept
from interviewer.store.resuming import resume_session, take_in
from interviewer.store.store import Store
from tests.interviewer.store.stories import QUESTIONS, SetClock, advanced, begun

WRITES = """
import sys
from pathlib import Path
from interviewer.store.opening import open_store
from tests.interviewer.store.stories import QUESTIONS, SetClock, advanced, begun
with open_store(Path(sys.argv[1]), SetClock()) as store:
    for number in range(8):
        kept = store.sessions.begin(begun(), QUESTIONS.values(), name=sys.argv[2])
        for text in ("moon", "two", sys.argv[2]):
            kept = store.sessions.hear(kept, text)
            kept = store.sessions.keep(kept, advanced(kept.session, text))
"""


def test_processes_that_open_a_new_file_at_once_and_write(file: Path, repo: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITES, str(file), name], cwd=repo, stderr=subprocess.PIPE
        )
        for name in ("one", "two", "three")
    ]
    for writer in writers:
        _, words = writer.communicate(timeout=120)
        assert (writer.returncode, words) == (0, b"")
    with open_store(file, SetClock()) as store:
        rows = store.sessions.rows()
        assert len(rows) == 24
        assert all(not row.open for row in rows)
        for row in rows:
            assert store.sessions.load(row.id).session.turns[-2].text == row.name
        assert store.database.problems() == []


class Histories(RuleBasedStateMachine):
    """Whatever is done by either of two instances, both see what the last one committed."""

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock = SetClock()
        self.stores = [self._opened() for _ in range(2)]
        self.states: dict[int, Session] = {}
        self.pending: dict[int, list[str]] = {}
        self.drafts: dict[int, str] = {}

    def _opened(self) -> Store:
        return open_store(self.folder / "history.db", self.clock)

    def teardown(self) -> None:
        for store in getattr(self, "stores", []):
            store.close()
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    def _open_sessions(self) -> list[int]:
        return [number for number, state in self.states.items() if not state.done]

    @rule(who=st.integers(0, 1), plan=st.sampled_from([("tides",), ("rain", "waves")]))
    def begin(self, who: int, plan: tuple[str, ...]) -> None:
        kept = self.stores[who].sessions.begin(begun(*plan), [QUESTIONS[name] for name in plan])
        assert kept.id not in self.states
        self.states[kept.id], self.pending[kept.id] = kept.session, []

    @precondition(_open_sessions)
    @rule(who=st.integers(0, 1), data=st.data(), text=st.sampled_from(["moon", "two", "/skip", ""]))
    def hear(self, who: int, data: Any, text: str) -> None:
        number = data.draw(st.sampled_from(self._open_sessions()))
        store = self.stores[who]
        store.sessions.hear(store.sessions.load(number), text)
        self.pending[number].append(text)
        self.drafts.pop(number, None)

    @precondition(_open_sessions)
    @rule(who=st.integers(0, 1), data=st.data())
    def resume(self, who: int, data: Any) -> None:
        number = data.draw(st.sampled_from(self._open_sessions()))
        resumed = resume_session(self.stores[who], number, self._advance)
        for text in self.pending[number]:
            self.states[number] = self._advance(self.states[number], text)
        self.pending[number] = []
        assert resumed.session == self.states[number]

    @precondition(_open_sessions)
    @rule(who=st.integers(0, 1), data=st.data(), text=st.sampled_from(["", "half"]))
    def draft(self, who: int, data: Any, text: str) -> None:
        number = data.draw(st.sampled_from(self._open_sessions()))
        self.stores[who].sessions.save_draft(number, text)
        self.drafts[number] = text

    @precondition(lambda self: self.states)
    @rule(who=st.integers(0, 1), data=st.data())
    def delete(self, who: int, data: Any) -> None:
        number = data.draw(st.sampled_from(sorted(self.states)))
        self.stores[who].sessions.delete(number)
        for kept in (self.states, self.pending, self.drafts):
            kept.pop(number, None)

    @rule(who=st.integers(0, 1), back=st.booleans())
    def restart(self, who: int, back: bool) -> None:
        self.stores[who].close()
        if back:
            self.clock.set(self.clock.now.replace(year=self.clock.now.year - 1))
        self.stores[who] = self._opened()

    @invariant()
    def both_see_the_same(self) -> None:
        for store in getattr(self, "stores", []):
            assert [row.id for row in store.sessions.rows()] == sorted(self.states, reverse=True)
            for number, state in self.states.items():
                kept = store.sessions.load(number)
                assert (kept.session, list(kept.pending)) == (state, self.pending[number])
                assert store.sessions.draft(number) == self.drafts.get(number, "")

    @staticmethod
    def _advance(session: Session, text: str) -> Session:
        # A text that came after the last answer changes nothing.
        return session if session.done else advanced(session, text)


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=25, stateful_step_count=25)


def test_taking_in_nothing_changes_nothing(store: Store) -> None:
    kept: Kept = store.sessions.begin(begun(), QUESTIONS.values())
    assert take_in(store, kept, advanced) == kept
