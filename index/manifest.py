"""The manifest: what an index directory holds, and why it may no longer fit the bank."""

from typing import Annotated

from msgspec import Meta, Struct

from index.calibrating import UNCALIBRATED, Thresholds
from index.layout import readable

FORMAT = 2


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Description of one index generation, compared field by field with what is wanted.

    Attributes:
        format: version of the directory's layout.
        encoder: id of the encoder whose vectors these are.
        dimension: length of a vector.
        texts: fingerprint of exactly the texts embedded (`passages.texts_fingerprint`).
        source: fingerprint of the bank files' bytes: equal means equal texts, without parsing.
        questions: number of questions.
        passages: number of passages.
        complete: False for the early index of a build that still goes on.
        factory: the FAISS index type (`layout.factory`).
        dead: rows whose passages are gone; there are as many vectors as passages and dead rows.
        added: rows that came after the index was last built as a whole.
        thresholds: borders between the outcomes of a search, fitted to this encoder and bank.
    """

    format: int
    encoder: str
    dimension: Annotated[int, Meta(gt=0)]
    texts: str
    source: str
    questions: Annotated[int, Meta(ge=0)]
    passages: Annotated[int, Meta(ge=0)]
    complete: bool
    factory: str = "Flat"
    dead: Annotated[int, Meta(ge=0)] = 0
    added: Annotated[int, Meta(ge=0)] = 0
    thresholds: Thresholds = UNCALIBRATED


def stale_reason(manifest: Manifest | None, *, encoder: str, source: str) -> str | None:
    """Why an index must be built again, in words for a person; None while it fits.

    Args:
        manifest: of the index on disk, None where there is none.
        encoder: id of the encoder in use.
        source: fingerprint of the bank files.
    """
    if manifest is None:
        return "there is no index yet"
    if manifest.format != FORMAT:
        return f"its format is {manifest.format}, this version writes {FORMAT}"
    if not readable(manifest.factory):
        return f"its vectors are laid out as {manifest.factory}, which this version does not read"
    if manifest.encoder != encoder:
        return f"it was built with the encoder {manifest.encoder}, in use is {encoder}"
    if manifest.source != source:
        return "the bank has changed since it was built"
    if not manifest.complete:
        return "its build is not finished"
    return None
