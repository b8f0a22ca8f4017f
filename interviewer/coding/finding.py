"""Python among the lines of a text that marks no code: what parses and does more than name things."""

import ast
import re

from interviewer.coding.remarks import parsed

# How a line of Python that may begin a stretch looks; all others are not even parsed.
_START = re.compile(
    r"(?:@\w|#|\"\"\"|'''|(?:async\s+)?def\s+\w+\s*[(\[]|class\s+\w+\s*[:(\[]|import\s+\w|from\s+[\w.]+\s+import\b"
    r"|(?:for|if|while|with|try)\b.*:|[A-Za-z_][\w.,\[\] ]*(?::[^=]+)?[-+*/@]?=[^=])"
)
_HEADER = re.compile(r"(?:async\s+)?def\s+\w+\s*\(|class\s+\w+\s*(?:\([^)]*\))?\s*:\s*(?:#.*)?$")
_FAULTY = re.compile(
    r"^\s*(?:(?:async )?def \w+ *\(|import \w+|from [\w.]+ import |return\b)", re.M
)
# More than a person types; they bound the time that an odd text can take.
_MOST_LINES = 400
_MOST_CUTS = 20
_DEFINING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_BLOCKS = (ast.For, ast.While, ast.If, ast.With, ast.Try)


def looks_like_code(text: str) -> bool:
    """Whether a text, as a whole, is Python that defines, imports or assigns, or meant to be."""
    try:
        tree = parsed(text)
    except SyntaxError:
        return _FAULTY.search(text) is not None
    return any(isinstance(node, (*_DEFINING, *_ASSIGNING)) for node in tree.body)


def found_code(text: str) -> tuple[str, str]:
    """The code of a text, all stretches joined, and the text without it; ("", text) for mere prose.

    A function whose body has a syntax error is taken by its indentation, so that the error can be
    told of instead of "no code".
    """
    lines = text.split("\n")
    taken: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(lines):
        end, stretch = _stretch(lines, at) if at < _MOST_LINES else (at, "")
        if stretch:
            taken.append(stretch)
            at = end
        else:
            end = max(end, at + 1)
            rest += lines[at:end]
            at = end
    return ("\n\n".join(taken), "\n".join(rest)) if taken else ("", text)


def _stretch(lines: list[str], at: int) -> tuple[int, str]:
    """The code that begins in a line, and where it ends; without any, where to look on."""
    first = lines[at].lstrip()
    if not _START.match(first):
        return at, ""
    block = _indented_alike(lines[at:], lines[at][: len(lines[at]) - len(first)])
    length, tree = _longest(block)
    if tree is not None:
        parsing = length
        length, kept = _without_words(tree)
        if _HEADER.match(first) or _is_code(kept):
            if _goes_on(block, length, kept):
                length = _body_end(block, length)
            return at + length, "\n".join(block[:length])
        # All of it parses, so no definition begins before its end.
        return at + parsing, ""
    if _HEADER.match(first):
        length = _body_end(block, 1)
        body = "\n".join(block[1:length])
        if body.strip() and (first[0] != "c" or "def " in body):
            return at + length, "\n".join(block[:length])
    return at, ""


def _indented_alike(lines: list[str], indent: str) -> list[str]:
    """The lines up to one with less indentation, without that indentation."""
    found: list[str] = []
    for line in lines:
        if line.strip() and not line.startswith(indent):
            break
        found.append(line[len(indent) :])
    return found[:_MOST_LINES]


def _longest(block: list[str]) -> tuple[int, ast.Module | None]:
    """The longest beginning that parses: cut at each error until there is none."""
    end = len(block)
    for _ in range(_MOST_CUTS):
        try:
            return end, parsed("\n".join(block[:end]))
        except SyntaxError as error:
            end = min(end - 1, max((error.lineno or 1) - 1, 0))
        if end <= 0:
            break
    return 0, None


def _without_words(tree: ast.Module) -> tuple[int, list[ast.stmt]]:
    """The statements up to the last that can only be code, and the line it ends in.

    A line such as "However" or "done, thanks" parses too, so words behind the code are cut off.
    """
    body = list(tree.body)
    while body and not isinstance(body[-1], (*_DEFINING, *_ASSIGNING, *_BLOCKS)):
        last = body[-1]
        if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
            break
        body.pop()
    return (body[-1].end_lineno or 0) if body else 0, body


def _is_code(body: list[ast.stmt]) -> bool:
    """A definition, an import or an assigned lambda; other assignments alone are formulas in prose."""
    return any(
        isinstance(node, _DEFINING)
        or (isinstance(node, _ASSIGNING) and isinstance(node.value, ast.Lambda))
        for node in body
    )


def _goes_on(block: list[str], length: int, body: list[ast.stmt]) -> bool:
    """Whether the last definition was cut short by an error inside its body."""
    following = next((line for line in block[length:] if line.strip()), "")
    return bool(body) and following[:1] in {" ", "\t"} and not isinstance(body[-1], _ASSIGNING)


def _body_end(block: list[str], start: int) -> int:
    """The end of the indented lines from a line on, blank ones behind them left out."""
    end = start
    for number, line in enumerate(block[start:], start + 1):
        if line.strip():
            if line[0] not in " \t":
                break
            end = number
    return end
