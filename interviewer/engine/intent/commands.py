"""Slash commands: exact, so that nothing else is ever taken for one."""

from dataclasses import dataclass
from typing import Literal

CommandName = Literal[
    "hint",
    "skip",
    "repeat",
    "rephrase",
    "clarify",
    "think",
    "back",
    "ask",
    "related",
    "plan",
    "dispute",
    "end",
    "help",
    "unknown",
]

COMMANDS: dict[CommandName, str] = {
    "hint": "a nudge, then the first words, then the point itself; each step costs score",
    "skip": "leave this question out, or go on from a probe",
    "repeat": "hear the question again",
    "rephrase": "hear it in other words, or in smaller pieces",
    "clarify": "with a text behind it: ask what is meant, or whether you may assume something",
    "think": "take a moment; nothing is judged",
    "back": "go back to the question before, to add to it or try it again",
    "ask": "with a text behind it: look something up in the bank, then go on",
    "related": "see questions related to this one",
    "plan": "see what is to come; /plan drop 3, /plan next 4, /plan add TOPIC OR QUESTION",
    "dispute": "object to the last verdict, by numbers of points or in words; both are kept",
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
    """What a text is by its form. Only a first word of a slash and letters makes a command."""
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
