"""A reader whose arithmetic is done in the head: five words mean something, the others nothing.

"from" is where a span begins (logit 8), "to" where it ends (8), each "yes" adds 1 to the answering
logit, and so does "twice" in the question or the lead, times 2. [CLS] has 1 for no span.
"""

import hashlib
import json
from pathlib import Path

WORDS = "[UNK] [CLS] [SEP] from to yes twice ferry sails › the at nine".split()
IDS = {word: 100 + place for place, word in enumerate(WORDS)}


def write_tiny_reader(folder: Path, *, answer_weight: float = 1.0, bias: float = 0.0) -> Path:
    """Write graph, tokenizer and facts into a folder and return it."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(WordLevel(IDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(one, IDS[one]) for one in ("[CLS]", "[SEP]")]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    weights = folder / "model.onnx"
    _write_graph(weights)
    facts = {
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "answer_weight": answer_weight,
        "margin_weight": 0.0,
        "bias": bias,
    }
    (folder / "reader.json").write_text(json.dumps(facts))
    return folder


def _write_graph(path: Path) -> None:
    import onnx
    from onnx import TensorProto, helper

    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])
    both = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "tokens"])
        for name in ("starts", "ends")
    ]
    answers = helper.make_tensor_value_info("answers", TensorProto.FLOAT, ["batch"])
    constants = [
        helper.make_tensor(word.strip("[]"), TensorProto.INT64, [1], [IDS[word]])
        for word in ("[CLS]", "from", "to", "yes", "twice")
    ]
    constants += [
        helper.make_tensor("eight", TensorProto.FLOAT, [1], [8.0]),
        helper.make_tensor("two", TensorProto.FLOAT, [1], [2.0]),
        helper.make_tensor("axis", TensorProto.INT64, [1], [1]),
    ]
    nodes = []
    for word in ("CLS", "from", "to", "yes", "twice"):
        nodes.append(helper.make_node("Equal", ["input_ids", word], [f"is-{word}"]))
        nodes.append(helper.make_node("Cast", [f"is-{word}"], [f"n-{word}"], to=TensorProto.FLOAT))
    for word, output in (("from", "starts"), ("to", "ends")):
        nodes.append(helper.make_node("Mul", [f"n-{word}", "eight"], [f"{word}-8"]))
        nodes.append(helper.make_node("Add", [f"{word}-8", "n-CLS"], [output]))
    nodes.append(helper.make_node("Mul", ["n-twice", "two"], ["twice-2"]))
    nodes.append(helper.make_node("Add", ["n-yes", "twice-2"], ["points"]))
    nodes.append(helper.make_node("ReduceSum", ["points", "axis"], ["answers"], keepdims=0))
    graph = helper.make_graph(nodes, "reader", [ids], [*both, answers], constants)
    opsets = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), str(path))
