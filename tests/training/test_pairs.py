"""Training pairs: right labels, the same draw for the same seed, and nothing from what is held out."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.banks import Bank
from corpus.models import KeyPoint, Pitfall, Question
from index.encoder import Vectors
from training.claims import FOLDER, Claim, Claims, read_claims
from training.general import read_general
from training.pairs import DENIED, HALF, NOT_SAID, SAID, UNSAID, Pair, draw, prepare

TIDES = Question(
    id="tides",
    text="What makes the tides?",
    key_points=(
        KeyPoint(id="moon", point="The moon pulls the water.", says=("it is the moon",)),
        KeyPoint(id="twice", point="High water comes twice a day.", says=("two times daily",)),
    ),
    pitfalls=(
        Pitfall(
            claim="Wind makes tides.", correction="No.", contradicts="moon", says=("the wind",)
        ),
    ),
)
CLAIMS = {
    "tides": Claims(
        {
            "moon": [
                Claim("+", "Gravity of the moon does it"),
                Claim("~", "Something in the sky pulls"),
                Claim("0", "The moon is full once a month"),
                Claim("-s", "It is the sun and not our satellite"),
            ],
            "twice": [
                Claim("+", "Every twelve hours or so"),
                Claim("-v", "Once a week it is high"),
            ],
        },
        ["All by storms"],
    )
}


class Hashed:
    id, dimension = "hashed", 8

    def known_words(self) -> list[str]:
        return []

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [np.random.default_rng(len(text)).normal(size=8) for text in texts]
        return np.array(rows, np.float32).reshape(-1, 8)


def drawn(seed: int) -> list[Pair]:
    return draw(prepare([TIDES], CLAIMS, Hashed()), seed)


def test_the_same_seed_draws_the_same_pairs() -> None:
    assert drawn(3) == drawn(3)
    assert drawn(3) != drawn(4)


def test_every_claim_is_set_against_its_own_point_with_its_own_label() -> None:
    labels = {"+": SAID, "~": HALF, "0": UNSAID, "-s": DENIED, "-v": DENIED}
    for seed in range(20):
        pairs = drawn(seed)
        for point in TIDES.key_points:
            for claim in CLAIMS["tides"].points[point.id]:
                words = claim.text.lower().split()
                (found,) = [
                    pair
                    for pair in pairs
                    if pair.kind == claim.kind
                    and pair.claim == f"{TIDES.text} {point.point}"
                    # A letter may be swapped, and company may stand beside it.
                    and sum(word in pair.said.lower() for word in words) >= len(words) - 1
                ]
                assert found.label == labels[claim.kind]


def test_pitfalls_are_stated_and_deny_their_point() -> None:
    for seed in range(20):
        found = {(pair.kind, pair.claim, pair.label) for pair in drawn(seed)}
        assert ("pitfall stated", "What makes the tides? Wind makes tides.", SAID) in found
        assert ("pitfall", "What makes the tides? The moon pulls the water.", DENIED) in found
        assert ("pitfall, right words", "What makes the tides? Wind makes tides.", DENIED) in found


def test_general_pairs_are_those_of_one_split(tmp_path: Path) -> None:
    file = tmp_path / "nli.csv"
    file.write_text(
        "set,premise,hypothesis,label,split\n"
        "snli,A man eats.,Someone eats.,entailment,train\n"
        "snli,A man eats.,Nobody eats.,contradiction,test\n"
        "rte,A man eats.,He is old.,not_entailment,train\n"
    )
    assert read_general(file, "train") == [
        Pair("A man eats.", "Someone eats.", SAID, "snli", ""),
        Pair("A man eats.", "He is old.", NOT_SAID, "rte", ""),
    ]


def test_held_out_questions_are_of_the_bank_and_no_small_part(built_in: Bank) -> None:
    held_out = (FOLDER.parent / "held_out.txt").read_text("utf-8").split()
    assert len(held_out) == len(set(held_out)) == 36
    assert set(held_out) <= built_in.by_id.keys()


def test_no_labelled_answer_is_among_the_claims(repo: Path) -> None:
    folder = repo.parent / "shared" / "eval"
    if not folder.is_dir():
        pytest.skip("the labelled answers are not at hand")
    labelled = " ".join(
        " ".join(path.read_text("utf-8").casefold().split()) for path in folder.glob("*.jsonl")
    )
    texts = [
        claim.text.casefold().rstrip(".")
        for found in read_claims(sorted(FOLDER.glob("*.txt"))).values()
        for listed in found.points.values()
        for claim in listed
        # Shorter ones may coincide, such as a formula read aloud.
        if len(claim.text.split()) >= 14
    ]
    assert len(texts) > 5_000
    assert [text for text in texts if text in labelled] == []


def test_noise_leaves_most_texts_alone() -> None:
    from training.pairs import _with_noise

    rng = random.Random(1)
    kept = sum(_with_noise(rng, "The moon pulls.") == "The moon pulls." for _ in range(1000))
    assert 860 <= kept <= 940
