"""An answer cut into spans: the pieces that a key point may be heard in."""

import itertools
import re
from dataclasses import dataclass

MAX_SPANS = 240
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\n+")
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
_MIN_CLAUSE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an answer: `text` is `answer[start:end]` with white space folded."""

    start: int
    end: int
    text: str


def spans_of(answer: str) -> list[Span]:
    """Sentences, their clauses, and neighboring sentences joined, in order of position.

    People spread one point over two sentences and put two points into one, so all three sizes are
    offered. Of a very long answer the sentences come first and at most 240 spans are kept.
    """
    sentences = _sentences(answer)
    found = [_span(answer, start, end) for start, end in sentences]
    for start, end in sentences:
        clauses = _pieces(answer, start, end, _CLAUSE_BREAK)
        if len(clauses) > 1:
            found += [
                _span(answer, a, b)
                for a, b in clauses
                if len(answer[a:b].split()) >= _MIN_CLAUSE_WORDS
            ]
    for (start, _), (_, end) in itertools.pairwise(sentences):
        found.append(_span(answer, start, end))
    unique = {(span.start, span.end): span for span in found if span.text}
    return sorted(list(unique.values())[:MAX_SPANS], key=lambda span: (span.start, span.end))


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


def _span(answer: str, start: int, end: int) -> Span:
    raw = answer[start:end]
    start += len(raw) - len(raw.lstrip())
    end -= len(raw) - len(raw.rstrip())
    return Span(start, end, " ".join(answer[start:end].split()))
