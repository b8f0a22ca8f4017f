"""Assertions that remember what the candidate's functions returned in them."""

import ast
import reprlib
from collections.abc import Callable, Collection
from typing import Any

# No source text can hold these names, so nothing collides with them.
_SEEN, _FRESH = "@seen", "@fresh"
_SHOWN = reprlib.Repr()
_SHOWN.maxlist = _SHOWN.maxtuple = _SHOWN.maxset = _SHOWN.maxdict = 8
_SHOWN.maxstring = _SHOWN.maxlong = 60
_SHOWN.maxother = 100
_LARGEST_ARRAY = 12
_BUILTIN = (bool, int, float, complex, str, bytes, type(None), list, tuple, dict, set, frozenset)


class Watch:
    """The values that the assertion in hand has seen, by the source of the expression."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    @property
    def names(self) -> dict[str, Callable[..., Any]]:
        """What the namespace of the compiled tests must hold."""
        return {_SEEN: self._seen, _FRESH: self.values.clear}

    def _seen(self, source: str, value: object) -> object:
        self.values[source] = value
        return value

    def shown(self) -> list[str]:
        """`source gave value` for every value that can be shown in a few characters."""
        found = ((source, _text(value)) for source, value in self.values.items())
        return [f"{source} gave {text}" for source, text in found if text]


def watched(tree: ast.Module, functions: Collection[str]) -> ast.Module:
    """The tests, changed so that assertions report calls of these functions and what they compare."""
    changed: ast.Module = _Watching(functions).visit(tree)
    return ast.fix_missing_locations(changed)


def assertion_at(tree: ast.Module, line: int) -> str | None:
    """The source of the condition asserted in this line; None where nothing is asserted."""
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    return ast.unparse(found[-1].test) if found else None


class _Watching(ast.NodeTransformer):
    def __init__(self, functions: Collection[str]) -> None:
        self._functions = functions
        self._asserting = False

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        self._asserting = True
        node.test = self.visit(node.test)
        self._asserting = False
        fresh = ast.Expr(ast.Call(ast.Name(_FRESH, ast.Load()), [], []))
        return [ast.copy_location(fresh, node), node]

    def visit_Call(self, node: ast.Call) -> ast.expr:
        source = ast.unparse(node)
        called = self._is_watched(node)
        self.generic_visit(node)
        if not self._asserting:
            return node
        if not called:
            node.args = [
                _seen(ast.unparse(each), each)
                if isinstance(each, ast.Name | ast.Attribute)
                else each
                for each in node.args
            ]
        return _seen(source, node) if called else node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        if self._asserting:
            node.left, *node.comparators = map(self._operand, (node.left, *node.comparators))
        return node

    def _operand(self, node: ast.expr) -> ast.expr:
        inner = list(ast.walk(node))
        if any(self._is_watched(each) for each in inner):
            visited: ast.expr = self.visit(node)
            return visited
        literal = not any(isinstance(each, ast.Name) for each in inner)
        return node if literal else _seen(ast.unparse(node), node)

    def _is_watched(self, node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in self._functions
        )


def _seen(source: str, node: ast.expr) -> ast.expr:
    call = ast.Call(ast.Name(_SEEN, ast.Load()), [ast.Constant(source), node], [])
    return ast.copy_location(call, node)


def _text(value: object) -> str:
    """A value in a few characters; empty where it is no plain data or cannot be shown."""
    library = type(value).__module__.partition(".")[0]
    if not isinstance(value, _BUILTIN) and library not in {"numpy", "pandas"}:
        return ""
    try:
        if library != "builtins" and getattr(value, "size", 1) > _LARGEST_ARRAY:
            return ""
        if library == "numpy" and getattr(value, "ndim", 1) == 0:
            value = value.item()  # type: ignore[attr-defined]
        return " ".join(_SHOWN.repr(value).split())
    except Exception:
        # The value's own repr may do anything.
        return ""
