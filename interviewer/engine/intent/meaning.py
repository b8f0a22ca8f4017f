"""Requests in free words: heard by meaning, and only where the whole text is one."""

from interviewer.engine.intent.commands import Answer, Command, CommandName, read
from interviewer.engine.ports import Listener
from interviewer.engine.words import words

SPOKEN: tuple[CommandName, ...] = (
    "hint",
    "skip",
    "repeat",
    "rephrase",
    "clarify",
    "think",
    "back",
    "ask",
    "dispute",
    "end",
)
"""What may be said without a slash."""

_LONGEST_REQUEST = 32
"""Words; longer texts are answers without a look at their meaning."""


def understand(text: str, listener: Listener) -> Answer | Command:
    """What a text is, by form and then by meaning; in doubt an answer.

    Args:
        text: what the candidate sent.
        listener: hears requests; asked about short texts without a slash only.
    """
    said = read(text)
    if isinstance(said, Command) or not 0 < len(words(text)) <= _LONGEST_REQUEST:
        return said
    heard = listener.hear(text)
    for name in SPOKEN:
        if name == heard:
            return Command(name, text.strip())
    return said
