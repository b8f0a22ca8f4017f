"""python -m training --nli NLI.csv.gz --out FOLDER: train, measure and export the judge."""

import argparse
import random
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch

from corpus.banks import BUILT_IN
from corpus.fingerprint import of_bytes
from corpus.loading import load_bank
from index.cross_encoder import OnnxJudge, pair_tokenizer
from index.encoder import open_encoder
from index.weights import default_folder
from training import evaluating
from training.claims import FOLDER, ClaimsError, read_claims
from training.exporting import export_judge
from training.fitting import CrossEncoder, Recipe, fit, mean_of, predict
from training.general import read_general
from training.pairs import draw, prepare

_CHECKED = 1_500


def main() -> int:
    """Train with the recipe and write checkpoint, log and the exported judge to a folder."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--nli", type=Path, required=True, help="CSV of public NLI pairs")
    parser.add_argument("--out", type=Path, required=True, help="where the results go")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument(
        "--start", type=Path, help="a checkpoint to go on from, past the first stage"
    )
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    held_out = set((Path(__file__).parent / "held_out.txt").read_text("utf-8").split())
    try:
        claims = read_claims(sorted(FOLDER.glob("*.txt")))
        general = read_general(args.nli, "train")
        check = random.Random(3).sample(read_general(args.nli, "test"), _CHECKED)
    except (ClaimsError, OSError, KeyError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    bank = load_bank((BUILT_IN,), args.out / "cache")
    encoder = open_encoder(None, args.out / "cache", threads=args.threads)
    asked = [question for question in bank.questions if question.has_rubric]
    seen = [question for question in asked if question.id not in held_out]
    unseen = draw(prepare([q for q in asked if q.id in held_out], claims, encoder), 7)
    folder = default_folder()
    model, tokenizer = CrossEncoder(folder), pair_tokenizer(folder)

    def log(text: str) -> None:
        print(text, flush=True)

    def after(epoch: int) -> None:
        torch.save(model.state_dict(), args.out / f"epoch-{epoch + 1}.pt")
        log(f"epoch {epoch + 1}")
        for name, result in evaluating.by_kind(unseen, predict(model, tokenizer, unseen)):
            log(f"  {name}: {result}")
        for name, result in evaluating.general(check, predict(model, tokenizer, check)):
            log(f"  {name}: {result}")

    recipe = Recipe(epochs=args.epochs)
    if args.start:
        model.load_state_dict(torch.load(args.start))
    else:
        first = partial(draw, prepare(seen, {}, encoder))
        fit(model, tokenizer, first, general, replace(recipe, epochs=1), log=log, after=after)
    made = partial(draw, prepare(seen, claims, encoder))
    share = random.Random(recipe.seed).sample(general, int(recipe.general_share * len(general)))
    fit(model, tokenizer, made, share, replace(recipe, seed=2), log=log, after=after)
    last = [args.out / f"epoch-{number}.pt" for number in (recipe.epochs - 1, recipe.epochs)]
    torch.save(mean_of([torch.load(path) for path in last]), args.out / "judge.pt")
    exported = export_judge(args.out / "judge.pt", folder)
    (args.out / "judge.onnx").write_bytes(exported)
    log(
        f"judge.onnx, SHA-256 {of_bytes(exported)}: copy it to index/judge/, and this to SHA256 there"
    )
    judge = OnnxJudge(folder, args.out / "judge.onnx", of_bytes(exported))
    read = np.array(judge.read([(pair.said, pair.claim) for pair in unseen]), np.float32)
    for name, result in evaluating.by_kind(unseen, read):
        log(f"  {name}: {result}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
