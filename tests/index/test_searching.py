"""Search against a numpy oracle that looks at every passage."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import faiss
import msgspec
import numpy as np
import pytest

from corpus.banks import Bank
from corpus.models import KeyPoint, Question
from index import searching
from index.calibrating import Thresholds
from index.encoder import Encoder, Vectors
from index.errors import StorageError
from index.layout import nearest
from index.lexicon import Lexicon, lexicon_data
from index.manifest import FORMAT, Manifest
from index.passages import passages
from index.searching import Hit, Searcher
from index.storage import StoredIndex

DISCOUNTS = {"question": 0.0, "ask": 0.0, "alias": 0.0, "answer": 0.05, "point": 0.05, "says": 0.05}


def scores(stored: StoredIndex, vector: Vectors) -> dict[str, tuple[float, float, int]]:
    """Score, nearest cosine and its row of every question, in plain loops.

    A question's score is 0.3 of its best cosine less the discount, and 0.7 of the mean of its eight
    best cosines; those that a question with fewer passages lacks count as 0.25 below its best.
    """
    cosines = np.clip(stored.vectors() @ vector, -1.0, 1.0)
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(stored.passages):
        if passage.kind in DISCOUNTS:
            rows.setdefault(passage.question_id, []).append(row)
    found = {}
    for key, mine in rows.items():
        nearest = max(
            mine, key=lambda r: (float(cosines[r]) - DISCOUNTS[stored.passages[r].kind], -r)
        )
        top = float(cosines[nearest]) - DISCOUNTS[stored.passages[nearest].kind]
        best = sorted((float(cosines[r]) for r in mine), reverse=True)[:8]
        best += [best[0] - 0.25] * (8 - len(best))
        found[key] = (0.3 * top + 0.7 * sum(best) / 8, float(cosines[nearest]), nearest)
    return found


def oracle(
    stored: StoredIndex, encoder: Any, text: str, exclude: Collection[str] = ()
) -> list[tuple[str, float, int]]:
    """Id, score and nearest row of every question: the mean over the text's three readings."""
    readings = Lexicon(stored.lexicon).read(text).variants(text)
    assert len(readings) == 3
    each = [scores(stored, encoder.encode([reading])[0]) for reading in readings]
    ranked = []
    for key in each[0]:
        if key not in exclude:
            score = sum(reading[key][0] for reading in each) / 3
            _, row = max((reading[key][1], -reading[key][2]) for reading in each)
            ranked.append((key, score, -row))
    return sorted(ranked, key=lambda item: (-round(item[1], 7), item[2]))


@pytest.fixture
def searcher(built_index: StoredIndex, encoder: Encoder) -> Searcher:
    return Searcher(built_index, encoder)


def same(hits: list[Hit], expected: list[tuple[str, float, int]], stored: StoredIndex) -> None:
    assert [hit.question_id for hit in hits] == [key for key, _, _ in expected]
    for hit, (_, score, row) in zip(hits, expected, strict=True):
        assert hit.score == pytest.approx(score, abs=3e-6)
        assert hit.passage == stored.passages[row]
        assert -1.0 <= hit.cosine <= 1.0


QUERIES = [
    "why many trees",
    "What is a random forest?",
    "sliding window average in python",
    "you were late with a project",
    "wats the diff btw bagging n boosting",
    "randm forrest overfiting var",
    "each new tree corrects the mistakes of the previous trees",
    "?",
    "過学習",
]


@pytest.mark.parametrize("query", QUERIES)
def test_search_against_the_oracle(
    searcher: Searcher, built_index: StoredIndex, encoder: Encoder, query: str
) -> None:
    hits = searcher.search(query, 10)
    assert len(hits) == 4
    same(hits, oracle(built_index, encoder, query), built_index)


def test_typing_errors_and_shorthand_are_read_beside_the_raw_text(built_index: StoredIndex) -> None:
    reading = Lexicon(built_index.lexicon).read("wats a randm forestt n its var?")
    assert reading.text == "what is a random forest and its var?"
    assert reading.expanded == "what is a random forest and its var? (Variance)"


@pytest.mark.parametrize(
    ("text", "question_id", "kind"),
    [
        ("What is a random forest?", "random-forest", "question"),
        ("mean over a sliding window", "moving-average", "alias"),
        ("since then I put a buffer of a week into every plan", "missed-deadline", "says"),
    ],
)
def test_own_texts_are_the_nearest_passage(
    searcher: Searcher, text: str, question_id: str, kind: str
) -> None:
    hit = searcher.search(text, 1)[0]
    assert (hit.question_id, hit.passage.kind, hit.passage.text) == (question_id, kind, text)
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
    expected = oracle(built_index, encoder, "trees", {"random-forest"})
    hits = searcher.search("trees", 9, exclude=["random-forest"])
    assert len(hits) == 3
    same(hits, expected, built_index)
    everything = {passage.question_id for passage in built_index.passages}
    assert searcher.search("trees", 9, exclude=everything) == []


def test_the_same_search_gives_the_same_hits(searcher: Searcher) -> None:
    assert searcher.search("trees", 4) == searcher.search("trees", 4)


def test_search_without_a_passage_finds_it_by_the_others(
    searcher: Searcher, built_index: StoredIndex
) -> None:
    row = next(row for row, p in enumerate(built_index.passages) if p.text == "bagging of trees")
    hits = searcher.search_without(row, 4)
    vector = built_index.vectors()[row]
    cosines = built_index.vectors() @ vector
    assert hits[0].question_id == "random-forest"
    others = [
        float(cosines[r]) - DISCOUNTS[p.kind]
        for r, p in enumerate(built_index.passages)
        if r != row and p.question_id == "random-forest" and p.kind in DISCOUNTS
    ]
    discount = DISCOUNTS[hits[0].passage.kind]
    assert hits[0].cosine - discount == pytest.approx(max(others), abs=2e-6)
    assert all(hit.passage.text != "bagging of trees" for hit in hits)


def hit(key: str, score: float, stored: StoredIndex) -> Hit:
    return Hit(key, score, stored.passages[0], score)


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        ([], "nothing"),
        ([0.29], "nothing"),
        ([0.30], "answer"),
        ([0.30, 0.29], "ambiguous"),
        ([0.40, 0.35], "answer"),
        ([0.40, 0.36], "ambiguous"),
        ([0.60, 0.60], "answer"),
    ],
)
def test_decide(
    built_index: StoredIndex, encoder: Encoder, found: list[float], outcome: str
) -> None:
    thresholds = Thresholds(nothing=0.3, sure=0.6, margin=0.05)
    manifest = msgspec.structs.replace(built_index.manifest, thresholds=thresholds)
    stored = StoredIndex(manifest, built_index.passages, built_index.lexicon, built_index.faiss)
    searcher = Searcher(stored, encoder)
    hits = [hit(f"q{number}", score, stored) for number, score in enumerate(found)]
    assert searcher.decide(hits) == outcome
    # A sentence that is near by itself is enough.
    near = msgspec.structs.replace(thresholds, near=0.58)
    stored.manifest = msgspec.structs.replace(manifest, thresholds=near)
    if found and outcome == "nothing":
        assert searcher.decide([replace(hits[0], cosine=0.57)]) == "nothing"
        assert searcher.decide([replace(hits[0], cosine=0.58)]) == "answer"
    # Twins are no ambiguity.
    if outcome == "ambiguous":
        assert searcher.decide(hits, [{"q0", "q1"}]) == "answer"


class Fixed:
    """An encoder whose vectors are given."""

    id = "fixed@1"

    def __init__(self, table: dict[str, list[float]]) -> None:
        self.table = table
        self.dimension = len(next(iter(table.values())))

    def known_words(self) -> list[str]:
        return ["query"]

    def encode(self, texts: Sequence[str]) -> Vectors:
        out = np.array([self.table[text] for text in texts], np.float32)
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), np.float32)


def stored_over(encoder: Any, questions: list[Question]) -> StoredIndex:
    """An index in memory, not calibrated."""
    bank = Bank(tuple(questions))
    listed = passages(questions)
    flat = faiss.IndexFlatIP(encoder.dimension)
    if listed:
        flat.add(encoder.encode([passage.text for passage in listed]))
    manifest = Manifest(
        format=FORMAT,
        encoder=encoder.id,
        dimension=encoder.dimension,
        texts="",
        source="",
        questions=len(questions),
        passages=len(listed),
        complete=True,
    )
    return StoredIndex(manifest, listed, lexicon_data(bank, encoder.known_words()), flat)


def unit(cosine: float) -> list[float]:
    return [cosine, float(np.sqrt(1 - cosine**2))]


def test_ties_go_by_bank_order() -> None:
    encoder = Fixed({"same": [1, 0], "far": [0, 1], "query": [1, 1]})
    questions = [Question(id=f"q{n}", text="same", aliases=("far",)) for n in (5, 3, 9, 1, 7)]
    searcher = Searcher(stored_over(encoder, questions), encoder)
    hits = searcher.search("query", 5)
    assert [hit.question_id for hit in hits] == ["q5", "q3", "q9", "q1", "q7"]
    assert {hit.passage.kind for hit in hits} == {"question"}
    assert [hit.question_id for hit in searcher.search("query", 2)] == ["q5", "q3"]


def test_breadth_and_discounts_worked_by_hand() -> None:
    encoder = Fixed({"half": unit(0.5), "eight": unit(0.8), "exact": [1, 0], "query": [1, 0]})
    questions = [
        Question(id="bare", text="eight"),
        Question(id="broad", text="eight", aliases=("eight",) * 8),
        Question(id="by-answer", text="half", answer="exact"),
    ]
    hits = Searcher(stored_over(encoder, questions), encoder).search("query", 3)
    # broad: 0.8 throughout. by-answer: 0.3 * 0.95 + 0.7 * (1 + 0.5 + 6 * 0.75) / 8.
    # bare: 0.3 * 0.8 + 0.7 * (0.8 + 7 * 0.55) / 8.
    assert [hit.question_id for hit in hits] == ["by-answer", "broad", "bare"]
    assert [hit.score for hit in hits] == pytest.approx([0.81, 0.8, 0.646875], abs=1e-5)
    assert [hit.passage.kind for hit in hits] == ["answer", "question", "question"]


def large(encoder: Any) -> StoredIndex:
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
        for n in range(120)
    ]
    return stored_over(encoder, questions)


def test_a_large_bank_against_the_oracle(make_encoder: Callable[..., Any]) -> None:
    encoder = make_encoder(dimension=24)
    stored = large(encoder)
    searcher = Searcher(stored, encoder)
    assert 1000 < len(stored.passages) <= searching.CANDIDATES
    for number in range(20):
        query = f"query {number}"
        expected = oracle(stored, encoder, query)
        for limit in (1, 10, 60):
            same(searcher.search(query, limit), expected[:limit], stored)


def test_too_few_candidates_are_widened(
    make_encoder: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = make_encoder(dimension=24)
    stored = large(encoder)
    monkeypatch.setattr(searching, "CANDIDATES", 16)
    searcher = Searcher(stored, encoder)
    only = {f"q{n}" for n in range(0, 120, 40)}
    exclude = {f"q{n}" for n in range(120)} - only
    hits = searcher.search("query", 3, exclude)
    assert {hit.question_id for hit in hits} == only
    assert len(searcher.search("query", 120)) == 120


class TestNeighbors:
    """The one function that sees FAISS's way of saying nothing."""

    def test_more_than_there_are(self, built_index: StoredIndex) -> None:
        vector = built_index.vectors()[7]
        rows, cosines = nearest(built_index.faiss, vector, 10_000)
        assert sorted(rows.tolist()) == list(range(43))
        assert rows[0] == 7
        assert cosines[0] == pytest.approx(1.0, abs=1e-6)
        assert np.abs(cosines).max() <= 1.0

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
    def test_what_is_no_number(self, built_index: StoredIndex, value: float) -> None:
        vector = built_index.vectors()[0].copy()
        vector[3] = value
        assert [len(found) for found in nearest(built_index.faiss, vector, 5)] == [0, 0]

    @pytest.mark.parametrize("count", [0, -3])
    def test_none_wanted(self, built_index: StoredIndex, count: int) -> None:
        assert [
            len(found) for found in nearest(built_index.faiss, built_index.vectors()[0], count)
        ] == [0, 0]

    def test_an_empty_index(self, make_encoder: Callable[..., Any]) -> None:
        encoder = make_encoder()
        stored = stored_over(encoder, [])
        assert [len(found) for found in nearest(stored.faiss, encoder.encode(["x"])[0], 5)] == [
            0,
            0,
        ]
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

        def known_words(self) -> list[str]:
            return []

        def encode(self, texts: Sequence[str]) -> Vectors:
            return np.full((len(texts), 384), np.nan, np.float32)

    assert Searcher(built_index, Broken()).search("trees", 5) == []
