"""Search against a numpy oracle that looks at every passage."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.banks import Bank
from corpus.models import KeyPoint, Question
from index.building import build
from index.encoder import Encoder, Vectors
from index.errors import StorageError
from index.passages import Passage
from index.searching import SEARCHED, Searcher, neighbors
from index.storage import StoredIndex, load

DISCOUNTS = {
    "question": 0.0,
    "ask": 0.04,
    "alias": 0.04,
    "answer": 0.08,
    "point": 0.08,
    "says": 0.08,
}


def oracle(
    stored: StoredIndex, vector: Vectors, exclude: Collection[str] = ()
) -> list[tuple[str, float, int]]:
    """Every question with its best passage's score and row, best first, in plain loops."""
    cosines = stored.vectors() @ vector
    best: dict[str, tuple[float, int]] = {}
    for row, passage in enumerate(stored.passages):
        if passage.kind not in DISCOUNTS or passage.question_id in exclude:
            continue
        score = float(cosines[row]) - DISCOUNTS[passage.kind]
        if passage.question_id not in best or score > best[passage.question_id][0] + 1e-7:
            best[passage.question_id] = (score, row)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[1][1]))
    return [(key, score, row) for key, (score, row) in ranked]


@pytest.fixture
def searcher(built_index: StoredIndex, encoder: Encoder) -> Searcher:
    return Searcher(built_index, encoder)


QUERIES = [
    "why many trees",
    "sliding window average in python",
    "you were late with a project",
    "stop early on validation data",
    "each new tree corrects the mistakes of the previous trees",
    "?",
    "過学習",
]


@pytest.mark.parametrize("query", QUERIES)
def test_search_against_the_oracle(
    searcher: Searcher, built_index: StoredIndex, encoder: Encoder, query: str
) -> None:
    hits = searcher.search(query, 10)
    expected = oracle(built_index, encoder.encode([query])[0])
    assert [hit.question_id for hit in hits] == [key for key, _, _ in expected]
    assert len(hits) == 4
    for hit, (_, score, row) in zip(hits, expected, strict=True):
        assert hit.score == pytest.approx(score, abs=2e-6)
        assert hit.passage == built_index.passages[row]
        assert hit.cosine == pytest.approx(hit.score + DISCOUNTS[hit.passage.kind], abs=2e-6)
        assert -1.0 <= hit.cosine <= 1.0


def test_the_kinds_that_are_searched() -> None:
    assert SEARCHED == DISCOUNTS


@pytest.mark.parametrize(
    ("text", "question_id", "kind", "score"),
    [
        ("What is a random forest?", "random-forest", "question", 1.0),
        ("mean over a sliding window", "moving-average", "alias", 0.96),
        ("since then I put a buffer of a week into every plan", "missed-deadline", "says", 0.92),
    ],
)
def test_own_texts_score_one_less_their_discount(
    searcher: Searcher, text: str, question_id: str, kind: str, score: float
) -> None:
    hit = searcher.search(text, 1)[0]
    assert (hit.question_id, hit.passage.kind, hit.passage.text) == (question_id, kind, text)
    assert hit.score == pytest.approx(score, abs=1e-5)
    assert hit.cosine == pytest.approx(1.0, abs=1e-5)


def test_pitfalls_and_follow_ups_are_no_hits(searcher: Searcher) -> None:
    for text in (
        "More boosting rounds can never overfit.",
        "How would you pick the learning rate?",
    ):
        for hit in searcher.search(text, 4):
            assert hit.passage.text != text
            assert hit.passage.kind not in ("claim", "pitfall", "follow_up")


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000"])
def test_an_empty_query(searcher: Searcher, text: str) -> None:
    assert searcher.search(text, 5) == []


@pytest.mark.parametrize(
    ("limit", "count"), [(1, 1), (3, 3), (4, 4), (5, 4), (10_000, 4), (0, 0), (-1, 0)]
)
def test_limits(searcher: Searcher, limit: int, count: int) -> None:
    every = searcher.search("trees", 4)
    assert searcher.search("trees", limit) == every[:count]


def test_exclude(searcher: Searcher, built_index: StoredIndex, encoder: Encoder) -> None:
    query = encoder.encode(["trees"])[0]
    expected = oracle(built_index, query, {"random-forest"})
    hits = searcher.search("trees", 9, exclude=["random-forest"])
    assert [hit.question_id for hit in hits] == [key for key, _, _ in expected]
    assert len(hits) == 3
    everything = {passage.question_id for passage in built_index.passages}
    assert searcher.search("trees", 9, exclude=everything) == []


def test_near_question(searcher: Searcher, built_index: StoredIndex) -> None:
    rows = [
        row
        for row, passage in enumerate(built_index.passages)
        if passage.question_id == "random-forest" and passage.kind in ("question", "ask", "alias")
    ]
    assert len(rows) == 4
    mean = built_index.vectors()[rows].mean(axis=0)
    expected = oracle(built_index, mean / np.linalg.norm(mean), {"random-forest"})
    hits = searcher.near_question("random-forest", 9, ())
    assert [hit.question_id for hit in hits] == [key for key, _, _ in expected]
    assert hits[0].question_id == "gradient-boosting"
    assert hits[0].score == pytest.approx(expected[0][1], abs=2e-6)
    assert [
        h.question_id for h in searcher.near_question("random-forest", 9, ["gradient-boosting"])
    ] == [key for key, _, _ in expected if key != "gradient-boosting"]
    assert searcher.near_question("unknown", 9, ()) == []


def test_the_same_search_gives_the_same_hits(searcher: Searcher) -> None:
    assert searcher.search("trees", 4) == searcher.search("trees", 4)


class Fixed:
    """An encoder whose vectors are given."""

    id = "fixed@1"

    def __init__(self, table: dict[str, list[float]]) -> None:
        self.table = table
        self.dimension = len(next(iter(table.values())))

    def encode(self, texts: Collection[str]) -> Vectors:
        out = np.array([self.table[text] for text in texts], np.float32)
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), np.float32)


def stored_over(tmp_path: Path, encoder: Any, questions: list[Question]) -> StoredIndex:
    build(Bank(tuple(questions)), encoder, tmp_path / "index", source="s")
    return load(tmp_path / "index")


def test_ties_go_by_bank_order(tmp_path: Path) -> None:
    encoder = Fixed({"same": [1, 0], "far": [0, 1], "query": [1, 1]})
    questions = [Question(id=f"q{n}", text="same", aliases=("far",)) for n in (5, 3, 9, 1, 7)]
    searcher = Searcher(stored_over(tmp_path, encoder, questions), encoder)
    hits = searcher.search("query", 5)
    assert [hit.question_id for hit in hits] == ["q5", "q3", "q9", "q1", "q7"]
    assert {hit.passage.kind for hit in hits} == {"question"}
    assert [hit.question_id for hit in searcher.search("query", 2)] == ["q5", "q3"]


def test_a_discount_decides_between_passages(tmp_path: Path) -> None:
    # cos 0.97 as a text beats cos 1 as an alias (0.96), which beats cos 1 as an answer (0.92).
    near = [0.97, float(np.sqrt(1 - 0.97**2))]
    encoder = Fixed({"near": near, "exact": [1, 0], "far": [0, 1], "query": [1, 0]})
    questions = [
        Question(id="by-alias", text="far", aliases=("exact",)),
        Question(id="by-answer", text="far", answer="exact"),
        Question(id="by-text", text="near"),
    ]
    hits = Searcher(stored_over(tmp_path, encoder, questions), encoder).search("query", 3)
    assert [(hit.question_id, round(hit.score, 4)) for hit in hits] == [
        ("by-text", 0.97),
        ("by-alias", 0.96),
        ("by-answer", 0.92),
    ]


def test_the_best_may_stand_behind_hundreds_of_discounted_passages(tmp_path: Path) -> None:
    # 400 `says` of 40 questions at cos 0.99 (score 0.91) come before one text at cos 0.95.
    def unit(cosine: float) -> list[float]:
        return [cosine, float(np.sqrt(1 - cosine**2))]

    table = {f"s{n}": unit(0.99) for n in range(400)}
    table |= {"far": [0, 1], "point": [0, 1], "best": unit(0.95), "query": [1, 0]}
    encoder = Fixed(table)
    questions = [
        Question(
            id=f"q{n}",
            text="far",
            key_points=(
                KeyPoint(id="p", point="point", says=tuple(f"s{n * 10 + k}" for k in range(10))),
            ),
        )
        for n in range(40)
    ]
    questions.append(Question(id="best", text="best"))
    searcher = Searcher(stored_over(tmp_path, encoder, questions), encoder)
    assert [hit.question_id for hit in searcher.search("query", 3)] == ["best", "q0", "q1"]


def test_a_large_bank_against_the_oracle(tmp_path: Path, make_encoder: Callable[..., Any]) -> None:
    encoder = make_encoder(dimension=24)
    questions = [
        Question(
            id=f"q{n}",
            text=f"text {n}",
            aliases=tuple(f"alias {n} {k}" for k in range(n % 4)),
            answer="\n\n".join(f"answer {n} {k}" for k in range(3)),
            key_points=(
                KeyPoint(
                    id="p", point=f"point {n}", says=tuple(f"says {n} {k}" for k in range(n % 9))
                ),
            ),
        )
        for n in range(150)
    ]
    stored = stored_over(tmp_path, encoder, questions)
    searcher = Searcher(stored, encoder)
    assert len(stored.passages) > 1200
    for number in range(40):
        query = f"query {number}"
        expected = oracle(stored, encoder.encode([query])[0])
        for limit in (1, 10, 60):
            found = searcher.search(query, limit)
            assert [(h.question_id, h.passage) for h in found] == [
                (key, stored.passages[row]) for key, _, row in expected[:limit]
            ]


class TestNeighbors:
    """The one function that sees FAISS's way of saying nothing."""

    def test_more_than_there_are(self, built_index: StoredIndex) -> None:
        vector = built_index.vectors()[7]
        found = neighbors(built_index.faiss, vector, 10_000)
        assert len(found) == 43
        assert found[0][0] == 7
        assert found[0][1] == pytest.approx(1.0, abs=1e-6)
        assert all(-1.0 <= score <= 1.0 for _, score in found)

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
    def test_what_is_no_number(self, built_index: StoredIndex, value: float) -> None:
        vector = built_index.vectors()[0].copy()
        vector[3] = value
        assert neighbors(built_index.faiss, vector, 5) == []

    @pytest.mark.parametrize("count", [0, -3])
    def test_none_wanted(self, built_index: StoredIndex, count: int) -> None:
        assert neighbors(built_index.faiss, built_index.vectors()[0], count) == []

    def test_an_empty_index(self, tmp_path: Path, make_encoder: Callable[..., Any]) -> None:
        encoder = make_encoder()
        stored = stored_over(tmp_path, encoder, [])
        assert neighbors(stored.faiss, encoder.encode(["x"])[0], 5) == []
        assert Searcher(stored, encoder).search("x", 5) == []


def test_a_searcher_refuses_an_index_of_another_encoder(
    built_index: StoredIndex, make_encoder: Callable[..., Any]
) -> None:
    with pytest.raises(StorageError) as caught:
        Searcher(built_index, make_encoder("other@2", dimension=384))
    assert str(caught.value) == (
        "The index was built with the encoder all-MiniLM-L6-v2@53aa51172d14, in use is other@2; "
        "run: interviewer index build"
    )


def test_a_query_that_encodes_to_nan_finds_nothing(built_index: StoredIndex) -> None:
    class Broken:
        id = built_index.manifest.encoder
        dimension = 384

        def encode(self, texts: Collection[str]) -> Vectors:
            return np.full((len(texts), 384), np.nan, np.float32)

    assert Searcher(built_index, Broken()).search("trees", 5) == []
    assert isinstance(built_index.passages[0], Passage)
