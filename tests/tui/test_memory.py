"""Kept sessions on the screen: killed in the middle, offered at the next start, gone on with."""

import sqlite3
from pathlib import Path

import pytest
from textual.widgets import Static

from interviewer.engine.session import advance
from interviewer.engine.state import Settings
from interviewer.store.opening import open_reading
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.confirm import Confirm
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.interview import InterviewScreen
from interviewer.tui.widgets.answer import AnswerBox
from tests.interviewer.store.stories import SetClock

GOOD = "Hundreds of trees vote, each on its own resample, and the mean is taken."
SETTINGS = Settings(questions=2, topics=("Trees and Forests",))


def box(app: InterviewerApp) -> AnswerBox:
    return app.screen.query_one(AnswerBox)


def kept(places):
    return open_reading(places.history, SetClock())


async def test_killed_in_the_middle_and_gone_on_with(
    app, small_services, settle, started, shown, gated
) -> None:
    """A text is sent, another is being typed, and the process dies while the first is judged."""
    places = small_services.paths
    async with app.run_test() as pilot:
        await started(pilot)
        before = app.screen.standing.session
        box(app).text = GOOD
        await pilot.press("enter")
        await pilot.pause()
        box(app).text = "and moreov"
        await pilot.pause(1.2)
        with kept(places) as store:
            assert store.sessions.load(1).pending == (GOOD,)
            assert store.sessions.draft(1) == "and moreov"
        # What a killed process would have left; this one's later writes must not count.
        image = {f: f.read_bytes() for f in places.history.parent.glob("history.db*")}
        gated.gate.set()
        await settle(pilot)
    for file in places.history.parent.glob("history.db*"):
        file.unlink()
    for file, content in image.items():
        file.write_bytes(content)

    expected = advance(before, GOOD, small_services)
    again = InterviewerApp(small_services, SETTINGS)
    async with again.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert isinstance(again.screen, HomeScreen)
        assert "Session 1 is open, 1 of 2 put: Ctrl+R goes on" in shown(again)
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert isinstance(again.screen, InterviewScreen)
        assert again.screen.standing.session == expected
        assert box(again).text == "and moreov"
        await pilot.press("f3")
        await settle(pilot)
        again.screen.action_command("/end")
        await settle(pilot)
        assert again.screen.standing.session.done
        with kept(places) as store:
            assert not store.sessions.row(1).open
            assert store.sessions.load(1).session == again.screen.standing.session
            assert [review.question_id for review in store.cards.all_reviews()] == [
                expected.asked[0].question_id
            ]
        await pilot.press("n")
        await settle(pilot)
        assert "is open" not in shown(again)


async def test_who_quits_finds_the_session_and_the_draft_again(
    app, small_services, settle, started
) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        box(app).text = GOOD
        await pilot.press("enter")
        await settle(pilot)
        left = app.screen.standing.session
        box(app).text = "not sent"
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "The session is kept" in str(app.screen.query_one("#dialog Static", Static).render())
        await pilot.press("y")
    again = InterviewerApp(small_services, SETTINGS, resume=1)
    async with again.run_test() as pilot:
        await settle(pilot)
        assert again.screen.standing.session == left
        assert box(again).text == "not sent"


async def test_a_text_taken_back_is_not_judged_later(app, small_services, settle, started, gated):
    async with app.run_test() as pilot:
        await started(pilot)
        before = app.screen.standing.session
        box(app).text = GOOD
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        with kept(small_services.paths) as store:
            found = store.sessions.load(1)
            assert (found.session, found.pending) == (before, ())
            assert store.sessions.draft(1) == GOOD
        gated.gate.set()
        await settle(pilot)
        with kept(small_services.paths) as store:
            assert store.sessions.load(1).session == before


def block(file: Path) -> None:
    """A file where the store's folder should be."""
    file.parent.parent.mkdir(parents=True, exist_ok=True)
    file.parent.write_text("in the way")


def occupy(file: Path) -> None:
    """Somebody else's database in the store's place."""
    file.parent.mkdir(parents=True)
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE somebody_elses (x)")
    other.close()


@pytest.mark.parametrize("spoil", [block, occupy])
async def test_without_a_store_the_interview_goes_on(
    app, small_services, settle, started, spoil
) -> None:
    spoil(small_services.paths.history)
    async with app.run_test() as pilot:
        await started(pilot)
        told = [notice.message for notice in app._notifications]
        assert len(told) == 1
        assert "not remembered" in told[0]
        box(app).text = GOOD
        await pilot.press("enter")
        await settle(pilot)
        assert GOOD in str(app.screen.standing.session.turns)
