"""The lowest layers, which are not trained, run as an int8 graph: a third of the time of floats.

The layers above learn from what they will be given in use, where the whole graph is int8.
"""

import tempfile
import warnings
from pathlib import Path

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from transformers import BertModel

_OPSET = 17


class _Lowest(nn.Module):
    def __init__(self, encoder: BertModel, layers: int) -> None:
        super().__init__()
        self.embeddings = encoder.embeddings
        self.layers = encoder.encoder.layer[:layers]

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        hidden: Tensor = self.embeddings(input_ids=ids, token_type_ids=types)
        added = added_mask(mask)
        for layer in self.layers:
            hidden = layer(hidden, added)
        return hidden


def added_mask(mask: Tensor) -> Tensor:
    """Return [rows, 1, 1, tokens]: 0 where there is a token, far below 0 where there is none."""
    return (1.0 - mask[:, None, None, :].float()) * -1e4


class Bottom:
    """Hidden states [rows, tokens, width] above the embeddings and the lowest layers."""

    def __init__(self, encoder: BertModel, layers: int) -> None:
        """Write the graph, make it int8 and open it; one thread a call, any number of callers."""
        encoder.set_attn_implementation("eager")
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            whole, small = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
            ids = torch.ones((2, 16), dtype=torch.int64)
            names = ["ids", "mask", "types"]
            torch.onnx.export(
                _Lowest(encoder, layers).eval(),
                (ids, torch.ones_like(ids), torch.zeros_like(ids)),
                str(whole),
                dynamo=False,
                opset_version=_OPSET,
                input_names=names,
                output_names=["hidden"],
                dynamic_axes={name: {0: "rows", 1: "tokens"} for name in [*names, "hidden"]},
            )
            quantize_dynamic(
                whole, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
            )
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                small.read_bytes(),
                sess_options=options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=["SkipLayerNormFusion"],
            )
        encoder.set_attn_implementation("sdpa")

    def __call__(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Return the hidden states of a batch."""
        feed = {"ids": ids.numpy(), "mask": mask.numpy(), "types": types.numpy()}
        return torch.from_numpy(self._session.run(None, feed)[0])
