"""YAML text to a plain node tree that remembers lines, safely and with every problem reported.

PyYAML's C parser delivers events; the tree is built here because the stock constructors drop line
numbers, keep the last of duplicate keys, run out of stack on deep nesting, and let aliases grow a
small file into a huge one. Values are plain: str, int, float, bool, None, list and dict.
"""

import re
from typing import Any

import yaml

from corpus.errors import BankError, Problem
from corpus.nodes import Exotic, Node

MAX_DEPTH = 32
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {
    word: value
    for value, words in ((True, ("true", "yes", "on")), (False, ("false", "no", "off")))
    for spelling in words
    for word in (spelling, spelling.capitalize(), spelling.upper())
}
_RESOLVER = yaml.resolver.Resolver()


def read_tree(text: str, file: str) -> Node:
    """The node tree of one YAML document.

    Raises:
        BankError: not YAML, empty, several documents, duplicate keys, anchors or aliases, tags, or
            nesting deeper than 32 levels; all such problems of the file are listed.
    """
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        if "nesting depth" in (error.problem or ""):
            # Newer parsers look ahead and have a border of their own, far beyond MAX_DEPTH.
            found, wanted = f"nesting deeper than {MAX_DEPTH}", "a flat structure"
        else:
            found, wanted = f"broken YAML ({error.problem or error.context})", "valid YAML"
        raise BankError([*builder.problems, Problem(file, line, "", found, wanted)]) from error
    except yaml.reader.ReaderError as error:
        # The C parser counts bytes.
        line = text.encode("utf-8", "replace").count(b"\n", 0, error.position) + 1
        found = f"the character {error.character:#04x} ({error.reason})"
        raise BankError([Problem(file, line, "", found, "printable text")]) from error
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        found = f"the lone surrogate {ord(text[error.start]):#06x}"
        raise BankError([Problem(file, line, "", found, "printable text")]) from error
    if builder.root is None and not builder.problems:
        builder.report(1, "an empty file", "a mapping with topic and questions")
    if builder.problems:
        raise BankError(builder.problems)
    assert builder.root is not None
    return builder.root


class _Builder:
    """Builds nodes from parser events with an explicit stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._stack: list[Node] = []
        self._keys: list[str | None] = []
        self._key_line = 0
        self._documents = 0

    def report(self, line: int, found: str, expected: str) -> None:
        self.problems.append(Problem(self.file, line, "", found, expected))

    def take(self, event: Any) -> None:
        """Add one parser event to the tree."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(event, [])
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._stack.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            line = _line(event)
            self.report(line, f"the alias *{event.anchor}", "the text itself, written out")
            self._add(Node(None, line))
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:
                self.report(_line(event), "a second document", "one document a file")

    def _open(self, event: Any, value: Any) -> None:
        line = _line(event)
        if len(self._stack) >= MAX_DEPTH:
            # Nothing deeper is worth reading, and a hostile file may go on for megabytes.
            self.report(line, f"nesting deeper than {MAX_DEPTH}", "a flat structure")
            raise BankError(self.problems)
        if event.anchor:
            self.report(line, f"the anchor &{event.anchor}", "no anchors")
        if event.tag:
            self.report(line, f"the tag {event.tag}", "no tags")
        node = Node(value, line)
        self._add(node)
        self._stack.append(node)
        self._keys.append(None)

    def _scalar(self, event: Any) -> None:
        line = _line(event)
        if event.anchor:
            self.report(line, f"the anchor &{event.anchor}", "no anchors")
        if event.tag and event.tag != "!":
            self.report(line, f"the tag {event.tag}", "no tags")
        text: str = event.value
        expects_key = self._stack and type(self._stack[-1].value) is dict and self._keys[-1] is None
        if expects_key:
            if text in self._stack[-1].value:
                self.report(line, f"the key {text!r} a second time", "each key once")
            self._keys[-1] = text
            self._key_line = line
            return
        self._add(Node(_resolve(text) if event.implicit[0] else text, line))

    def _add(self, node: Node) -> None:
        if not self._stack:
            if self.root is None:
                self.root = node
            return
        parent = self._stack[-1].value
        if type(parent) is list:
            parent.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self.report(node.line, "a list or mapping as a key", "a plain word as a key")
            self._keys[-1] = ""
            return
        node.key_line = self._key_line
        parent.setdefault(key, node)
        self._keys[-1] = None


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _resolve(text: str) -> Any:
    """The value YAML 1.1 gives a plain scalar; anything exotic (dates, octals) stays a str.

    Where a model expects text, a bool or a number is refused with the advice to quote it.
    """
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if text[0] in "+-.0123456789":
        tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
        try:
            if tag == "tag:yaml.org,2002:int":
                octal = re.fullmatch(r"[+-]?0[0-7_]+", text)
                return Exotic(text, "an octal number") if octal else int(text.replace("_", ""), 10)
            if tag == "tag:yaml.org,2002:float":
                return float(text.replace("_", ""))
        except ValueError:  # 1:30 or 0x1F: numbers to YAML 1.1, surprises to everyone else
            return Exotic(text, "a number")
        if tag != "tag:yaml.org,2002:str":
            return Exotic(text, "a date")
    return text
