"""The JSON Schemas on disk are those of the models, and say what the parser says."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from corpus.banks import BUILT_IN
from corpus.schema import SCHEMA_NAME, concept_schema, render, topic_schema


def test_the_files_on_disk_are_current() -> None:
    topics = (BUILT_IN / SCHEMA_NAME).read_text("utf-8")
    concepts = (BUILT_IN / "concepts.schema.json").read_text("utf-8")
    assert topics == render(topic_schema())
    assert concepts == render(concept_schema())


@pytest.fixture(scope="module")
def checker() -> Any:
    schema = json.loads((BUILT_IN / SCHEMA_NAME).read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    return jsonschema.Draft202012Validator(schema)


def plain(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)


def test_the_banks_are_accepted(checker: Any, small_bank_path: Path) -> None:
    files = [f for d in (BUILT_IN, small_bank_path) for f in sorted(d.glob("[0-9]*.yaml"))]
    assert len(files) == 14 + 2
    for file in files:
        assert [error.message for error in checker.iter_errors(plain(file))] == []


def test_the_vocabularies_are_accepted(small_bank_path: Path) -> None:
    checker = jsonschema.Draft202012Validator(concept_schema())
    for folder in (BUILT_IN, small_bank_path):
        file = folder / "concepts.yaml"
        if file.exists():
            assert list(checker.iter_errors(plain(file))) == []
    assert not checker.is_valid({"concepts": [{"id": "a", "name": "A"}]})


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"topic": "T", "format": 2},
        {"topic": ""},
        {"topic": "T", "more": 1},
        {"topic": "T", "questions": {}},
        {"topic": "T", "questions": [{"id": "a"}]},
        {"topic": "T", "questions": [{"id": "A b", "text": "x"}]},
        {"topic": "T", "questions": [{"id": "a", "text": False}]},
        {"topic": "T", "questions": [{"id": "a", "text": "x", "level": 4}]},
        {"topic": "T", "questions": [{"id": "a", "text": "x", "roles": []}]},
        {"topic": "T", "questions": [{"id": "a", "text": "x", "extra": 1}]},
        {"topic": "T", "questions": [{"id": "a", "text": "x" * 1001}]},
        {"topic": "T", "questions": [{"id": "a", "text": "x", "key_points": [{"id": "p"}]}]},
        {"topic": "T", "source": {"name": "n", "license": "l", "url": "ftp://x"}},
    ],
)
def test_broken_files_are_refused(checker: Any, broken: dict[str, Any]) -> None:
    assert not checker.is_valid(broken)


def test_fields_carry_their_descriptions() -> None:
    question = topic_schema()["$defs"]["Question"]["properties"]
    assert question["level"]["description"] == "1 screening, 2 core, 3 deep"
    assert question["ask"]["description"] == "how the interviewer says it aloud"
