"""Claims: what candidates say to a key point; written for training, a file a topic.

A file lists, for every key point of every question, statements under the question's and the point's id:

    # question-id
    ## point-id
    + says the point
    ~ says half of it
    0 is about the same thing and does not say it
    -s gets it wrong: n negated, a antonym or wrong direction, s swapped terms, v wrong value, c wrong cause
    ! words the question's first pitfall anew; the next one the second
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Kind = Literal["+", "~", "0", "-n", "-a", "-s", "-v", "-c"]
FOLDER = Path(__file__).parent / "claims"
WRONG_KINDS: dict[Kind, str] = {
    "-n": "negation",
    "-a": "antonym or direction",
    "-s": "swap",
    "-v": "wrong value",
    "-c": "wrong cause",
}
_LINE = re.compile(r"(\+|~|0|-[nasvc]|!) (\S.*)")


class ClaimsError(ValueError):
    """A claims file that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement by a candidate, and what it does to its key point."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Claims:
    """The claims of one question: `points` by key point id, `pitfalls` in the question's order."""

    points: dict[str, list[Claim]] = field(default_factory=dict)
    pitfalls: list[str] = field(default_factory=list)


def read_claims(files: Iterable[Path]) -> dict[str, Claims]:
    """All claims by question id.

    Raises:
        ClaimsError: a line is none of the above, or stands before any question or point.
    """
    found: dict[str, Claims] = {}
    for path in files:
        claims: Claims | None = None
        point: list[Claim] | None = None
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.startswith("## ") and claims is not None:
                point = claims.points.setdefault(line[3:].strip(), [])
            elif line.startswith("# "):
                claims = found.setdefault(line[2:].strip(), Claims())
                point = None
            elif match := _LINE.fullmatch(line.strip()):
                kind, text = match.groups()
                if kind == "!" and claims is not None:
                    claims.pitfalls.append(text)
                elif kind != "!" and point is not None:
                    point.append(Claim(kind, text))  # type: ignore[arg-type]  # of the pattern
                else:
                    raise ClaimsError(f"{path}:{number}: a claim before its question or key point")
            elif line.strip():
                raise ClaimsError(
                    f"{path}:{number}: {line[:60]!r}, expected '# question', '## point' or a claim"
                )
    return found
