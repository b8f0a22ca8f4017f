"""Commands to the letter, offers, ratings, and what is asked of the listener."""

import pytest

from interviewer.engine import intent
from interviewer.engine.intent import Answer, Command


class Counting:
    """Hears a hint in everything, and counts what it is asked about."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def hear(self, text: str) -> str | None:
        self.heard.append(text)
        return "hint"


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/hint", "hint", ""),
        ("  /HINT  ", "hint", ""),
        ("/ask what is it", "ask", "what is it"),
        ("/plan drop 3", "plan", "drop 3"),
        ("/hints", "unknown", "/hints"),
    ],
)
def test_slash_commands_are_exact(text: str, name: str, rest: str) -> None:
    assert intent.read(text) == Command(name, rest)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["/", "/ hint", "hint", "//hint", "/1", "a /hint", "/hint\nmore"])
def test_anything_else_is_no_command_by_its_form(text: str) -> None:
    assert intent.read(text) == Answer(text)


def test_every_command_is_listed_in_the_help() -> None:
    assert [line.split(":")[0] for line in intent.help_text().splitlines()] == [
        f"/{name}" for name in intent.COMMANDS
    ]
    assert set(intent.SPOKEN) <= set(intent.COMMANDS)


def test_only_short_texts_without_a_slash_are_listened_to() -> None:
    listener = Counting()
    assert intent.understand("a hint please", listener) == Command("hint", "a hint please")
    for text in ("/skip", "", "   ", "word " * 33):
        intent.understand(text, listener)
    assert listener.heard == ["a hint please"]


def test_what_the_listener_hears_must_be_a_spoken_request() -> None:
    class Odd:
        def hear(self, text: str) -> str | None:
            return "plan"

    assert intent.understand("show the plan", Odd()) == Answer("show the plan")


@pytest.mark.parametrize(
    "text", ["yes", "Yes, please!", "ok", "sure, go ahead", "yeah a hint please"]
)
def test_bare_yes(text: str) -> None:
    assert intent.agrees(text) is True


@pytest.mark.parametrize(
    "text", ["no", "No thanks.", "nope", "let's move on", "no, move on please"]
)
def test_bare_no(text: str) -> None:
    assert intent.agrees(text) is False


@pytest.mark.parametrize("text", ["yes, the moon pulls", "no, it is the wind", "maybe", "", "note"])
def test_more_than_yes_or_no_is_an_answer(text: str) -> None:
    assert intent.agrees(text) is None


@pytest.mark.parametrize(
    ("text", "share"),
    [("1", 0.0), ("3", 0.5), ("Five!", 1.0), ("maybe a 4 out of 5", 0.75), ("I'd say 2", 0.25)],
)
def test_ratings(text: str, share: float) -> None:
    assert intent.rating_of(text) == share


@pytest.mark.parametrize("text", ["6", "0", "33", "4 trees", "", "good", "1.5 or so of it"])
def test_no_ratings(text: str) -> None:
    assert intent.rating_of(text) is None
