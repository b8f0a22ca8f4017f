"""Words of an answer, for the guards that need no meaning."""

import re

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# The words that hold a sentence together; a text without them is a list.
FUNCTION_WORDS: frozenset[str] = frozenset(
    """
    a about after all also am an and any are as at be because been before being between both but by
    can cannot could did do does doing don't down during each else every few for from further get
    gets had has have having he her here hers him his how i i'd i'll i'm i've if in into is isn't it
    it's its itself just like may me might more most must my no nor not now of off on once one only
    or other our out over own same she should so some such than that that's the their them then
    there these they they're this those through to too under until up use used uses using very was
    we we're were what when where which while who whose why will with within without would you
    you're your
    """.split()
)


def words(text: str) -> list[str]:
    """The words of a text, lower-cased, in order."""
    return [match.group().casefold().replace("’", "'") for match in _WORD.finditer(text)]


def content_words(text: str) -> list[str]:
    """The words that carry meaning."""
    return [word for word in words(text) if word not in FUNCTION_WORDS]
