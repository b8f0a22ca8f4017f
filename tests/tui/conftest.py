"""An application over the small bank, and what the tests of the screens share."""

import gc
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from interviewer.tui.app import InterviewerApp
    from interviewer.wiring import Services

Settle = Callable[["Pilot[int]"], Awaitable[None]]


@pytest.fixture(autouse=True)
def no_real_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that has nothing to do, in place of the real one."""
    from interviewer import background

    monkeypatch.setattr(background, "build_command", lambda: (sys.executable, "-c", ""))


@pytest.fixture(autouse=True)
def nothing_kept_for_good() -> Iterator[None]:
    """Give back to the collector what an application took from it for its process's life."""
    yield
    gc.unfreeze()


@pytest.fixture
def app(small_services: "Services") -> "InterviewerApp":
    """Two questions on trees, study mode."""
    from interviewer.engine.state import Settings
    from interviewer.tui.app import InterviewerApp

    return InterviewerApp(small_services, Settings(questions=2, topics=("Trees and Forests",)))


@pytest.fixture
def settle() -> Settle:
    """Wait until workers are through and the screen shows what they did."""

    from textual.widgets import Markdown

    async def wait(pilot: "Pilot[int]") -> None:
        for _ in range(3):
            await pilot.pause()
            # Not for the index: the screens never wait for it either.
            for worker in [w for w in pilot.app.workers if w.group != "index"]:
                await worker.wait()
        await pilot.pause()
        # Markdown is parsed in a thread of its own.
        while any(said.source and not said.children for said in pilot.app.screen.query(Markdown)):
            await pilot.pause(0.01)
        await pilot.pause()

    return wait


@pytest.fixture
def shown() -> Callable[["InterviewerApp"], str]:
    """What stands on the screen, as lines of text."""

    def read(app: "InterviewerApp") -> str:
        return "\n".join(strip.text for strip in app.screen._compositor.render_strips())

    return read


@pytest.fixture
def started(settle: Settle) -> Settle:
    """From the home screen into the interview."""

    async def start(pilot: "Pilot[int]") -> None:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)

    return start


class GatedMatcher:
    """The real matcher behind a gate, to look at the screen while it thinks."""

    def __init__(self, real: Any) -> None:
        self.real = real
        self.gate = threading.Event()
        self.entered = threading.Event()

    def match(self, question: Any, answer: str) -> Any:
        if answer != question.text:  # that would be the preparing
            self.entered.set()
            assert self.gate.wait(20)
        return self.real.match(question, answer)


@pytest.fixture
def gated(small_services: "Services") -> GatedMatcher:
    """Put a gate before the application's matcher."""
    matcher = GatedMatcher(small_services.matcher)
    small_services.__dict__["matcher"] = matcher
    return matcher


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], tuple[str, ...]]:
    """A command line that runs a text as Python."""

    def write(source: str) -> tuple[str, ...]:
        file = tmp_path / "child.py"
        file.write_text(source)
        return (sys.executable, str(file))

    return write
