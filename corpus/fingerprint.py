"""Content fingerprints: the same content gives the same digest, whatever file it stands in."""

import hashlib
from collections.abc import Iterable

from corpus.models import Model
from corpus.parsing import to_json


def of_bytes(data: bytes) -> str:
    """SHA-256 of raw bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def of_texts(texts: Iterable[str]) -> str:
    """SHA-256 over a sequence of texts; order and borders count."""
    digest = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def of_models(models: Iterable[Model]) -> str:
    """SHA-256 over the content of models; layout and comments of their files do not count."""
    digest = hashlib.sha256()
    for model in models:
        data = to_json(model)
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
