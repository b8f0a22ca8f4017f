"""Banks from files and folders: overriding, doubled ids, the compiled cache."""

import shutil
from pathlib import Path

import pytest

from corpus import yaml_source
from corpus.banks import Bank
from corpus.errors import BankError
from corpus.loading import bank_files, load_bank, source_fingerprint


def topic(name: str, *questions: str) -> str:
    """A topic file; each question is `id` or `id: text`."""
    lines = [f"topic: {name}", "questions:"]
    for question in questions:
        key, _, text = question.partition(": ")
        lines += [f"- id: {key}", f"  text: {text or key}"]
    return "\n".join(lines) + "\n"


def messages(*paths: Path, cache: Path | None = None) -> list[str]:
    with pytest.raises(BankError) as caught:
        load_bank(paths, cache)
    return [str(problem) for problem in caught.value.problems]


def test_one_file(tmp_path: Path) -> None:
    file = tmp_path / "any.yml"
    file.write_text(topic("Trees", "a: A?", "b"))
    bank = load_bank([file])
    assert [(q.id, q.text, q.topic) for q in bank.questions] == [
        ("a", "A?", "Trees"),
        ("b", "b", "Trees"),
    ]
    assert bank.places == {"a": f"{file}:3", "b": f"{file}:5"}


def test_a_folder_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "2.yaml").write_text(topic("Two", "c"))
    (tmp_path / "10.yml").write_text(topic("Ten", "a"))
    (tmp_path / "notes.md").write_text("not: [a bank")
    (tmp_path / "sub.yaml").mkdir()
    (tmp_path / "concepts.yaml").write_text(
        "concepts: [{id: x, name: X, definition: The letter.}]\n"
    )
    bank = load_bank([tmp_path])
    assert bank.topics == ("Ten", "Two")
    assert [concept.name for concept in bank.concepts] == ["X"]
    assert [p.name for p in bank_files(tmp_path)] == ["10.yml", "2.yaml", "concepts.yaml"]


def test_a_later_source_overrides_in_place(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(topic("One", "a: old", "b"))
    second.write_text(topic("Two", "c", "a: new"))
    bank = load_bank([first, second])
    assert [(q.id, q.text, q.topic) for q in bank.questions] == [
        ("a", "new", "Two"),
        ("b", "b", "One"),
        ("c", "c", "Two"),
    ]
    assert bank.places["a"] == f"{second}:5"
    assert bank.places["b"] == f"{first}:5"


def test_one_id_twice_in_a_folder_names_both_places(tmp_path: Path) -> None:
    (tmp_path / "1.yaml").write_text(topic("One", "x", "a"))
    (tmp_path / "2.yaml").write_text(topic("Two", "a"))
    assert messages(tmp_path) == [
        f"{tmp_path}/2.yaml:3: id: found the id 'a' again (first at {tmp_path}/1.yaml:5), "
        "expected each id once"
    ]


def test_problems_of_all_files_and_sources_come_together(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "1.yaml").write_text("topic: 5\n")
    (tmp_path / "d" / "2.yaml").write_text("")
    other = tmp_path / "e.yaml"
    other.write_text(topic("T", "a") + "  code: 3\n")
    assert messages(tmp_path / "d", other) == [
        f"{tmp_path}/d/1.yaml:1: topic: found the number 5, expected text (quote it)",
        f"{tmp_path}/d/2.yaml:1: found an empty file, expected a mapping with topic and questions",
        f"{other}:5: questions[0].code: found the number 3, expected a mapping",
    ]


def test_references_reach_over_sources(tmp_path: Path) -> None:
    first, second = tmp_path / "1.yaml", tmp_path / "2.yaml"
    first.write_text(topic("One", "a"))
    second.write_text(topic("Two", "b") + "  same_as: [a]\n")
    assert load_bank([first, second]).twins("a") == {"a", "b"}
    assert messages(second) == [
        f"{second}:3: b.same_as: found 'a', expected the id of another question"
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none", "{0}/none: found nothing there, expected a bank file or folder"),
        ("x" * 5000, "{0}/{1}: found File name too long, expected a bank file or folder"),
        ("empty", "{0}/empty: found no .yaml file, expected at least one"),
    ],
)
def test_paths_without_a_bank(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    expected = message.format(tmp_path, name)
    assert messages(tmp_path / name) == [expected]
    with pytest.raises(BankError) as caught:
        source_fingerprint([tmp_path / name])
    assert str(caught.value) == expected


def test_a_folder_and_a_file_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "a.yaml"
    file.write_text(topic("T", "a"))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", refuse)
        assert messages(tmp_path) == [
            f"{tmp_path}: found Permission denied, expected a bank file or folder"
        ]
    monkeypatch.setattr(Path, "open", refuse)
    assert messages(file) == [f"{file}: found Permission denied, expected a readable file"]


class TestCache:
    """The compiled cache: equal content, and never in the way."""

    def test_it_gives_an_equal_bank(
        self, small_bank_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cache = tmp_path / "deep" / "cache"
        fresh = load_bank([small_bank_path])
        first = load_bank([small_bank_path], cache)
        assert len(list(cache.iterdir())) == 3
        monkeypatch.setattr(yaml_source, "read_tree", None)  # parsing again would fail
        second = load_bank([small_bank_path], cache)
        assert first == fresh
        assert second == fresh
        assert second.places == first.places == fresh.places

    @pytest.mark.parametrize(
        "damage",
        [
            b"",
            b"\0" * 500,
            b"{",
            b"\xff\xfe",
            b"[]",
            b'{"version":1}',
            b'{"version":0,"topic":{"topic":"T","questions":[]},"lines":[]}',
            b'{"version":1,"topic":{"topic":"T","questions":[{"id":"z","text":"z"}]},"lines":[]}',
            b'{"version":1,"topic":{"topic":"T","questions":[{"id":"Z Z","text":"z"}]},"lines":[1]}',
        ],
    )
    def test_a_damaged_file_is_passed_over_and_mended(
        self, small_bank_path: Path, tmp_path: Path, damage: bytes
    ) -> None:
        fresh = load_bank([small_bank_path], tmp_path)
        whole = {file: file.read_bytes() for file in tmp_path.iterdir()}
        for file in whole:
            file.write_bytes(damage)
        assert load_bank([small_bank_path], tmp_path) == fresh
        assert {file: file.read_bytes() for file in tmp_path.iterdir()} == whole

    def test_a_place_that_cannot_be_written_is_no_error(
        self, small_bank_path: Path, small_bank: Bank, tmp_path: Path
    ) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("")
        assert load_bank([small_bank_path], blocked) == small_bank
        assert load_bank([small_bank_path], blocked / "below") == small_bank

    def test_a_changed_file_is_read_anew(self, tmp_path: Path) -> None:
        file, cache = tmp_path / "a.yaml", tmp_path / "cache"
        file.write_text(topic("T", "a: one"))
        assert load_bank([file], cache).questions[0].text == "one"
        file.write_text(topic("T", "a: two"))
        assert load_bank([file], cache).questions[0].text == "two"

    def test_rules_are_checked_on_what_comes_from_the_cache(self, tmp_path: Path) -> None:
        file, cache = tmp_path / "a.yaml", tmp_path / "cache"
        file.write_text(topic("T", "a") + "  follow_ups: [{}]\n")
        once = messages(file, cache=cache)
        assert once == [
            f"{file}:3: a.follow_ups[0]: found neither ask nor to, expected one of them"
        ]
        assert messages(file, cache=cache) == once
        assert len(list(cache.iterdir())) == 1


def test_the_source_fingerprint_sees_bytes_names_and_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "a.yaml").write_text(topic("T", "a"))
    before = source_fingerprint([one])
    assert source_fingerprint([two]) == before  # where the folder lies does not count
    (two / "a.yaml").write_text(topic("T", "a") + "# more\n")
    changed = source_fingerprint([two])
    assert changed != before
    assert source_fingerprint([one, two]) != source_fingerprint([two, one])
    shutil.move(two / "a.yaml", two / "b.yaml")
    assert source_fingerprint([two]) not in (before, changed)
