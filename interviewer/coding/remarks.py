"""What code says in words: its docstrings and comments; and the parsing this takes."""

import ast
import io
import tokenize
import warnings


def parsed(source: str) -> ast.Module:
    """The syntax tree of any text, without warnings about its style.

    Raises:
        SyntaxError: it is no Python, or nested too deeply to tell.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(source)
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(str(error)) from error


def remarks(code: str) -> list[str]:
    """Docstrings, then comments, in order; of faulty code what can be read before the fault."""
    return [*_docstrings(code), *_comments(code)]


def _docstrings(code: str) -> list[str]:
    try:
        tree = parsed(code)
    except SyntaxError:
        return []
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(tree) if isinstance(node, documented)]
    return [text for text in map(ast.get_docstring, nodes) if text]


def _comments(code: str) -> list[str]:
    found: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.COMMENT and (text := token.string.lstrip("#! ").rstrip()):
                found.append(text)
    except (tokenize.TokenError, SyntaxError, ValueError):
        return found
    return found
