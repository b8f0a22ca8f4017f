"""YAML to nodes: what is refused, where, and in which words."""

from pathlib import Path

import pytest

from corpus import nodes, yaml_source
from corpus.errors import BankError
from corpus.nodes import Exotic, Node, read_text
from corpus.yaml_source import read_tree


def problems(text: str) -> list[str]:
    with pytest.raises(BankError) as caught:
        read_tree(text, "b.yaml")
    return [str(problem) for problem in caught.value.problems]


def plain(node: Node) -> object:
    """The tree without its lines."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def test_a_tree_with_lines() -> None:
    root = read_tree("# c\ntopic: T\nlist:\n- a\n-\n  b: |\n    x\n    y\n", "b.yaml")
    assert plain(root) == {"topic": "T", "list": ["a", {"b": "x\ny\n"}]}
    assert root.line == 2
    items = root.value["list"]
    assert (items.line, items.key_line) == (4, 3)
    assert [item.line for item in items.value] == [4, 6]
    assert items.value[1].value["b"].line == 6


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("word", "word"),
        ("'no'", "no"),
        ('"010"', "010"),
        ("12", 12),
        ("-1_000", -1000),
        ("1.5", 1.5),
        ("yes", True),
        ("on", True),
        ("No", False),
        ("OFF", False),
        ("true", True),
        ("~", None),
        ("null", None),
        ("", None),
        ("1:30", Exotic("1:30", "a number")),
        ("0x1F", Exotic("0x1F", "a number")),
        ("0b11", Exotic("0b11", "a number")),
        (".inf", Exotic(".inf", "a number")),
        ("9" * 5000, Exotic("9" * 5000, "a number")),
        ("010", Exotic("010", "an octal number")),
        ("-0_7", Exotic("-0_7", "an octal number")),
        ("2024-02-29", Exotic("2024-02-29", "a date")),
        ("08", "08"),
        ("y", "y"),
        ("<<", "<<"),
        ("1.2.3", "1.2.3"),
        ("-", "-"),
    ],
)
def test_scalars(written: str, value: object) -> None:
    if written == "-":
        written = "'-'"
    found = read_tree(f"a: {written}\n", "b.yaml").value["a"].value
    assert found == value
    assert type(found) is type(value)


def test_the_message_format() -> None:
    assert problems("a: 1\nb: 2\na: 3\n") == [
        "b.yaml:3: found the key 'a' a second time, expected each key once"
    ]


def test_the_first_of_two_keys_is_kept_for_further_checks() -> None:
    builder = yaml_source._Builder("b.yaml")
    import yaml

    for event in yaml.parse("a: 1\na: 2\n", Loader=yaml.CSafeLoader):
        builder.take(event)
    assert builder.root is not None
    assert plain(builder.root) == {"a": 1}


def test_duplicate_keys_deep_down_and_in_flow_style() -> None:
    assert problems("a:\n- {b: 1, b: 2}\n- c: 1\n  c: 2\n") == [
        "b.yaml:2: found the key 'b' a second time, expected each key once",
        "b.yaml:4: found the key 'c' a second time, expected each key once",
    ]


def test_anchors_and_aliases() -> None:
    assert problems("a: &x text\nb: *x\nc: &y [1]\n") == [
        "b.yaml:1: found the anchor &x, expected no anchors",
        "b.yaml:2: found the alias *x, expected the text itself, written out",
        "b.yaml:3: found the anchor &y, expected no anchors",
    ]


def test_the_billion_laughs_are_never_expanded() -> None:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    found = problems("\n".join(lines))
    assert len(found) == 12 + 11 * 10
    assert found[0] == "b.yaml:1: found the anchor &a0, expected no anchors"


def test_tags() -> None:
    assert problems("a: !!python/object/apply:os.system ['x']\nb: !!str 1\nc: !own x\n") == [
        "b.yaml:1: found the tag tag:yaml.org,2002:python/object/apply:os.system, expected no tags",
        "b.yaml:2: found the tag tag:yaml.org,2002:str, expected no tags",
        "b.yaml:3: found the tag !own, expected no tags",
    ]


@pytest.mark.parametrize("bomb", ["[" * 200_000, "- " * 200_000, "{a: " * 200_000])
def test_a_nesting_bomb(bomb: str) -> None:
    assert problems(bomb) == ["b.yaml:1: found nesting deeper than 32, expected a flat structure"]


def test_32_levels_are_allowed_and_33_are_not() -> None:
    assert read_tree("[" * 32 + "]" * 32, "b.yaml").line == 1
    assert problems("[" * 33 + "]" * 33) == [
        "b.yaml:1: found nesting deeper than 32, expected a flat structure"
    ]


def test_a_mapping_as_a_key() -> None:
    assert problems("a: 1\n? {b: c}\n: 3\n") == [
        "b.yaml:2: found a list or mapping as a key, expected a plain word as a key"
    ]


def test_two_documents() -> None:
    assert problems("a: 1\n---\nb: 2\n---\nc: 3\n") == [
        "b.yaml:2: found a second document, expected one document a file"
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file(text: str) -> None:
    assert problems(text) == [
        "b.yaml:1: found an empty file, expected a mapping with topic and questions"
    ]


def test_broken_yaml_names_its_line_and_keeps_what_was_found_before() -> None:
    assert problems("a: 1\na: 2\nb: [1\nc: 2\n") == [
        "b.yaml:2: found the key 'a' a second time, expected each key once",
        "b.yaml:4: found broken YAML (did not find expected ',' or ']'), expected valid YAML",
    ]


def test_a_control_character_is_found_behind_letters_of_several_bytes() -> None:
    assert problems("a: ééééééééé\n\nb: \x07\n\n\n\n\n\n") == [
        "b.yaml:3: found the character 0x07 (control characters are not allowed), "
        "expected printable text"
    ]


def test_a_lone_surrogate() -> None:
    assert problems("a: b\nc: \udc80\n") == [
        "b.yaml:2: found the lone surrogate 0xdc80, expected printable text"
    ]


def read_problem(path: Path) -> str:
    with pytest.raises(BankError) as caught:
        read_text(path)
    (problem,) = caught.value.problems
    return str(problem)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    file.write_bytes(b"\xef\xbb\xbftopic: \xc3\xa9\n")
    assert read_text(file) == "topic: é\n"


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        (b"a: 1\n\xff\xfe", 2, "0xff"),
        (b"\x89PNG\r\n\x1a\n", 1, "0x89"),
        (b"\n\n\n\xe9 ", 4, "0xe9"),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes, line: int, byte: str) -> None:
    file = tmp_path / "b.yaml"
    file.write_bytes(data)
    assert read_problem(file) == f"{file}:{line}: found byte {byte}, expected UTF-8 text"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    with file.open("wb") as out:
        out.truncate(nodes.MAX_BYTES + 1)
    assert read_problem(file) == (
        f"{file}: found 33554433 bytes, expected at most 33554432 (split the file)"
    )


def test_the_largest_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_BYTES", 8)
    file = tmp_path / "b.yaml"
    file.write_bytes(b"a: 12345")
    assert read_text(file) == "a: 12345"


def test_an_endless_device_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_BYTES", 1000)
    found = read_problem(Path("/dev/zero"))
    assert found == "/dev/zero: found an endless file, expected at most 1000 bytes"


def test_a_missing_file(tmp_path: Path) -> None:
    file = tmp_path / "none.yaml"
    expected = f"{file}: found No such file or directory, expected a readable file"
    assert read_problem(file) == expected
