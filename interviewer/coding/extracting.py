"""Code and explanation in an answer: fenced blocks, or lines among prose that are Python."""

import re
import textwrap
from collections.abc import Iterator

from msgspec import Struct

from interviewer.coding.finding import found_code, looks_like_code
from interviewer.coding.remarks import remarks

_OPENING = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[^\s`{]*)[^`]*$")
_PYTHON = {"python", "python3", "py", "py3", "pycon", "ipython", "ipython3"}
_PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)")


class Extracted(Struct, frozen=True, kw_only=True):
    """An answer taken apart.

    Attributes:
        code: Python source, perhaps faulty; empty where the answer holds none.
        explanation: everything else, then the code's docstrings and comments.
    """

    code: str
    explanation: str


class _Block(Struct, frozen=True):
    """A stretch of an answer: the language of a fence (empty: none named), or None for plain text."""

    language: str | None
    text: str


def extract(answer: str, starter: str = "") -> Extracted:
    """Take an answer apart.

    Fenced blocks that name Python are code to the letter (but for the prompts of a REPL). Where there
    are none, fenced blocks without a language count if they look like Python, and else lines that
    parse as Python and define, import or assign something. Several stretches are joined in order.

    Args:
        answer: any text.
        starter: what the question handed out; its comments and docstrings explain nothing.
    """
    blocks = list(_blocks(answer.replace("\r\n", "\n").replace("\r", "\n")))
    taken = [block for block in blocks if (block.language or "").lower() in _PYTHON]
    taken = taken or [
        block
        for block in blocks
        if block.language == "" and looks_like_code(_unprompted(block.text))
    ]
    codes: list[str] = []
    prose: list[str] = []
    for block in blocks:
        if any(block is each for each in taken):
            codes.append(_unindented(_unprompted(block.text)))
        elif taken or block.language is not None:
            prose.append(block.text)
        else:
            found, rest = _unfenced(block.text)
            codes += [found] * bool(found)
            prose.append(rest)
    code = "\n\n".join(codes)
    given = set(remarks(starter))
    said = [remark for remark in remarks(code) if remark not in given]
    explanation = "\n".join(["\n".join(prose).strip(), *said]).strip()
    return Extracted(code=code if code.strip() else "", explanation=explanation)


def _blocks(text: str) -> Iterator[_Block]:
    """The answer as plain and fenced stretches in order; a fence left open reaches to the end."""
    lines: list[str] = []
    fence, language = "", ""
    for line in text.split("\n"):
        if fence:
            bare = line.strip()
            if len(bare) >= len(fence) and set(bare) == {fence[0]}:
                yield _Block(language, "\n".join(lines))
                lines, fence = [], ""
            else:
                lines.append(line)
        elif opening := _OPENING.match(line):
            yield _Block(None, "\n".join(lines))
            lines = []
            fence, language = opening["fence"], opening["language"]
        else:
            lines.append(line)
    yield _Block(language if fence else None, "\n".join(lines))


def _unfenced(text: str) -> tuple[str, str]:
    code, rest = found_code(text)
    if code or ">>>" not in text:
        return code, rest
    lines = text.split("\n")
    code = "\n".join(line[4:] for line in lines if _PROMPT.match(line))
    if not looks_like_code(code):
        return "", text
    return code, "\n".join(line for line in lines if not _PROMPT.match(line))


def _unprompted(block: str) -> str:
    """What was typed in a REPL, without prompts and results; any other block as it is."""
    if not block.lstrip().startswith(">>>"):
        return block
    lines = textwrap.dedent(block).split("\n")
    return "\n".join(line[4:] for line in lines if _PROMPT.match(line))


def _unindented(block: str) -> str:
    """A block that is indented as a whole, as under a list item, without that indent."""
    first = next((line for line in block.split("\n") if line.strip()), "")
    return textwrap.dedent(block) if first[:1] in {" ", "\t"} else block
