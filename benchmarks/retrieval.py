"""How well questions are found: `python -m benchmarks.retrieval --queries FILE [--related FILE]`.

FILE holds JSON Lines with query, type and relevant ({question text: grade}); the scorer that comes with it,
eval_retrieval.py, stands in the same folder. Baselines in the same run: BM25, and plain
sentence-transformers vectors over the question texts. Nothing here is fitted on the queries: thresholds
come from the bank's own aliases when the index is built.
"""

import argparse
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.inputs import read_lines, read_scorer
from benchmarks.tables import markdown
from interviewer.paths import Paths
from interviewer.wiring import Services

Ranking = list[tuple[str, float]]
DEPTH = 20


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--related", type=Path)
    args = parser.parse_args()
    scorer = read_scorer(args.queries.parent / "eval_retrieval.py")
    with tempfile.TemporaryDirectory() as home:
        services = Services(Paths(*(Path(home) / name for name in ("config", "data", "cache"))))
        services.ensure_index(lambda _: None)
        systems = _systems(services)
        queries = read_lines(args.queries)
        _print_search(scorer, systems, queries)
        _print_outcomes(services, queries)
        if args.related:
            _print_related(scorer, services, systems, read_lines(args.related))


def _systems(services: Services) -> dict[str, Callable[[str], Ranking]]:
    from rank_bm25 import BM25Okapi

    from benchmarks.plain_search import load_model

    texts = [question.text for question in services.bank.questions]
    by_id = services.bank.by_id
    okapi = BM25Okapi([_words(text) for text in texts])
    model = load_model()
    vectors = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    def bm25(query: str) -> Ranking:
        return _top(texts, okapi.get_scores(_words(query)))

    def plain(query: str) -> Ranking:
        vector = model.encode([query], normalize_embeddings=True, show_progress_bar=False)[0]
        return _top(texts, vectors @ vector)

    def own(query: str) -> Ranking:
        hits = services.finder.ask(query, DEPTH).hits
        return [(by_id[hit.question_id].text, hit.score) for hit in hits]

    return {"BM25": bm25, "plain MiniLM over question texts": plain, "interviewer": own}


def _print_search(
    scorer: ModuleType,
    systems: dict[str, Callable[[str], Ranking]],
    queries: list[dict[str, Any]],
) -> None:
    kinds = ("paraphrase", "keyword", "description", "noisy")
    rows = []
    for name, rank in systems.items():
        results = [{"query": q["query"], "ranked": rank(q["query"])} for q in queries]
        inside, outside, _, _ = scorer.score(results, queries)
        of_kind = {kind: [x[1] for x in inside if x[0]["type"] == kind] for kind in kinds}
        best = sorted(x[2] for x in inside)
        border = best[int(0.05 * len(best))]
        rejected = scorer.mean([score < border for _, score in outside])
        rows.append(
            [
                name,
                f"{scorer.mean([x[1]['ndcg@10'] for x in inside]):.3f}",
                f"{scorer.mean([x[1]['recall@1'] for x in inside]):.3f}",
                *(f"{scorer.mean([m['recall@1'] for m in of_kind[kind]]):.2f}" for kind in kinds),
                f"{scorer.auroc(best, [score for _, score in outside]):.3f}",
                f"{100 * rejected:.0f} %",
            ]
        )
    heads = ["system", "nDCG@10", "R@1", *(f"R@1 {kind}" for kind in kinds)]
    print(markdown([*heads, "off topic AUROC", "rejected at 95 % kept"], rows))


def _print_outcomes(services: Services, queries: list[dict[str, Any]]) -> None:
    """What was decided, and how right the first hit is by score."""
    by_id = services.bank.by_id
    decided: dict[tuple[str, str], int] = defaultdict(int)
    bins: dict[int, list[bool]] = defaultdict(list)
    for query in queries:
        found = services.finder.ask(query["query"], DEPTH)
        decided[query.get("subtype", query["type"]), found.outcome] += 1
        if query["relevant"] and found.hits:
            right = query["relevant"].get(by_id[found.hits[0].question_id].text, 0) >= 2
            bins[int(found.hits[0].score * 10)].append(right)
    outcomes = ("answer", "ambiguous", "nothing")
    kinds = list(dict.fromkeys(kind for kind, _ in decided))
    print("\n" + markdown(["kind", *outcomes], [
        [kind, *(decided[kind, outcome] for outcome in outcomes)] for kind in kinds
    ]))  # fmt: skip
    rows = [
        (
            f"{low / 10:.1f} to {low / 10 + 0.1:.1f}",
            len(hits),
            f"{100 * sum(hits) / len(hits):.0f} %",
        )
        for low, hits in sorted(bins.items(), reverse=True)
    ]
    print("\n" + markdown(("score of the first hit", "queries", "right"), rows))


def _print_related(
    scorer: ModuleType,
    services: Services,
    systems: dict[str, Callable[[str], Ranking]],
    queries: list[dict[str, Any]],
) -> None:
    by_id = services.bank.by_id

    def related(name: str) -> Ranking:
        question = services.find_question(name)
        found = services.finder.related([question.id], DEPTH)
        return [(by_id[item.question_id].text, item.score) for item in found]

    rows = []
    for name, rank in {**systems, "interviewer": related}.items():
        results = [{"query": q["query"], "ranked": rank(q["query"])} for q in queries]
        _, _, scored, _ = scorer.score(results, queries)
        rows.append((name, f"{scorer.mean([value for _, value in scored]):.3f}"))
    print("\n" + markdown(("system", "related nDCG@5"), rows))


def _top(texts: list[str], scores: Sequence[float]) -> Ranking:
    order = sorted(range(len(texts)), key=lambda row: -scores[row])[:DEPTH]
    return [(texts[row], float(scores[row])) for row in order]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


if __name__ == "__main__":
    main()
