"""The home screen: what can be chosen, what fits, and what becomes of it."""

from pathlib import Path

import pytest
from textual.widgets import Button, Static

from corpus.loading import load_bank
from interviewer.engine.state import Settings
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.interview import InterviewScreen
from interviewer.tui.widgets.choice import Choice
from interviewer.tui.widgets.topics import TopicList


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 45)])
async def test_everything_is_in_view(app, settle, shown, size) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        while app.index_state.kind == "unknown":
            await pilot.pause(0.01)
        await pilot.pause()
        for widget in app.screen.query("Choice, #start, #fitting, #index, #topics"):
            assert app.screen.region.contains_region(widget.region), widget
            assert widget.region.height > 0
        assert app.screen.query_one("#settings").max_scroll_y == 0
        text = shown(app)
        for part in ("Trees and Forests", "Level", "Role", "Start (Ctrl+S)", "Index: ready"):
            assert part in text
        assert "study: feedback at once" in text


async def test_all_topics_of_the_real_bank_are_in_view_at_60x20(services, settle) -> None:
    app = InterviewerApp(services, Settings())
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        topics = app.screen.query_one(TopicList)
        assert topics.option_count == len(services.bank.topics)
        assert topics.max_scroll_y == 0


async def test_chosen_topics_are_told_without_colours(app, settle, shown) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "[x]   2 Trees and Forests" in shown(app)
        assert "[ ]   2 Practice" in shown(app)


async def test_choices_become_settings(app, settle) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        home = app.screen
        home.query_one("#level", Choice).focus()
        await pilot.press("right")
        home.query_one("#role", Choice).focus()
        await pilot.press("left")
        home.query_one("#mode", Choice).focus()
        await pilot.press("space")
        home.query_one("#persona", Choice).focus()
        await pilot.press("right")
        home.query_one("#count", Choice).focus()
        await pilot.press("enter")
        assert home.chosen == Settings(
            topics=("Trees and Forests",),
            level=1,
            role="aie",
            questions=3,
            mode="interview",
            persona="demanding",
        )


async def test_the_number_that_fits_follows_the_choices(app, settle) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        fitting, start = app.screen.query_one("#fitting", Static), app.screen.query_one("#start")
        assert str(fitting.render()) == "2 questions fit"
        app.screen.query_one("#level", Choice).focus()
        await pilot.press("right")
        assert str(fitting.render()) == "1 question fits; all will be asked"
        await pilot.press("right", "right")
        assert str(fitting.render()) == "No question fits; relax a choice"
        assert start.disabled
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, HomeScreen)


async def test_all_topics_none_and_one_by_keyboard(app, settle) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        topics = app.screen.query_one(TopicList)
        topics.focus()
        await pilot.press("a")
        assert app.screen.chosen.topics == ()
        await pilot.press("a")
        assert str(app.screen.query_one("#fitting", Static).render()) == "Choose at least one topic"
        assert app.screen.query_one("#start").disabled
        await pilot.press("down", "space")
        assert app.screen.chosen.topics == ("Practice",)
        assert not app.screen.query_one("#start").disabled


async def test_the_mouse_chooses_and_starts(app, settle) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.click("#level", offset=(10, 1))
        assert app.screen.chosen.level == 1
        await pilot.click("#level", offset=(2, 1))
        assert app.screen.chosen.level is None
        await pilot.click(TopicList, offset=(4, 2))
        assert app.screen.chosen.topics == ()
        await pilot.click("#start")
        await settle(pilot)
        assert isinstance(app.screen, InterviewScreen)


async def test_enter_alone_starts(app, settle, shown) -> None:
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.focused, Button)
        await pilot.press("enter")
        await settle(pilot)
        assert "Question 1 of 2 · study · core · your answer" in shown(app)


async def test_a_broken_bank_is_told_and_nothing_starts(small_services, settle, shown) -> None:
    broken = Path(small_services.paths.data) / "broken.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("format: 1\ntopic: Odd [/b]\nquestions: no\n")
    small_services.__class__.bank = property(lambda self: load_bank([broken]))
    app = InterviewerApp(small_services, Settings())
    async with app.run_test(size=(200, 45)) as pilot:
        await settle(pilot)
        assert "broken.yaml:3: questions:" in shown(app)
        assert "cannot be used" in shown(app)
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, HomeScreen)
