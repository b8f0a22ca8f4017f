"""The build beside the screens: told of, never waited for, stopped at the end."""

import json
import os

import pytest

from interviewer import background
from interviewer.tui.app import InterviewerApp
from interviewer.tui.building import build
from interviewer.tui.state import IndexState

_LINES = [{"done": 1, "total": 4, "reused": 0}, {"done": 4, "total": 4}, {"embedded": 4}]


async def test_progress_comes_line_by_line(monkeypatch, script) -> None:
    source = "\n".join(f"print({json.dumps(line)!r})" for line in _LINES) + "\nprint('odd')"
    monkeypatch.setattr(background, "build_command", lambda: script(source))
    assert [state async for state in build()] == [
        IndexState("building"),
        IndexState("building", 1, 4),
        IndexState("building", 4, 4),
        IndexState("ready"),
    ]


@pytest.mark.parametrize("command", [None, ("/nonexistent/python",)])
async def test_a_failed_build_is_told(monkeypatch, script, command) -> None:
    found = command or script("raise SystemExit(1)")
    monkeypatch.setattr(background, "build_command", lambda: found)
    states = [state async for state in build()]
    assert states[-1].kind == "failed"
    assert "built" in states[-1].text


async def test_the_screens_tell_of_it_and_stop_it(
    monkeypatch, script, small_services, shown, settle, tmp_path
) -> None:
    source = f"""
import os, time
open({str(tmp_path / "pid")!r}, "w").write(str(os.getpid()))
print('{{"done": 1, "total": 4}}', flush=True)
time.sleep(60)
"""
    monkeypatch.setattr(background, "build_command", lambda: script(source))
    small_services.__class__.stale_reason = lambda self: "the bank changed"
    from interviewer.engine.state import Settings

    app = InterviewerApp(small_services, Settings())
    async with app.run_test() as pilot:
        while app.index_state.total == 0:
            await pilot.pause(0.01)
        await pilot.pause()
        assert "is being built 25 %" in shown(app).replace("\n", "")
        await pilot.press("ctrl+s")
        while "Question 1" not in shown(app):
            await pilot.pause(0.01)
        assert "· index 25 %" in shown(app)
    child = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
