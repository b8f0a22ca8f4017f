"""The claims that the judge learns from: how they are read, and whether they fit the bank."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.banks import Bank
from training.claims import FOLDER, Claim, Claims, ClaimsError, read_claims

FILES = sorted(FOLDER.glob("*.txt"))


def test_a_small_file(tmp_path: Path) -> None:
    file = tmp_path / "sea.txt"
    file.write_text(
        "# tides\n## moon\n+ The moon pulls.\n-s The sun pulls.\n\n! Wind does it.\n"
        "# waves\n## wind\n~ Air.\n"
    )
    assert read_claims([file]) == {
        "tides": Claims(
            {"moon": [Claim("+", "The moon pulls."), Claim("-s", "The sun pulls.")]},
            ["Wind does it."],
        ),
        "waves": Claims({"wind": [Claim("~", "Air.")]}, []),
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("+ The moon pulls.\n", 1),
        ("# tides\n+ The moon pulls.\n", 2),
        ("# tides\n## moon\n-x The moon pulls.\n", 3),
        ("# tides\n## moon\nThe moon pulls.\n", 3),
        ("# tides\n## moon\n+\n", 3),
        ("! Wind does it.\n", 1),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "sea.txt"
    file.write_text(text)
    with pytest.raises(ClaimsError, match=rf"sea\.txt:{line}: "):
        read_claims([file])


def test_every_key_point_has_claims_of_all_sorts(built_in: Bank) -> None:
    claims = read_claims(FILES)
    asked = {question.id: question for question in built_in.questions if question.has_rubric}
    assert claims.keys() == asked.keys()
    for name, question in asked.items():
        found = claims[name]
        assert list(found.points) == [point.id for point in question.key_points]
        assert len(found.pitfalls) == len(question.pitfalls)
        for listed in found.points.values():
            assert Counter(claim.kind[0] for claim in listed) == {"+": 3, "~": 1, "0": 1, "-": 2}


def test_no_claim_of_a_question_stands_for_two_things() -> None:
    for found in read_claims(FILES).values():
        texts = [claim.text.casefold() for listed in found.points.values() for claim in listed]
        assert len(texts) == len(set(texts))
