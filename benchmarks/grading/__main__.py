"""How well answers are judged: `python -m benchmarks.grading --eval FOLDER [--asag FOLDER]`.

The first folder holds answers_dev.jsonl, coverage_dev.jsonl and questions_dev.jsonl with their scorer
eval_answers.py, the second public sets of short answers.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.grading import answers, points
from benchmarks.grading.features import matched
from benchmarks.grading.judged import Product
from benchmarks.grading.labelled import read_answers, read_claims
from benchmarks.grading.latency import print_latency
from benchmarks.grading.public import print_public
from index.runtime_encoder import open_runtime_encoder
from index.weights import default_folder
from interviewer.paths import Paths
from interviewer.wiring import Services

_QUICK = 6


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__)
    parser.add_argument("--eval", type=Path, help="folder of labelled answers and key points")
    parser.add_argument("--asag", type=Path, help="folder of public short-answer sets")
    parser.add_argument("--judge", type=Path, help="a judge to measure instead of the shipped one")
    parser.add_argument("--quick", action="store_true", help=f"each {_QUICK}th question only")
    args = parser.parse_args()
    every = _QUICK if args.quick else 1
    with tempfile.TemporaryDirectory() as home:
        services = Services(Paths(*(Path(home) / name for name in ("config", "data", "cache"))))
        encoder = open_runtime_encoder(default_folder(), services.paths.encoders)
        assert encoder is not None, "the default model runs on onnxruntime"
        product = Product(encoder, encoder, args.judge)
        if args.eval:
            _print_labelled(args.eval, services, product, every)
        print("\n## Latency")
        print_latency(services.bank, product)
        if args.asag:
            print("\n## Public sets of short answers")
            print_public(args.asag, product, every)


def _print_labelled(folder: Path, services: Services, product: Product, every: int) -> None:
    labelled = read_answers(folder, services.bank, every)
    claims = read_claims(folder, every)
    judged = product.assessments(labelled.questions, labelled.texts)
    print("## Whole answers")
    answers.print_systems(labelled, product, judged)
    answers.print_kinds(labelled, judged)
    answers.print_reliability(labelled, judged)
    answers.print_determinism(labelled, product, judged)
    print("\n## Key points")
    found = matched(product, claims.questions, claims.answers)
    points.print_points(claims, product, found)
    print("\n## What each part adds")
    points.print_point_ablation(claims, found)
    answers.print_ablation(labelled, matched(product, labelled.questions, labelled.texts))


if __name__ == "__main__":
    main()
