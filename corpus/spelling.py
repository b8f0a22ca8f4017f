"""Spelling by a word list: every word of the bank is either in words.txt or reported.

The list holds the words in use, each looked at once. A new word is added there when it is right, so
a typing error cannot slip in unseen.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from corpus.models import Concept, Question

WORDS_NAME = "words.txt"
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_MIN_LENGTH = 4


@cache
def known_words() -> frozenset[str]:
    """The accepted words, lower-cased."""
    text = files("corpus").joinpath("bank", WORDS_NAME).read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip())


def words_of(question: Question) -> set[str]:
    """The words of a question's own texts, lower-cased; the list's wording and code are left out."""
    texts = [question.ask or "", question.answer or "", *question.aliases]
    for point in question.key_points:
        texts += [point.point, point.hint or "", point.probe or "", *point.says]
    for pitfall in question.pitfalls:
        texts += [pitfall.claim, pitfall.correction, *pitfall.says]
    texts += [follow_up.ask or "" for follow_up in question.follow_ups]
    if question.code is not None:
        texts += [wrong.why for wrong in question.code.wrong]
    return {word for text in texts for word in _words(text)}


def words_of_concept(concept: Concept) -> set[str]:
    """The words of a concept's name and definition; short forms may be anything."""
    return {word for text in (concept.name, concept.definition) for word in _words(text)}


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(_CODE.sub(" ", text)):
        word = match.group().replace("’", "'").removesuffix("'s").casefold()
        if len(word) >= _MIN_LENGTH:
            yield word
