"""The onnxruntime seam, on a graph that counts tokens and a tokenizer of five words."""

from pathlib import Path

import pytest

from footnote.retrieval.errors import ModelDamaged
from footnote.retrieval.models.onnx import OnnxModel


@pytest.fixture
def tokenizer(tmp_path: Path) -> Path:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = ["[UNK]", "the", "ferry", "is", "late"]
    made = Tokenizer(WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    made.pre_tokenizer = Whitespace()
    made.enable_padding(length=512)
    path = tmp_path / "tokenizer.json"
    made.save(str(path))
    return path


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    """A graph of one output: the sum of the attention mask, the number of tokens that count."""
    import onnx
    from onnx import TensorProto, helper

    mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch", "tokens"])
    count = helper.make_tensor_value_info("count", TensorProto.FLOAT, ["batch", 1])
    axis = helper.make_tensor("axis", TensorProto.INT64, [1], [1])
    nodes = [
        helper.make_node("Cast", ["attention_mask"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["numbers", "axis"], ["count"], keepdims=1),
    ]
    graph = helper.make_graph(nodes, "counter", [mask], [count], [axis])
    opsets = [helper.make_opsetid("", 17)]
    path = tmp_path / "model.onnx"
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), str(path))
    return path


def test_padding_does_not_count_and_limits_hold(counter: Path, tokenizer: Path) -> None:
    model = OnnxModel(counter, tokenizer, max_tokens=4)
    encodings = model.tokenize(["the ferry", "late", "the ferry is late late late"])
    assert [len(encoding.ids) for encoding in encodings] == [2, 1, 4]
    assert model.run(encodings).tolist() == [[2.0], [1.0], [4.0]]


def test_of_a_pair_the_longer_text_is_cut(counter: Path, tokenizer: Path) -> None:
    model = OnnxModel(counter, tokenizer, max_tokens=4)
    (encoding,) = model.tokenize([("the ferry", "late late late late late")])
    assert encoding.ids == [1, 2, 4, 4]


@pytest.mark.parametrize("content", [b"", b"no graph at all", b"{}"])
def test_damaged_files_are_named(counter: Path, tokenizer: Path, content: bytes) -> None:
    for file, kind in ((tokenizer, "The tokenizer"), (counter, "The model file")):
        file.write_bytes(content)
        with pytest.raises(ModelDamaged, match=f"{kind} .* cannot be loaded"):
            OnnxModel(counter, tokenizer, max_tokens=4)
        if file is tokenizer:
            from tokenizers import Tokenizer
            from tokenizers.models import WordLevel

            Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]")).save(str(tokenizer))
