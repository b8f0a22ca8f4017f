"""Whole sessions with the real parts: the transcripts in `tests/goldens` are what comes out today."""

from pathlib import Path

import pytest

from interviewer.paths import Paths
from interviewer.wiring import Services
from tests.goldens.holding import FOLDER, SCRIPTS, held, rendered


@pytest.fixture(scope="module")
def whole(built_home: Path) -> Services:
    """The application's parts over the built-in bank with its index."""
    return Services(Paths(*(built_home / name for name in ("config", "data", "cache"))))


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.yaml")), ids=lambda file: file.stem)
def test_transcripts_are_up_to_date(whole: Services, script: Path) -> None:
    """Where a change is meant, write them anew: `python -m tests.goldens`."""
    session, _ = held(whole, script)
    assert (FOLDER / f"{script.stem}.md").read_text("utf-8") == rendered(script, session)


def test_the_listener_holds_its_error_rates(whole: Services) -> None:
    from benchmarks.intent import ANSWER, TURNS, read_turns, taken_for

    turns = read_turns(TURNS, "test") + read_turns(TURNS, "dev")
    assert len(turns) >= 300
    answers = [text for label, text in turns if label == ANSWER]
    assert len(answers) >= 0.6 * len(turns)
    wrong = [text for text in answers if taken_for(whole, text) != ANSWER]
    assert len(wrong) < 0.005 * len(answers), wrong
    heard = [taken_for(whole, text) == label for label, text in turns if label != ANSWER]
    assert sum(heard) > 0.8 * len(heard)
