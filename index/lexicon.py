"""Abbreviations, chat shorthand and typing errors: what a person typed, put into the bank's words.

The reading is used beside the raw text, never instead of it: a wrong correction then costs little.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from corpus.banks import Bank

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|\S")
_WORD = re.compile(r"[^\W\d_]+")
_SHORTHAND: dict[str, str] = {
    "n": "and",
    "nd": "and",
    "2": "to",
    "4": "for",
    "r": "are",
    "u": "you",
    "ur": "your",
    "y": "why",
    "wat": "what",
    "wats": "what is",
    "whats": "what is",
    "wut": "what",
    "wt": "what",
    "wen": "when",
    "whn": "when",
    "hw": "how",
    "abt": "about",
    "btw": "between",
    "bw": "between",
    "w": "with",
    "wo": "without",
    "cuz": "because",
    "bc": "because",
    "pls": "please",
    "plz": "please",
    "thru": "through",
    "wich": "which",
    "teh": "the",
    "smth": "something",
    "diff": "difference",
    "dif": "difference",
    "algo": "algorithm",
    "algos": "algorithms",
    "param": "parameter",
    "params": "parameters",
    "hyperparams": "hyperparameters",
    "val": "value",
    "vals": "values",
    "vars": "variables",
    "feat": "feature",
    "feats": "features",
    "prob": "probability",
    "probs": "probabilities",
    "dist": "distribution",
    "dists": "distributions",
    "img": "image",
    "imgs": "images",
    "net": "network",
    "nets": "networks",
    "dev": "deviation",
    "acc": "accuracy",
    "eval": "evaluation",
    "pred": "prediction",
    "preds": "predictions",
    "obj": "object",
    "prod": "production",
}
"""How people shorten everyday words and those of the field when they type in a hurry."""

_MIN_LENGTH = 4
_MAX_ABBREVIATION = 6
_SUFFIXES = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "al")


class LexiconData(Struct, frozen=True):
    """What is kept of a bank's words.

    Attributes:
        words: the bank's words with how often they stand in what questions are found by.
        abbreviations: short forms, lower-cased, to the name of their concept.
        known: further words that are right as they are.
    """

    words: dict[str, int]
    abbreviations: dict[str, str]
    known: list[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in the bank's words.

    Attributes:
        text: shorthand and typing errors resolved; the raw text where there are none.
        expanded: the same with the names of its abbreviations added.
    """

    text: str
    expanded: str

    def variants(self, raw: str) -> list[str]:
        """The texts to search with: the raw one and the two readings, which may be equal."""
        return [raw, self.text, self.expanded]


def lexicon_data(bank: Bank, known: Iterable[str]) -> LexiconData:
    """The words of a bank.

    Args:
        bank: its questions, aliases, key points and concepts are read; the words of answers and of what
            proves a key point are right, too.
        known: words of the language that need no correction.
    """
    words: Counter[str] = Counter()
    # Right, but too rare to correct others into.
    right = {word for word in known if _WORD.fullmatch(word)}

    def add(text: str, count: int) -> None:
        for word in _WORD.findall(text.casefold()):
            words[word] += count

    for question in bank.questions:
        add(question.text, 5)
        add(question.ask or "", 1)
        for alias in question.aliases:
            add(alias, 2)
        for point in question.key_points:
            add(point.point, 1)
            right.update(_WORD.findall(" ".join(point.says).casefold()))
        right.update(_WORD.findall((question.answer or "").casefold()))
    abbreviations: dict[str, str] = {}
    for concept in bank.concepts:
        add(concept.name, 3)
        for short in concept.abbreviations:
            if len(short) <= _MAX_ABBREVIATION and " " not in short:
                abbreviations.setdefault(short.casefold(), concept.name)
    further = sorted(right - words.keys())
    return LexiconData(dict(words), abbreviations, further)


class Lexicon:
    """Reads texts; the same text always reads the same."""

    def __init__(self, data: LexiconData) -> None:
        self._data = data

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._data.known)

    @cached_property
    def _candidates(self) -> list[str]:
        return [word for word in self._data.words if len(word) >= _MIN_LENGTH]

    def read(self, text: str) -> Reading:
        """A text with its shorthand, typing errors and abbreviations understood."""
        out: list[str] = []
        names: list[str] = []
        for token in _TOKEN.findall(text.casefold()):
            if token in self._data.abbreviations:
                names.append(self._data.abbreviations[token])
                out.append(token)
            elif token in _SHORTHAND:
                out.append(_SHORTHAND[token])
            else:
                out.append(_WORD.sub(lambda match: self._right(match.group()), token))
        if out == _TOKEN.findall(text.casefold()):
            # Nothing to put right: the raw text stands for the reading, and is encoded once.
            plain = text
        else:
            plain = re.sub(r"\s+([,.;:!?)\]])", r"\1", " ".join(out))
        expanded = f"{plain} ({', '.join(dict.fromkeys(names))})" if names else plain
        return Reading(plain, expanded)

    def _right(self, word: str) -> str:
        """The word itself where it is right or nothing is near, else the nearest bank word."""
        if len(word) < _MIN_LENGTH or self._is_known(word):
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        # One slip in seven letters is a typing error; two make trees of tweets.
        limit = 1 if len(word) <= 7 else 2
        found = process.extract(
            word,
            self._candidates,
            scorer=DamerauLevenshtein.distance,
            score_cutoff=limit,
            limit=8,
        )
        if not found:
            return word

        def cost(candidate: str, distance: float) -> tuple[float, str]:
            # First letters are rarely wrong, and people ask in common words.
            common = 0.1 * min(5.0, math.log1p(self._data.words[candidate]))
            return distance - 0.3 * (candidate[0] == word[0]) - common, candidate

        return str(min(found, key=lambda item: cost(str(item[0]), float(item[1])))[0])

    def _is_known(self, word: str) -> bool:
        if word in self._data.words or word in self._known:
            return True
        if word.endswith("ies") and self._stem_known(word[:-3] + "y"):
            return True
        return any(
            word.endswith(suffix)
            and (
                self._stem_known(word[: -len(suffix)])
                or self._stem_known(word[: -len(suffix)] + "e")
            )
            for suffix in _SUFFIXES
        )

    def _stem_known(self, stem: str) -> bool:
        return len(stem) >= _MIN_LENGTH and (stem in self._data.words or stem in self._known)
