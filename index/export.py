"""A BERT encoder as an ONNX graph that reads its weights straight from model.safetensors.

The graph is written out by hand (BERT: Devlin et al. 2018; mean pooling: Reimers and Gurevych 2019), so
neither torch nor a copy of the weights is needed: initializers are external data, given as offsets into
the safetensors file. Parity with sentence-transformers is asserted by the test suite.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import WeightsError
from index.weights import WEIGHTS_FILE, ModelFolder

OPSET = 20
_DTYPES = {"F32": 1, "F16": 10, "BF16": 16, "I64": 7}


@dataclass(frozen=True, slots=True)
class BertShape:
    """The sizes that fix the graph, from config.json and 1_Pooling/config.json."""

    layers: int
    heads: int
    hidden: int
    epsilon: float
    pooling: str  # "mean" or "cls"


def bert_shape(folder: ModelFolder) -> BertShape | None:
    """The graph's sizes, or None where the model is no BERT with mean or CLS pooling.

    Raises:
        WeightsError: the folder's configuration cannot be read.
    """
    config = folder.config()
    if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
        return None
    if config.get("position_embedding_type", "absolute") != "absolute":
        return None
    pooling_file = "1_Pooling/config.json"
    pooling = folder.config(pooling_file) if (folder.path / pooling_file).is_file() else {}
    modes = [key for key, value in pooling.items() if key.startswith("pooling_mode_") and value]
    kinds = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
    if not pooling:
        modes = ["pooling_mode_mean_tokens"]
    if len(modes) != 1 or modes[0] not in kinds:
        return None
    try:
        return BertShape(
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            hidden=int(config["hidden_size"]),
            epsilon=float(config.get("layer_norm_eps", 1e-12)),
            pooling=kinds[modes[0]],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise WeightsError(
            f"{folder.path / 'config.json'} lacks a size ({error}); restore the file"
        ) from error


def export(folder: ModelFolder) -> bytes:
    """The serialized ONNX graph of a BERT encoder, about 40 kB.

    Inputs: `input_ids` and `attention_mask`, int64, shape (batch, tokens).
    Outputs: `token_embeddings` (batch, tokens, hidden) and `sentence_embedding` (batch, hidden), the
    latter pooled and of unit length; float32.

    Raises:
        WeightsError: the model is of another kind, or the safetensors file is broken.
    """
    shape = bert_shape(folder)
    if shape is None:
        raise WeightsError(f"{folder.path} is no BERT model with mean or CLS pooling")
    tensors = tensors_of(folder.weights)
    graph = Graph(tensors)
    tokens = embed(graph, shape)
    tokens = encoded(graph, tokens, shape)
    graph.rename(tokens, "token_embeddings")
    _pool(graph, shape)
    outputs: dict[str, list[str | int]] = {
        "token_embeddings": ["batch", "tokens", shape.hidden],
        "sentence_embedding": ["batch", shape.hidden],
    }
    return graph.serialize(["input_ids", "attention_mask"], outputs)


class Graph:
    """Collects ONNX nodes; every method returns the name of the new value."""

    def __init__(self, tensors: dict[str, dict[str, Any]]) -> None:
        from onnx import helper

        self._helper = helper
        self._tensors = tensors
        self._nodes: list[Any] = []
        self._initializers: dict[str, Any] = {}
        self._count = 0

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        self._count += 1
        output = f"{kind.lower()}_{self._count}"
        self._nodes.append(self._helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def rename(self, value: str, name: str) -> None:
        self._nodes.append(self._helper.make_node("Identity", [value], [name]))

    def ints(self, *values: int) -> str:
        name = "ints_" + "_".join(str(value).replace("-", "m") for value in values)
        if name not in self._initializers:
            tensor = self._helper.make_tensor(name, 7, [len(values)], values)
            self._initializers[name] = tensor
        return name

    def number(self, value: float) -> str:
        name = f"number_{value}"
        if name not in self._initializers:
            self._initializers[name] = self._helper.make_tensor(name, 1, [], [value])
        return name

    def weight(self, name: str) -> str:
        from onnx import TensorProto

        if name in self._initializers:
            return name
        stored = next((key for key in (name, f"bert.{name}") if key in self._tensors), None)
        if stored is None:
            raise WeightsError(f"the weights hold no tensor {name!r}; the model is no plain BERT")
        entry = self._tensors[stored]
        start, end = entry["data_offsets"]
        dtype = _DTYPES.get(entry["dtype"])
        if dtype is None:
            raise WeightsError(f"the tensor {name!r} is of type {entry['dtype']}; save it as F32")
        tensor = TensorProto(name=name, data_type=dtype, dims=entry["shape"])
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (
            ("location", WEIGHTS_FILE),
            ("offset", str(start)),
            ("length", str(end - start)),
        ):
            tensor.external_data.add(key=key, value=value)
        self._initializers[name] = tensor
        if entry["dtype"] == "F32":
            return name
        return self.op("Cast", name, to=1)

    def linear(self, rows: str, name: str) -> str:
        """`rows` (n, in) times a torch Linear's weight (out, in), plus its bias."""
        weight, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.op("Gemm", rows, weight, bias, transB=1)

    def layer_norm(self, value: str, name: str, epsilon: float) -> str:
        weight, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.op("LayerNormalization", value, weight, bias, axis=-1, epsilon=epsilon)

    def serialize(self, inputs: list[str], outputs: Mapping[str, Sequence[str | int]]) -> bytes:
        """The model; inputs are int64 of shape (batch, tokens), outputs float32 of the given shapes."""
        make = self._helper.make_tensor_value_info
        graph = self._helper.make_graph(
            self._nodes,
            "bert",
            [make(name, 7, ["batch", "tokens"]) for name in inputs],
            [make(name, 1, list(shape)) for name, shape in outputs.items()],
            list(self._initializers.values()),
        )
        opsets = [self._helper.make_opsetid("", OPSET)]
        model = self._helper.make_model(graph, opset_imports=opsets, ir_version=9)
        data: bytes = model.SerializeToString()
        return data


def embed(graph: Graph, shape: BertShape, types: str | None = None) -> str:
    """Word, position and segment vectors added and normalized; without `types`, of the first segment."""
    words = graph.op("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    tokens = graph.op("Gather", graph.op("Shape", "input_ids"), graph.ints(1))
    positions = graph.op(
        "Slice",
        graph.weight("embeddings.position_embeddings.weight"),
        graph.ints(0),
        tokens,
        graph.ints(0),
    )
    segments = graph.weight("embeddings.token_type_embeddings.weight")
    if types is None:
        segment = graph.op("Slice", segments, graph.ints(0), graph.ints(1), graph.ints(0))
    else:
        segment = graph.op("Gather", segments, types)
    total = graph.op("Add", graph.op("Add", words, segment), positions)
    return graph.layer_norm(total, "embeddings.LayerNorm", shape.epsilon)


def encoded(graph: Graph, tokens: str, shape: BertShape) -> str:
    """All layers over embedded tokens; reads `attention_mask`."""
    bias = _attention_bias(graph)
    for number in range(shape.layers):
        tokens = _layer(graph, tokens, bias, f"encoder.layer.{number}", shape)
    return tokens


def _attention_bias(graph: Graph) -> str:
    """0 for real tokens, a huge negative number for padding; shape (batch, 1, 1, tokens)."""
    mask = graph.op("Unsqueeze", "attention_mask", graph.ints(1, 2))
    real = graph.op("Cast", mask, to=1)
    absent = graph.op("Sub", graph.number(1.0), real)
    return graph.op("Mul", absent, graph.number(-3.0e38))


def _layer(graph: Graph, tokens: str, bias: str, name: str, shape: BertShape) -> str:
    """Self-attention and feed-forward, each with a residual and layer normalization (post-norm)."""
    size = shape.hidden // shape.heads
    rows = graph.op("Reshape", tokens, graph.ints(-1, shape.hidden))
    lengths = graph.op("Shape", tokens)
    pair = graph.op("Slice", lengths, graph.ints(0), graph.ints(2), graph.ints(0))
    split = graph.op("Concat", pair, graph.ints(shape.heads, size), axis=0)

    def heads(part: str, order: list[int]) -> str:
        projected = graph.linear(rows, f"{name}.attention.self.{part}")
        return graph.op("Transpose", graph.op("Reshape", projected, split), perm=order)

    query = heads("query", [0, 2, 1, 3])
    key = heads("key", [0, 2, 3, 1])
    value = heads("value", [0, 2, 1, 3])
    scores = graph.op("Mul", graph.op("MatMul", query, key), graph.number(size**-0.5))
    weights = graph.op("Softmax", graph.op("Add", scores, bias), axis=-1)
    mixed = graph.op("Transpose", graph.op("MatMul", weights, value), perm=[0, 2, 1, 3])
    joined = graph.op("Reshape", mixed, graph.ints(-1, shape.hidden))
    attended = graph.linear(joined, f"{name}.attention.output.dense")
    norm = f"{name}.attention.output.LayerNorm"
    middle = graph.layer_norm(graph.op("Add", attended, rows), norm, shape.epsilon)
    wide = graph.op("Gelu", graph.linear(middle, f"{name}.intermediate.dense"), approximate="none")
    narrow = graph.linear(wide, f"{name}.output.dense")
    norm = f"{name}.output.LayerNorm"
    out = graph.layer_norm(graph.op("Add", narrow, middle), norm, shape.epsilon)
    return graph.op("Reshape", out, lengths)


def _pool(graph: Graph, shape: BertShape) -> None:
    """Mean over real tokens (or the first token), divided by its length."""
    if shape.pooling == "cls":
        index = graph.ints(0)
        pooled = graph.op(
            "Squeeze", graph.op("Gather", "token_embeddings", index, axis=1), graph.ints(1)
        )
    else:
        pooled = mean_of_tokens(graph, "token_embeddings")
    length = graph.op("ReduceL2", pooled, graph.ints(1), keepdims=1)
    unit = graph.op("Div", pooled, graph.op("Max", length, graph.number(1e-12)))
    graph.rename(unit, "sentence_embedding")


def mean_of_tokens(graph: Graph, tokens: str) -> str:
    """Mean over real tokens, shape (batch, hidden)."""
    mask = graph.op("Cast", graph.op("Unsqueeze", "attention_mask", graph.ints(2)), to=1)
    total = graph.op("ReduceSum", graph.op("Mul", tokens, mask), graph.ints(1), keepdims=0)
    count = graph.op("ReduceSum", mask, graph.ints(1), keepdims=0)
    return graph.op("Div", total, graph.op("Max", count, graph.number(1e-9)))


def tensors_of(weights: Path) -> dict[str, dict[str, Any]]:
    """Tensor name to dtype, shape and absolute byte offsets of a safetensors file.

    Raises:
        WeightsError: the file is truncated or no safetensors.
    """
    try:
        size = weights.stat().st_size
        with weights.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > min(size, 1 << 26):
                raise ValueError("its header does not fit")
            header: dict[str, dict[str, Any]] = json.loads(file.read(length))
        header.pop("__metadata__", None)
        base = 8 + length
        for name, entry in header.items():
            start, end = entry["data_offsets"]
            if base + end > size:
                raise ValueError(f"{name} ends past its end")
            entry["data_offsets"] = (base + start, base + end)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error) as error:
        raise WeightsError(
            f"{weights} is no whole safetensors file ({error}); save the model again"
        ) from error
    return header
