"""What a text of the candidate is: an answer, unless it is exactly a slash command."""

from dataclasses import dataclass
from typing import Literal

CommandName = Literal["hint", "skip", "repeat", "end", "help", "ask", "related", "unknown"]

COMMANDS: dict[CommandName, str] = {
    "hint": "a nudge toward a point you have not made; it costs a little score",
    "skip": "leave this question out",
    "repeat": "hear the question again",
    "ask": "with a text behind it: look something up in the bank, then go on",
    "related": "see questions related to this one",
    "end": "end the session and see the report",
    "help": "this list",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The candidate answers."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """The candidate wants something else; `rest` is what stands behind the command's name."""

    name: CommandName
    rest: str = ""


def read(text: str) -> Answer | Command:
    """What a text is. Only a first word that begins with a slash and a letter makes a command."""
    stripped = text.strip()
    first, _, rest = stripped.partition(" ")
    if not (len(first) > 1 and first[0] == "/" and first[1:].isalpha()) or "\n" in first:
        return Answer(text)
    name = first[1:].lower()
    for known in COMMANDS:
        if name == known:
            return Command(known, rest.strip())
    return Command("unknown", first)


def help_text() -> str:
    """The commands, one a line."""
    return "\n".join(f"/{name}: {what}" for name, what in COMMANDS.items())
