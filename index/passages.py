"""Passages: the pieces of a question that are embedded, each with one vector."""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from corpus import fingerprint
from corpus.models import Question

PassageKind = Literal[
    "question", "ask", "alias", "answer", "point", "says", "claim", "pitfall", "follow_up"
]

# What people type when they look for a question: embedded first, so that search works early.
EARLY_KINDS: frozenset[str] = frozenset({"question", "ask", "alias"})


class Passage(Struct, frozen=True, array_like=True):
    """A text of the bank and where it stands.

    Attributes:
        question_id: the question it belongs to.
        kind: what it is there; `claim` and `pitfall` are a pitfall's claim and its `says`.
        part: the key point's id, or the number of the pitfall, alias or paragraph.
        text: what is embedded.
    """

    question_id: str
    kind: PassageKind
    part: str
    text: str


def passages_of(question: Question) -> Iterator[Passage]:
    """All passages of one question, in a fixed order."""

    def passage(kind: PassageKind, part: str | int, text: str) -> Passage:
        return Passage(question.id, kind, str(part), text)

    yield passage("question", "", question.text)
    if question.ask:
        yield passage("ask", "", question.ask)
    for number, alias in enumerate(question.aliases):
        yield passage("alias", number, alias)
    for number, paragraph in enumerate(paragraphs(question.answer or "")):
        yield passage("answer", number, paragraph)
    for point in question.key_points:
        yield passage("point", point.id, point.point)
        for says in point.says:
            yield passage("says", point.id, says)
    for number, pitfall in enumerate(question.pitfalls):
        yield passage("claim", number, pitfall.claim)
        for says in pitfall.says:
            yield passage("pitfall", number, says)
    for number, follow_up in enumerate(question.follow_ups):
        if follow_up.ask:
            yield passage("follow_up", number, follow_up.ask)


def passages(questions: Iterable[Question]) -> list[Passage]:
    """All passages of several questions."""
    return [passage for question in questions for passage in passages_of(question)]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a Markdown text, white space folded; code blocks stay whole."""
    found: list[str] = []
    lines: list[str] = []
    fenced = False
    for line in [*text.splitlines(), ""]:
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if line.strip() or fenced:
            lines.append(line)
        elif lines:
            found.append(" ".join(" ".join(lines).split()))
            lines = []
    if lines:
        found.append(" ".join(" ".join(lines).split()))
    return found


def texts_fingerprint(listed: Iterable[Passage]) -> str:
    """SHA-256 of exactly what is embedded, and where it belongs."""
    return fingerprint.of_texts(
        field for p in listed for field in (p.question_id, p.kind, p.part, p.text)
    )
