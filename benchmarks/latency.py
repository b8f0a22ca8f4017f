"""Warm times within one process: `python -m benchmarks.latency`.

One query end to end, the same by plain sentence-transformers, building, and judging a 120-word answer.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.plain_search import load_model
from benchmarks.tables import markdown
from index.passages import passages
from interviewer.engine.assessment import judge
from interviewer.paths import Paths
from interviewer.wiring import Services

QUERIES = ("kernel trick", "why do my gradients shrink", "diff btw bagging n boosting", "rope")
ANSWER_WORDS = 120
TEXTS = 1024


def main() -> None:
    """Print the tables."""
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as home:
        services = Services(Paths(*(Path(home) / name for name in ("config", "data", "cache"))))
        services.ensure_index(lambda _: None)
        model = load_model()
        _print_queries(services, model)
        _print_building(services, model)
        _print_judging(services)


def _print_queries(services: Services, model: object) -> None:
    encode = model.encode  # type: ignore[attr-defined]
    rows = []
    for name, call in (
        ("ask, end to end, one thread", lambda text: services.finder.ask(text, 10)),
        ("plain: encoding alone, one thread", lambda text: encode([text])),
    ):
        times = _times(call, QUERIES, 50)
        rows.append((name, f"{times[len(times) // 2]:.1f}", f"{times[int(0.99 * len(times))]:.1f}"))
    print(markdown(("warm query", "p50 ms", "p99 ms"), rows))


def _print_building(services: Services, model: object) -> None:
    """Texts a second over a slice of the bank, by both encoders."""
    texts = [passage.text for passage in passages(services.bank.questions)][:TEXTS]
    encode = model.encode  # type: ignore[attr-defined]
    cores = os.cpu_count() or 1
    rows = []
    for name, call in (
        (f"runtime encoder, {cores} threads", services.open_encoder(threads=cores).encode),
        ("runtime encoder, 1 thread", services.encoder.encode),
        ("plain sentence-transformers, 1 thread", encode),
    ):
        start = time.perf_counter()
        call(texts)
        rows.append((name, f"{len(texts) / (time.perf_counter() - start):.0f}"))
    print("\n" + markdown(("building", "texts a second"), rows))


def _print_judging(services: Services) -> None:
    question = next(q for q in services.bank.questions if len(q.key_points) == 6 and q.answer)
    answer = " ".join((question.answer or "").split()[:ANSWER_WORDS])
    times = _times(lambda text: judge(question, text, services.matcher), (answer,), 50)
    row = (question.id, f"{times[len(times) // 2]:.0f}", f"{times[int(0.99 * len(times))]:.0f}")
    print(
        "\n" + markdown((f"judging {ANSWER_WORDS} words, 6 key points", "p50 ms", "p99 ms"), [row])
    )


def _times(call: Callable[[str], object], texts: tuple[str, ...], rounds: int) -> list[float]:
    for text in texts:
        call(text)
    times = []
    for number in range(rounds):
        text = texts[number % len(texts)]
        start = time.perf_counter()
        call(text)
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)


if __name__ == "__main__":
    main()
