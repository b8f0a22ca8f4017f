"""What the first frame costs: none of the heavy modules is loaded for it."""

import gc
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HEAVY = ("torch", "transformers", "sentence_transformers", "numpy", "faiss", "onnxruntime")
LATE = ("tokenizers", "markdown_it", "textual.widgets._markdown", "textual.widgets._text_area")

_SOURCE = """
import asyncio, json, sys
from interviewer.engine.state import Settings
from interviewer.tui.app import InterviewerApp
from interviewer.wiring import Services

def watched(self):
    text = "".join(strip.text for strip in self.screen._compositor.render_strips())
    print(json.dumps([sorted(sys.modules), sorted(vars(self.desk.services)), text]))
    self.exit(0)

InterviewerApp.after_first_frame = watched

async def main():
    async with InterviewerApp(Services(), Settings()).run_test(size=(80, 24)) as pilot:
        await pilot.pause()

asyncio.run(main())
"""


def test_the_first_frame_needs_no_heavy_module(repo: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", _SOURCE],
        cwd=repo,
        env={**os.environ, "PYTHONPATH": str(repo)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    modules, opened, text = json.loads(found.stdout)
    assert "Loading the question bank" in text
    assert not {*HEAVY, *LATE}.intersection(modules)
    assert opened == ["paths"]


async def test_the_collector_is_spared_bank_and_modules(app: Any, started: Any) -> None:
    assert gc.get_freeze_count() == 0
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        # What is left to go through is the screens'.
        assert gc.get_freeze_count() > 20_000
        assert not any(found is app.desk.services.bank for found in gc.get_objects())
