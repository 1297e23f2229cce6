"""Float weights taken back from the int8 graph of a cross-encoder, as a start for training."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel

from footnote.retrieval.models.weights import resolve
from footnote.retrieval.options import ModelOptions

START = "ms-marco-MiniLM-L-12-v2"

_CONFIG = BertConfig(
    vocab_size=30522,
    hidden_size=384,
    num_hidden_layers=12,
    num_attention_heads=12,
    intermediate_size=1536,
)


def start_folder() -> Path:
    """Return the verified folder of the cross-encoder's graph and tokenizer."""
    return resolve(START, ModelOptions(hub=False)).folder


def read_start(graph: Path) -> tuple[BertModel, torch.Tensor, torch.Tensor]:
    """Return the encoder with its pooler, and weight [1, 384] and bias [1] of its classifier.

    Raises:
        ValueError: The graph is not the one known; a weight is missing.
    """
    tensors = read_floats(graph, ("bert.", "classifier."))
    encoder = BertModel(_CONFIG)
    ours = {name.removeprefix("bert."): one for name, one in tensors.items() if "bert." in name}
    missing, unexpected = encoder.load_state_dict(ours, strict=False)
    if unexpected or set(missing) - {"embeddings.position_ids"}:
        raise ValueError(f"{graph} is another graph: {missing} missing, {unexpected} unexpected")
    return encoder, tensors["classifier.weight"], tensors["classifier.bias"]


def read_floats(graph: Path, rooms: tuple[str, ...]) -> dict[str, torch.Tensor]:
    """Return the weights of an int8 graph as floats, those whose names begin with one of `rooms`.

    A weight is (quantised - zero point) * scale. The exporter has renamed the matrices of linear
    layers, so that each is found by the bias that is added to its product.
    """
    model = onnx.load(str(graph))
    stored = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    weights: dict[str, np.ndarray[Any, Any]] = {}
    for name, array in stored.items():
        if name.endswith("_quantized"):
            base = name.removesuffix("_quantized")
            shift = stored[f"{base}_zero_point"].astype(np.float32)
            weights[base] = (array.astype(np.float32) - shift) * stored[f"{base}_scale"]
        elif name.startswith(rooms) and not name.endswith(("_scale", "_point")):
            weights[name] = array
    for bias, matrix in _matrices_by_bias(model, stored).items():
        weights[bias.removesuffix("bias") + "weight"] = weights.pop(matrix).T
    return {
        name: torch.tensor(np.ascontiguousarray(one))
        for name, one in weights.items()
        if name.startswith(rooms)
    }


def _matrices_by_bias(model: onnx.ModelProto, stored: dict[str, Any]) -> dict[str, str]:
    makers = {output: node for node in model.graph.node for output in node.output}
    found: dict[str, str] = {}
    for node in model.graph.node:
        biases = [name for name in node.input if name.endswith(".bias") and name in stored]
        if node.op_type != "Add" or not biases:
            continue
        name = next(name for name in node.input if name not in biases)
        while name in makers and makers[name].op_type in {"Mul", "Cast"}:
            name = makers[name].input[0]
        if name in makers and makers[name].op_type == "MatMulInteger":
            found[biases[0]] = makers[name].input[1].removesuffix("_quantized")
    return found
