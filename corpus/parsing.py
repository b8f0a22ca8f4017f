"""Node trees to models, against the models' own type description; every problem is reported."""

import re
from functools import cache
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import inspect

from corpus.errors import BankError, Problem
from corpus.models import ConceptFile, Line, Model, Slug, Text, TopicFile, Url
from corpus.nodes import Exotic, Node

M = TypeVar("M", bound=Model)
_BAD = object()  # stands for a value whose problem is already reported
# What the kinds of text must look like: a field's own description hides its type's.
_LOOKS = {
    (meta.pattern, meta.max_length): meta.description
    for kind in (Slug, Line, Text, Url)
    for meta in get_args(kind)[1:]
}


def parse_topic(text: str, file: str) -> TopicFile:
    """The topic file that a YAML text describes.

    Args:
        text: the YAML.
        file: the name that problems are reported under.

    Raises:
        BankError: with all problems of the file.
    """
    return parse(text, file, TopicFile)


def parse_concepts(text: str, file: str) -> ConceptFile:
    """The concept vocabulary that a YAML text describes.

    Raises:
        BankError: with all problems of the file.
    """
    return parse(text, file, ConceptFile)


def parse(text: str, file: str, model: type[M]) -> M:
    """Any model from its YAML text.

    Raises:
        BankError: with all problems of the file.
    """
    from corpus.yaml_source import read_tree

    return convert(read_tree(text, file), file, model)


def convert(root: Node, file: str, model: type[M]) -> M:
    """A model from a node tree.

    Raises:
        BankError: with all problems of the tree.
    """
    walker = _Walker(file)
    value = walker.convert(root, _type_info(model), "")
    if walker.problems:
        raise BankError(walker.problems)
    assert isinstance(value, model)
    return value


@cache
def _type_info(model: type[Model]) -> inspect.Type:
    return inspect.type_info(model)


class _Walker:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def _report(self, node: Node, path: str, found: str, expected: str) -> Any:
        self.problems.append(Problem(self.file, node.line, path, found, expected))
        return _BAD

    def convert(self, node: Node, kind: inspect.Type, path: str) -> Any:
        description = ""
        if isinstance(kind, inspect.Metadata):
            description = (kind.extra_json_schema or {}).get("description", "")
            kind = kind.type
            if isinstance(kind, inspect.Metadata):
                return self.convert(node, kind, path)
        if isinstance(kind, inspect.UnionType):
            options = [t for t in kind.types if not isinstance(t, inspect.NoneType)]
            return None if node.value is None else self.convert(node, options[0], path)
        if isinstance(kind, inspect.StructType):
            return self._struct(node, kind, path)
        if isinstance(kind, inspect.VarTupleType):
            return self._tuple(node, kind, path)
        if isinstance(kind, inspect.LiteralType):
            return self._literal(node, kind, path)
        if isinstance(kind, inspect.StrType):
            return self._text(node, kind, path, description)
        raise AssertionError(f"no rule for {kind} at {path}")

    def _struct(self, node: Node, kind: inspect.StructType, path: str) -> Any:
        if not isinstance(node.value, dict):
            return self._report(node, path, _describe(node), "a mapping")
        fields = {field.encode_name: field for field in kind.fields}
        values: dict[str, Any] = {}
        for key, child in node.value.items():
            where = f"{path}.{key}" if path else key
            field = fields.get(key)
            if field is None:
                known = ", ".join(fields)
                at_key = Node(None, child.key_line)
                self._report(at_key, where, f"the unknown field {key!r}", f"one of {known}")
            else:
                values[key] = self.convert(child, field.type, where)
        for name, field in fields.items():
            if field.required and name not in values:
                self._report(node, path, f"no {name!r}", f"the field {name!r}")
                values[name] = _BAD
        return _BAD if _BAD in values.values() else kind.cls(**values)

    def _tuple(self, node: Node, kind: inspect.VarTupleType, path: str) -> Any:
        if not isinstance(node.value, list):
            return self._report(node, path, _describe(node), "a list")
        if len(node.value) < (kind.min_length or 0):
            return self._report(node, path, "an empty list", f"at least {kind.min_length} entry")
        values = [
            self.convert(child, kind.item_type, f"{path}[{number}]")
            for number, child in enumerate(node.value)
        ]
        return _BAD if any(value is _BAD for value in values) else tuple(values)

    def _literal(self, node: Node, kind: inspect.LiteralType, path: str) -> Any:
        for value in kind.values:
            if type(node.value) is type(value) and node.value == value:
                return value
        options = ", ".join(map(str, kind.values))
        expected = f"one of {options}" if len(kind.values) > 1 else options
        return self._report(node, path, _describe(node), expected)

    def _text(self, node: Node, kind: inspect.StrType, path: str, description: str) -> Any:
        value = node.value
        if not isinstance(value, str):
            advice = "" if isinstance(value, (list, dict)) or value is None else " (quote it)"
            return self._report(node, path, _describe(node), f"text{advice}")
        # Block scalars end in a line break that nobody means.
        value = value.strip()
        too_long = kind.max_length is not None and len(value) > kind.max_length
        if too_long or (kind.pattern and not re.search(kind.pattern, value)):
            found = f"{len(value)} characters" if too_long else _describe(Node(value, 0))
            expected = _LOOKS.get((kind.pattern, kind.max_length)) or description
            return self._report(node, path, found, expected or f"text like {kind.pattern}")
        return value


def _describe(node: Node) -> str:
    value = node.value
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, Exotic):
        return f"{value.what} ({value.text})"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    shown = value if len(value) <= 40 else value[:39] + "…"
    return repr(shown) if shown else "an empty text"


def from_json(data: bytes, model: type[M]) -> M:
    """A model from JSON written by `to_json`.

    Raises:
        msgspec.DecodeError: not such JSON.
    """
    return msgspec.json.decode(data, type=model)


def to_json(model: Model) -> bytes:
    """A model as compact JSON."""
    return msgspec.json.encode(model)
