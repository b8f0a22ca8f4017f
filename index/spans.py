"""An answer cut into spans: the pieces that a key point may be heard in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_SPANS = 120
_LONG_SENTENCE = 28
_MOST_WORDS = 40
_PASSAGE_SPANS = 3
_PASSAGE_WORDS = 60
_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"')\]]))\s+|\n+")
# A break begins where its run of white space does, or a long run would be scanned from every place.
_CLAUSE_BREAK = re.compile(
    r"(?<!\s)\s*[;:—–]\s+|,\s+(?=(?:but|and|so|while|whereas|which|because|since|then|or|whilst)\b)"
    r"|(?<!\s)\s+(?=(?:but|whereas|while|because)\b)",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|cf|approx|fig|eq|dr|mr|mrs|no)\.$", re.IGNORECASE
)
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_NUMBER_ALONE = re.compile(r"(?:^|\n)[ \t]*\d+[.)]$")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an answer: `text` is `answer[start:end]` with white space folded."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


def spans_of(answer: str) -> list[Span]:
    """The answer cut into pieces of at most 40 words, in order, none overlapping; at most 120.

    They are its sentences; one of more than 28 words is cut between clauses, and where it has none,
    after 40 words.
    """
    found: list[Span] = []
    for start, end in _sentences(answer):
        for a, b in _clauses(answer, start, end):
            words = [(a + m.start(), a + m.end()) for m in _WORD.finditer(answer[a:b])]
            for at in range(0, len(words), _MOST_WORDS):
                last = words[min(at + _MOST_WORDS, len(words)) - 1]
                found.append(Span(words[at][0], last[1], _folded(answer[words[at][0] : last[1]])))
    return found[:MAX_SPANS]


def passage_of(spans: Sequence[Span], similarity: Sequence[float]) -> list[Span]:
    """The spans that bear most on something, the best one first.

    A point is often spread over two or three sentences that need not be neighbors. The best span always
    counts; next best ones follow while there are at most 3 with at most 60 words.

    Args:
        spans: at least one.
        similarity: of each span to that something.
    """
    order = sorted(range(len(spans)), key=lambda number: (-similarity[number], number))
    taken, words = [order[0]], spans[order[0]].words
    for number in order[1:]:
        if len(taken) < _PASSAGE_SPANS and words + spans[number].words <= _PASSAGE_WORDS:
            taken.append(number)
            words += spans[number].words
    return [spans[number] for number in taken]


def _clauses(answer: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, or its clauses joined again while they hold at most 28 words together."""
    if len(answer[start:end].split()) <= _LONG_SENTENCE:
        return [(start, end)]
    found: list[tuple[int, int]] = []
    for a, b in _pieces(answer, start, end, _CLAUSE_BREAK):
        if found and len(answer[found[-1][0] : b].split()) <= _LONG_SENTENCE:
            found[-1] = (found[-1][0], b)
        else:
            found.append((a, b))
    return found


def _sentences(answer: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for start, end in _pieces(answer, 0, len(answer), _SENTENCE_END):
        if mark := _LIST_MARK.match(answer[start:end]):
            start += mark.end()  # noqa: PLW2901
        if pieces and _NUMBER_ALONE.search(answer, max(0, pieces[-1][0] - 20), pieces[-1][1]):
            pieces[-1] = (start, end)  # "1. A point": the number is no sentence
        elif pieces and _ABBREVIATION.search(answer[pieces[-1][0] : pieces[-1][1]]):
            pieces[-1] = (pieces[-1][0], end)
        elif answer[start:end].strip():
            pieces.append((start, end))
    return pieces


def _pieces(text: str, start: int, end: int, border: re.Pattern[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = start
    for match in border.finditer(text, start, end):
        if text[at : match.start()].strip():
            found.append((at, match.start()))
        at = match.end()
    if text[at:end].strip():
        found.append((at, end))
    return found


def _folded(text: str) -> str:
    return " ".join(text.split())
