"""The runtime encoder: the exported graph run by onnxruntime, without torch.

The exported graph and what is known of the weights are kept in a cache folder. The weights are
hashed when the graph is made and whenever their file was written since.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from corpus.fingerprint import of_bytes
from index import files
from index.encoder import MAX_TOKENS, TokenVectors, Vectors, clean, encoder_id, whole_words
from index.errors import WeightsError
from index.export import bert_shape, export
from index.weights import ModelFolder, sha256_of, stamp_of

_EXPORT_VERSION = 1
_BATCH = 32


class _Export(msgspec.Struct, frozen=True):
    """What the cache knows of an exported graph; any difference means exporting anew."""

    version: int
    folder: str
    stamp: str
    sha256: str
    dimension: int
    max_tokens: int
    graph_sha256: str


def open_runtime_encoder(
    folder: ModelFolder, cache: Path, *, threads: int = 1
) -> "OnnxEncoder | None":
    """The runtime encoder of a model folder, or None where its model is no plain BERT.

    Raises:
        WeightsError: the weights are missing, altered or truncated.
    """
    place = cache / folder.name
    stamp = stamp_of(folder)
    known = _read_known(place / "encoder.json")
    graph: bytes | None = None
    if (
        known is not None
        and (known.version, known.folder, known.stamp) == (_EXPORT_VERSION, str(folder.path), stamp)
        and folder.pinned_sha256 in (None, known.sha256)
    ):
        try:
            graph = (place / "encoder.onnx").read_bytes()
        except OSError:
            graph = None
        if graph is not None and of_bytes(graph) != known.graph_sha256:
            graph = None
    if known is None or graph is None:
        shape = bert_shape(folder)
        if shape is None:
            return None
        sha256 = sha256_of(folder)
        graph = export(folder)
        limit = _max_tokens(folder)
        known = _Export(
            version=_EXPORT_VERSION,
            folder=str(folder.path),
            stamp=stamp,
            sha256=sha256,
            dimension=shape.hidden,
            max_tokens=limit,
            graph_sha256=of_bytes(graph),
        )
        files.try_write(place / "encoder.onnx", graph)
        files.try_write(place / "encoder.json", msgspec.json.encode(known))
    return OnnxEncoder(folder, graph, known, threads)


def _read_known(path: Path) -> _Export | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Export)
    except (OSError, msgspec.MsgspecError):
        return None


def _max_tokens(folder: ModelFolder) -> int:
    if not (folder.path / "sentence_bert_config.json").is_file():
        return MAX_TOKENS
    return int(folder.config("sentence_bert_config.json").get("max_seq_length") or MAX_TOKENS)


class OnnxEncoder:
    """A BERT sentence encoder on onnxruntime and tokenizers.

    Equal to the sentence-transformers encoder up to rounding (cosine > 0.99999).
    """

    def __init__(self, folder: ModelFolder, graph: bytes, known: _Export, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The graph is written as it is to be run: optimizing it takes 20 ms and gives the same bits.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        if threads == 1:
            # Packed weights take 30 ms and save one of the four that a query takes, a tenth of a
            # build's batch: worth it for thousands of texts, not for a few.
            options.add_session_config_entry("session.disable_prepacking", "1")
        # Threads that spin while they wait make a build slower than one thread on a busy machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry(
            "session.model_external_initializers_file_folder_path", str(folder.path)
        )
        try:
            self._session: Any = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder.path / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare Exceptions of their own
            reason = str(error).splitlines()[0]
            raise WeightsError(
                f"The encoder in {folder.path} cannot be loaded ({reason}); install it again"
            ) from error
        # The file's own settings truncate at 128 and pad everything to 128: neither is wanted.
        self._tokenizer.enable_truncation(known.max_tokens)
        self._tokenizer.no_padding()
        self._id = encoder_id(folder, known.sha256)
        self._dimension = known.dimension

    @property
    def id(self) -> str:
        return self._id

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        out = np.empty((len(texts), self._dimension), np.float32)
        encodings = self._tokenizer.encode_batch_fast([clean(text) for text in texts])
        for rows, ids, mask in _batches(encodings):
            inputs = {"input_ids": ids, "attention_mask": mask}
            (out[rows],) = self._session.run(["sentence_embedding"], inputs)
        return out

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        encodings = self._tokenizer.encode_batch([clean(text) for text in texts])
        found: dict[int, TokenVectors] = {}
        for rows, ids, mask in _batches(encodings):
            inputs = {"input_ids": ids, "attention_mask": mask}
            (vectors,) = self._session.run(["token_embeddings"], inputs)
            for line, row in enumerate(rows):
                encoding = encodings[row]
                own = [n for n, added in enumerate(encoding.special_tokens_mask) if not added]
                found[row] = TokenVectors(
                    tuple(encoding.tokens[n] for n in own),
                    vectors[line, own],
                    tuple(encoding.offsets[n] for n in own),
                )
        return [found[row] for row in range(len(texts))]

    def known_words(self) -> list[str]:
        return whole_words(self._tokenizer.get_vocab(with_added_tokens=False))


def _batches(encodings: Sequence[Any]) -> Iterator[tuple[list[int], Any, Any]]:
    """Batches of similar length, shortest first: padding would triple the work.

    Yields:
        The rows of the texts in a batch, with ids and mask of shape (batch, tokens), int64.
    """
    lengths = [len(encoding.ids) for encoding in encodings]
    for rows in _alike(sorted(range(len(lengths)), key=lengths.__getitem__), lengths):
        ids = np.zeros((len(rows), lengths[rows[-1]]), np.int64)
        mask = np.zeros_like(ids)
        for line, row in enumerate(rows):
            ids[line, : lengths[row]] = encodings[row].ids
            mask[line, : lengths[row]] = 1
        yield rows, ids, mask


def _alike(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows in order of length, cut into batches: at most 32, none with much padding.

    A few sentences beside a long answer must not cost as much as that answer each.
    """
    batch: list[int] = []
    for row in order:
        if batch and (len(batch) == _BATCH or lengths[row] > 1.25 * lengths[batch[0]] + 4):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
