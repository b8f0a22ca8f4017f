"""The built-in bank asks the seed's 284 questions: all, in order, with their links."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.banks import Bank
from corpus.loading import load_bank


@pytest.fixture(scope="module")
def seeds(repo: Path) -> list[dict[str, Any]]:
    file = repo.parent / "shared" / "seed" / "questions.jsonl"
    if not file.is_file():
        pytest.skip(f"the seed is not here: {file}")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def bank(compiled: Path) -> Bank:
    return load_bank(cache=compiled)


def test_all_texts_in_order(bank: Bank, seeds: list[dict[str, Any]]) -> None:
    assert len(seeds) == 284
    assert [question.text for question in bank.questions] == [seed["text"] for seed in seeds]


def test_topics(bank: Bank, seeds: list[dict[str, Any]]) -> None:
    assert [question.topic for question in bank.questions] == [seed["category"] for seed in seeds]
    assert bank.topics == tuple(dict.fromkeys(seed["category"] for seed in seeds))
    assert len(bank.topics) == 14


def test_links(bank: Bank, seeds: list[dict[str, Any]]) -> None:
    links = [[(page.title, page.url) for page in q.resources] for q in bank.questions]
    wanted = [[(page["title"], page["url"]) for page in seed["answers"]] for seed in seeds]
    assert [found[: len(want)] for found, want in zip(links, wanted, strict=True)] == wanted
    assert sum(map(len, wanted)) > 0


def test_questions_with_one_text_are_twins(bank: Bank, seeds: list[dict[str, Any]]) -> None:
    first, second = (q for q in bank.questions if [s["text"] for s in seeds].count(q.text) > 1)
    assert first.text == second.text
    assert bank.twins(first.id) >= {first.id, second.id}
