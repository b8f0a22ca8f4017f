"""The judge that ships: that it is the one pinned, reads pairs alone, and tells right from wrong."""

from pathlib import Path

import pytest

from corpus.banks import BUILT_IN, Bank
from corpus.loading import load_bank
from index.cross_encoder import FILE, SHA256, OnnxJudge
from index.errors import WeightsError
from index.judging import Reading, hypothesis
from index.weights import default_folder
from training.claims import FOLDER, read_claims


@pytest.fixture(scope="module")
def judge() -> OnnxJudge:
    return OnnxJudge(default_folder())


LASSO = "What is lasso? Lasso penalizes the sum of the absolute values of the weights."
PAIRS = [
    ("It adds up the absolute values of all weights and puts that into the loss.", LASSO),
    ("It adds up the squares of all weights and puts that into the loss.", LASSO),
    ("My dog likes long walks in the rain.", LASSO),
]


def test_what_is_said_denied_and_beside_the_point(judge: OnnxJudge) -> None:
    right, wrong, beside = judge.read(PAIRS)
    assert right.said > 2 * wrong.said
    assert wrong.denied > right.denied
    assert beside.unsaid > 0.5
    for reading in (right, wrong, beside):
        assert sum(reading) == pytest.approx(1.0, abs=3e-4)


def test_a_pair_is_read_the_same_whatever_stands_beside_it(judge: OnnxJudge) -> None:
    fresh = OnnxJudge(default_folder())
    assert [fresh.read([pair])[0] for pair in reversed(PAIRS)] == judge.read(PAIRS)[::-1]


@pytest.mark.parametrize(
    "said", ["", "\x00", "\udc80", "😀" * 500, "word " * 2000, "[SEP] [CLS]", "過学習"]
)
def test_odd_texts_are_read_too(judge: OnnxJudge, said: str) -> None:
    (reading,) = judge.read([(said, LASSO)])
    assert isinstance(reading, Reading)
    assert sum(reading) == pytest.approx(1.0, abs=3e-4)


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "judge.onnx"
    file.write_bytes(FILE.read_bytes()[:-1] + b"\0")
    with pytest.raises(WeightsError, match="not the one that was shipped; install"):
        OnnxJudge(default_folder(), file).read([])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"cannot be read .*; install"):
        OnnxJudge(default_folder(), tmp_path / "judge.onnx").read([])


def test_its_id_names_its_weights(judge: OnnxJudge) -> None:
    assert judge.id == f"judge@{SHA256[:12]}"


@pytest.fixture(scope="module")
def held_out(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    bank = load_bank((BUILT_IN,), tmp_path_factory.mktemp("compiled"))
    names = (FOLDER.parent / "held_out.txt").read_text("utf-8").split()
    return Bank(tuple(bank.by_id[name] for name in names))


def test_statements_on_questions_it_never_saw(judge: OnnxJudge, held_out: Bank) -> None:
    """Far enough below what the model card tells to hold for a sample, far above chance."""
    claims = read_claims(sorted(FOLDER.glob("*.txt")))
    heard: dict[str, list[Reading]] = {"+": [], "0": [], "-": []}
    for question in held_out.questions[::3]:
        for point in question.key_points:
            for claim in claims[question.id].points[point.id]:
                if claim.kind[0] in heard:
                    pair = (claim.text, hypothesis(question, point.point))
                    heard[claim.kind[0]] += judge.read([pair])
    said = {kind: sum(r.said > 0.5 for r in found) / len(found) for kind, found in heard.items()}
    assert len(heard["+"]) > 150
    assert said["+"] > 0.7
    assert said["0"] < 0.3
    assert said["-"] < 0.4
