"""The judge that ships with the package: a cross-encoder on onnxruntime, without torch."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from corpus.fingerprint import of_bytes
from index.encoder import clean
from index.errors import WeightsError
from index.judging import Reading
from index.weights import ModelFolder

FILE = Path(__file__).parent / "judge" / "judge.onnx"
SHA256 = "fc0f9735eb32b3b7fd78eb694bba7627e4172b0782aa6e40ec72e9d2d7974e3c"
MAX_TOKENS = 160
_REMEMBERED = 4_096


class OnnxJudge:
    """Reads pairs one by one, so that no reading depends on its neighbors.

    Args:
        folder: the encoder that the judge was trained from; it lends its word vectors and tokenizer.

    Raises:
        WeightsError: on first use, where the judge or what it needs is missing or altered.
    """

    def __init__(self, folder: ModelFolder, file: Path = FILE, sha256: str = SHA256) -> None:
        self._folder = folder
        self._file = file
        self._sha256 = sha256
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._read)

    @property
    def id(self) -> str:
        return f"judge@{self._sha256[:12]}"

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        if not pairs:
            self._load()
        return [self._remembered(said, claim) for said, claim in pairs]

    def _load(self) -> tuple[Any, Any]:
        """Session and tokenizer, loaded on first use."""
        return self._session, self._tokenizer

    def _read(self, said: str, claim: str) -> Reading:
        session, tokenizer = self._load()
        encoding = tokenizer.encode(clean(said), clean(claim))
        ids = np.array([encoding.ids], np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.array([encoding.type_ids], np.int64),
        }
        (found,) = session.run(["probabilities"], inputs)
        # Rounded, so that the last bits of a sum cannot turn a verdict.
        return Reading(*(round(float(value), 4) for value in found[0]))

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        try:
            graph = self._file.read_bytes()
        except OSError as error:
            raise WeightsError(
                f"The judge in {self._file} cannot be read ({error.strerror}); install interviewer again"
            ) from error
        if of_bytes(graph) != self._sha256:
            raise WeightsError(
                f"The judge in {self._file} is not the one that was shipped; install interviewer again"
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry(
            "session.model_external_initializers_file_folder_path", str(self._folder.path)
        )
        try:
            return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises bare Exceptions of its own
            reason = str(error).splitlines()[0]
            raise WeightsError(
                f"The judge cannot be loaded ({reason}); install interviewer again"
            ) from error

    @cached_property
    def _tokenizer(self) -> Any:
        return pair_tokenizer(self._folder)


def pair_tokenizer(folder: ModelFolder) -> Any:
    """The encoder's tokenizer, cutting pairs at MAX_TOKENS: the judge is trained and run with the same."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder.path / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
