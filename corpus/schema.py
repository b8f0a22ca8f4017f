"""The JSON Schema of a bank file, generated from the models, for editors to complete and check."""

import json
from typing import Any

import msgspec

from corpus.models import ConceptFile, TopicFile

SCHEMA_NAME = "schema.json"


def topic_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a topic file."""
    return _schema(TopicFile, "A topic file of the question bank")


def concept_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the concept vocabulary."""
    return _schema(ConceptFile, "The concept vocabulary of the question bank")


def render(schema: dict[str, Any]) -> str:
    """The schema as it is kept in a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _schema(model: type, title: str) -> dict[str, Any]:
    body = msgspec.json.schema(model)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | body
