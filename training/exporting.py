"""The trained judge as an int8 ONNX file that refers to the encoder's word vectors."""

import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import save_file

from index.export import Graph, bert_shape, embed, encoded, mean_of_tokens, tensors_of
from index.weights import WEIGHTS_FILE, ModelFolder

_WORDS = "embeddings.word_embeddings.weight"


def export_judge(checkpoint: Path, folder: ModelFolder) -> bytes:
    """The serialized judge: matrices as int8 by column, the rest float32, about 11 MB.

    Its word vectors are those of the encoder, which training left alone: external data at their place in
    the encoder's safetensors file. Inputs: `input_ids`, `attention_mask`, `token_type_ids`, int64, shape
    (batch, tokens); output: `probabilities`, shape (batch, 4).

    Args:
        checkpoint: state of a `training.fitting.CrossEncoder`.
        folder: the encoder that training began from.

    Raises:
        ValueError: the checkpoint's word vectors are not the encoder's.
    """
    state = torch.load(checkpoint)
    with tempfile.TemporaryDirectory() as work:
        place = Path(work)
        trained = {name.removeprefix("bert."): value.float() for name, value in state.items()}
        save_file({k: v.contiguous() for k, v in trained.items()}, place / WEIGHTS_FILE)
        (place / "graph.onnx").write_bytes(_graph(place / WEIGHTS_FILE, folder))
        onnx.save(onnx.load(place / "graph.onnx"), place / "whole.onnx")
        quantize_dynamic(
            place / "whole.onnx",
            place / "judge.onnx",
            op_types_to_quantize=["Gemm", "MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
        return _with_words_outside(onnx.load(place / "judge.onnx"), folder)


def _graph(weights: Path, folder: ModelFolder) -> bytes:
    shape = bert_shape(folder)
    if shape is None:
        raise ValueError(f"{folder.path} is no BERT model")
    graph = Graph(tensors_of(weights))
    tokens = encoded(graph, embed(graph, shape, "token_type_ids"), shape)
    pooled = mean_of_tokens(graph, tokens)
    logits = graph.op(
        "Gemm", pooled, graph.weight("head.weight"), graph.weight("head.bias"), transB=1
    )
    graph.rename(graph.op("Softmax", logits, axis=-1), "probabilities")
    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    return graph.serialize(inputs, {"probabilities": ["batch", 4]})


def _with_words_outside(model: Any, folder: ModelFolder) -> bytes:
    start, end = tensors_of(folder.weights)[_WORDS]["data_offsets"]
    (words,) = [tensor for tensor in model.graph.initializer if tensor.name == _WORDS]
    with folder.weights.open("rb") as file:
        file.seek(start)
        if file.read(end - start) != words.raw_data:
            raise ValueError(f"the word vectors differ from those of {folder.weights}")
    words.ClearField("raw_data")
    words.data_location = onnx.TensorProto.EXTERNAL
    for key, value in (
        ("location", WEIGHTS_FILE),
        ("offset", str(start)),
        ("length", str(end - start)),
    ):
        words.external_data.add(key=key, value=value)
    data: bytes = model.SerializeToString()
    return data
