"""The interview screen: a session from the first question to the report, and what may go wrong."""

import pytest
from msgspec.structs import replace
from textual import events
from textual.widgets import Markdown

from index.errors import WeightsError
from interviewer.engine.session import advance, begin
from interviewer.engine.state import Settings
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.confirm import Confirm
from interviewer.tui.screens.help import HelpScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.state import Standing
from interviewer.tui.widgets.answer import AnswerBox
from interviewer.tui.widgets.transcript import Transcript


def box(app: InterviewerApp) -> AnswerBox:
    return app.screen.query_one(AnswerBox)


def words(app: InterviewerApp) -> str:
    """The transcript, scrolled out of view or not."""
    parts = []
    for widget in app.screen.query_one(Transcript).query("*"):
        if isinstance(widget, Markdown):
            parts.append(widget.source)
        elif not widget.children and not any(isinstance(a, Markdown) for a in widget.ancestors):
            parts.append(str(widget.render()))
    return "\n".join(parts)


def answers(app: InterviewerApp) -> list[str]:
    return [turn.text for turn in app.screen.standing.session.turns if turn.kind == "answer"]


GOOD = (
    "You let hundreds of trees vote and take the mean of what they say, each on its own resample."
)


async def test_a_whole_interview_equals_the_engines(
    app, small_services, settle, started, shown
) -> None:
    texts = [GOOD, "/hint", "Every tree sees a random resample of the rows.", "/skip", "/end"]
    settings = Settings(questions=2, topics=("Trees and Forests",))
    expected = begin(small_services.bank, settings)
    async with app.run_test() as pilot:
        await started(pilot)
        for text in texts:
            if expected.done:
                break
            expected = advance(expected, text, small_services)
            box(app).text = text
            await pilot.press("enter")
            await settle(pilot)
            assert app.screen.standing.session == expected
            for turn in expected.turns:
                assert turn.text in words(app)
        assert expected.done
        assert "Interviewer: report" in shown(app)
        assert not box(app).display
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert app.screen.chosen.seed == 1
        await pilot.press("ctrl+q")
    assert app.return_code == 0


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_each_turn_begins_in_view(app, settle, started, shown, size) -> None:
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        for key, expected in (("f2", "Interviewer: hint"), ("f3", "Interviewer: question")):
            await pilot.press(key)
            await settle(pilot)
            assert expected in shown(app)
        await pilot.press("f3")
        await settle(pilot)
        assert "Interviewer: report" in shown(app)


async def test_keys_send_break_lines_and_paste(app, settle, started) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        assert app.focused is box(app)
        await pilot.press("enter", "space", "enter")
        assert answers(app) == []
        box(app).clear()
        await pilot.press("a", "ctrl+j", "b")
        assert box(app).text == "a\nb"
        app.post_message(events.Paste("one\r\ntwo\n"))
        await pilot.pause()
        assert box(app).text == "a\nbone\ntwo\n"
        assert answers(app) == []
        assert app.screen.standing.can_send
        await pilot.press("enter")
        await settle(pilot)
        assert answers(app) == ["a\nbone\ntwo\n"]
        assert box(app).text == ""


async def test_a_burst_of_keys_is_sent_whole(app, settle, started) -> None:
    """As a fast typist or a script sends it: Enter arrives while letters still wait."""
    async with app.run_test() as pilot:
        await started(pilot)
        for letter in "trees are averaged":
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        app.post_message(events.Key("enter", "\r"))
        for letter in "next":
            app.post_message(events.Key(letter, letter))
        await settle(pilot)
        assert answers(app) == ["trees are averaged"]
        assert box(app).text == "next"


async def test_the_box_grows_to_ten_lines(app, started) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        heights = []
        for lines in (1, 4, 10, 50):
            box(app).text = "\n".join("line" for _ in range(lines))
            await pilot.pause()
            heights.append(box(app).content_size.height)
        assert heights == [1, 4, 10, 10]


@pytest.mark.parametrize(
    "text",
    [
        "the weight w[i] [/b] [bold red]is[/] not [link=x]markup",
        "\x1b[2J\x1b]0;title\x07 and \x00 controls \x85 \u2028 here",
        "x" * 100_000,
        "the trees vote and their mean is taken. " * 2_500,
        "# no **heading** <b>here</b> `and` | no | table |",
    ],
    ids=["markup", "controls", "one-word", "long", "markdown"],
)
async def test_any_answer_is_kept_as_it_is(app, settle, started, text) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        app.post_message(events.Paste(text))
        await pilot.pause()
        sent = box(app).text
        await pilot.press("enter")
        await settle(pilot)
        assert answers(app) == [sent]
        assert app.is_running
        if text.isprintable():
            assert sent == text
            assert text in words(app)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            WeightsError("The weights [/b] are gone; install them again"),
            "The weights [/b] are gone",
        ),
        (ZeroDivisionError("by [zero]"), "ZeroDivisionError: by [zero]"),
    ],
)
async def test_a_failure_is_a_sentence_and_keeps_the_answer(
    app, small_services, settle, started, error, told
) -> None:
    real = small_services.matcher

    class Failing:
        def match(self, question, answer):
            raise error

    small_services.__dict__["matcher"] = Failing()
    async with app.run_test() as pilot:
        await started(pilot)
        before = app.screen.standing.session
        box(app).text = GOOD
        await pilot.press("enter")
        await settle(pilot)
        assert told in words(app)
        assert box(app).text == GOOD
        assert app.screen.standing.session == before
        assert app.screen.standing.can_send
        small_services.__dict__["matcher"] = real
        await pilot.press("enter")
        await settle(pilot)
        assert answers(app) == [GOOD]


async def test_commands_work_without_an_encoder(app, small_services, settle, started) -> None:
    class Failing:
        def match(self, question, answer):
            raise WeightsError("gone")

    small_services.__dict__["matcher"] = Failing()
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press("f2")
        await settle(pilot)
        assert [t.kind for t in app.screen.standing.session.turns[-2:]] == ["command", "hint"]


async def test_typing_goes_on_while_it_thinks(app, gated, settle, started, shown) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        box(app).text = GOOD
        await pilot.press("enter")
        assert gated.entered.wait(20)
        await pilot.pause()
        assert "Thinking" in shown(app)
        assert "· thinking" in shown(app)
        await pilot.press("m", "o", "r", "e", "enter")
        assert box(app).text == "more"
        await pilot.press("f2")
        gated.gate.set()
        await settle(pilot)
        assert answers(app) == [GOOD]
        assert box(app).text == "more"
        assert "Thinking" not in shown(app)
        assert not [t for t in app.screen.standing.session.turns if t.kind == "command"]


async def test_a_result_that_was_taken_back_is_dropped(app, gated, settle, started) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        before = app.screen.standing.session
        box(app).text = "first try"
        await pilot.press("enter")
        assert gated.entered.wait(20)
        await pilot.press("!", "escape")
        assert box(app).text == "first try\n!"
        gated.gate.set()
        await settle(pilot)
        assert app.screen.standing.session == before
        box(app).text = GOOD
        await pilot.press("enter")
        await settle(pilot)
        assert answers(app) == [GOOD]


async def test_a_late_result_does_not_answer_a_later_turn(app, gated, settle, started) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        box(app).text = "first try"
        await pilot.press("enter")
        assert gated.entered.wait(20)
        await pilot.press("escape")
        box(app).text = GOOD
        await pilot.press("enter")
        gated.gate.set()  # both results come now, the stale one first
        await settle(pilot)
        assert answers(app) == [GOOD]
        assert words(app).count(GOOD) == 1


async def test_keys_leave_the_draft_alone(app, settle, started) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        box(app).text = "a draft"
        for key in ("f2", "f3"):
            await pilot.press(key)
            await settle(pilot)
        assert box(app).text == "a draft"
        assert app.screen.standing.session.number == 2


async def test_lookups_come_from_the_bank(app, small_services, settle, started) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press("f4")
        await settle(pilot)
        asked = app.screen.standing.session.current.question_id
        others = [q for q in small_services.bank.questions if q.id != asked]
        for question in others:
            assert f"- {question.text}" in words(app)
        box(app).text = "/ask mean over a sliding window"
        await pilot.press("enter")
        await settle(pilot)
        assert "Keep a running sum" in words(app)


async def test_a_missing_index_is_told(app, small_services, settle, started) -> None:
    import shutil

    shutil.rmtree(small_services.paths.index)
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press("f4")
        await settle(pilot)
        assert "index is still being built" in words(app)


async def test_ending_asks_first(app, settle, started) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press("f8")
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        assert not app.screen.standing.session.done
        await pilot.press("f8", "y")
        await settle(pilot)
        assert app.screen.standing.session.done


async def test_quitting_asks_only_where_answers_would_be_lost(app, settle, started) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        box(app).text = GOOD
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+c")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        assert app.return_code is None
        await pilot.press("ctrl+q", "ctrl+q")
    assert app.return_code == 0


async def test_help_lists_keys_and_commands(app, settle, started, shown) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        assert "break the line" in shown(app)
        assert "/hint" in shown(app)
        await pilot.press("end")
        await settle(pilot)
        assert "/help" in shown(app)
        await pilot.press("escape")
        assert app.focused is box(app)


async def test_html_in_markdown_is_shown_not_swallowed(app, started, settle, shown) -> None:
    async with app.run_test() as pilot:
        await started(pilot)
        session = app.screen.standing.session
        turn = replace(session.turns[-1], kind="aside", text="if a<b>c then *so* w[i] [/b]")
        app.screen.standing = Standing(replace(session, turns=(*session.turns, turn)))
        await settle(pilot)
        assert "if a<b>c then so w[i] [/b]" in shown(app)


async def test_warm_up_ratings_and_spoken_requests(small_services, settle, shown) -> None:
    settings = Settings(questions=1, topics=("Trees and Forests",), warm_up=True, self_rating=True)
    app = InterviewerApp(small_services, replace(settings, persona="warm"))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Question 0 of 1 · study · core · warm-up" in shown(app)
        for text, awaited in (
            ("I worked on a model of tides.", "your answer"),
            ("can you repeat the question please?", "your answer"),
            (GOOD, "your rating"),
        ):
            box(app).text = text
            await pilot.press("enter")
            await settle(pilot)
            if awaited == "your rating" and app.screen.standing.session.awaiting == "probe":
                await pilot.press("f3")
                await settle(pilot)
            assert f"· {awaited}" in shown(app)
        box(app).text = "4"
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.standing.session.done
        assert "Your own rating: 4 of 5." in words(app)
