"""Why an index must be built again: each reason, and which goes first."""

from typing import Any

import msgspec
import pytest

from index.manifest import FORMAT, Manifest, stale_reason

FRESH = Manifest(
    format=FORMAT,
    encoder="mini@1",
    dimension=4,
    texts="t",
    source="s",
    questions=1,
    passages=2,
    complete=True,
)


def reason(**fields: Any) -> str | None:
    manifest = msgspec.structs.replace(FRESH, **fields)
    return stale_reason(manifest, encoder="mini@1", source="s")


def test_an_index_that_fits() -> None:
    assert reason() is None
    assert reason(factory="PQ96x4fs,Refine(SQfp16)") is None
    assert reason(texts="other", questions=9, passages=9, dimension=9) is None


def test_no_index() -> None:
    assert stale_reason(None, encoder="mini@1", source="s") == "there is no index yet"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"format": 7}, "its format is 7, this version writes 2"),
        (
            {"factory": "IVF4096,SQ8"},
            "its vectors are laid out as IVF4096,SQ8, which this version does not read",
        ),
        ({"encoder": "big@2"}, "it was built with the encoder big@2, in use is mini@1"),
        ({"source": "r"}, "the bank has changed since it was built"),
        ({"complete": False}, "its build is not finished"),
    ],
)
def test_each_reason(fields: dict[str, Any], words: str) -> None:
    assert reason(**fields) == words


def test_the_graver_reason_goes_first() -> None:
    assert reason(format=7, encoder="x", source="y", complete=False) == (
        "its format is 7, this version writes 2"
    )
    assert (reason(encoder="x", source="y", complete=False) or "").startswith("it was built with")
    assert reason(source="y", complete=False) == "the bank has changed since it was built"
