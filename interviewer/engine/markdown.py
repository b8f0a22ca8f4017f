"""Texts of people and of the bank put into Markdown."""

import re

_QUOTE_LIMIT = 140
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def percent(score: float) -> str:
    """A score in [0, 1] as people read it."""
    return f"{round(100 * score)} %"


def shorten(quote: str) -> str:
    """A quote cut at a word border where it is long."""
    if len(quote) <= _QUOTE_LIMIT:
        return quote
    return quote[: _QUOTE_LIMIT - 1].rsplit(" ", 1)[0] + "…"


def quoted(quote: str) -> str:
    """A quote for Markdown: shortened, and shown to the letter."""
    return escaped(shorten(quote))


def escaped(text: str) -> str:
    """A plain text for Markdown: nothing in it is taken for markup."""
    return _MARKUP.sub(r"\\\1", text)
