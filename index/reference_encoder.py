"""The sentence-transformers encoder: the reference, and the path for models that are no plain BERT."""

from collections.abc import Sequence

import numpy as np

from index.encoder import Vectors, encoder_id, whole_words
from index.errors import WeightsError
from index.weights import ModelFolder, sha256_of


class SentenceTransformersEncoder:
    """Runs any local sentence-transformers folder with torch, on the CPU.

    Importing torch takes seconds and 400 MB: the default model runs on `index.runtime_encoder`.

    Raises:
        WeightsError: the weights are altered, or sentence-transformers cannot load the folder.
    """

    def __init__(self, folder: ModelFolder) -> None:
        self._id = encoder_id(folder, sha256_of(folder))
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(str(folder.path), device="cpu", local_files_only=True)
        except Exception as error:  # the library raises many kinds for a folder it cannot load
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise WeightsError(
                f"sentence-transformers cannot load {folder.path} ({reason}); save the model again "
                "with model.save()"
            ) from error

    @property
    def id(self) -> str:
        return self._id

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self._model.encode(
            list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)

    def known_words(self) -> list[str]:
        return whole_words(self._model.tokenizer.get_vocab())
