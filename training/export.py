"""Write a trained network as the int8 graph that is shipped: `python -m training.export --help`."""

import argparse
import hashlib
import json
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from footnote.retrieval.models.onnx import OnnxModel
from training.encoding import Row, encode
from training.examples import read_examples
from training.network import ReaderNetwork, load_weights, new_network
from training.start import start_folder
from training.train import open_tokenizer
from training.validation import row_span

_OPSET = 17


@dataclass(frozen=True, slots=True)
class Judged:
    """Scores of rows by a graph: answering logits, and the best spans' logits above nowhere."""

    answers: NDArray[np.float64]
    margins: NDArray[np.float64]


def main() -> None:
    """Read the command line, write graph, tokenizer and facts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+", help="final.pt of runs: their mean")
    parser.add_argument("validation", type=Path, help="validation.jsonl of the run")
    parser.add_argument("folder", type=Path, help="where the model goes")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    start = start_folder()
    network = new_network(start / "model.onnx")
    load_mean(network, given.weights)
    whole = given.folder / "float.onnx"
    write_graph(network.eval(), whole)
    weights = given.folder / "model.onnx"
    # 7-bit weights: without VNNI an 8-bit product of two neighbours overflows.
    quantize_dynamic(
        whole, weights, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    shutil.copy(start / "tokenizer.json", given.folder / "tokenizer.json")
    tokenizer = open_tokenizer(start)
    # A quote of a product that lacks the gold words may answer in others: no measure of a scale.
    examples = [
        one for one in read_examples(given.validation) if not one.kind.startswith("product-")
    ]
    rows = [encode(example, tokenizer) for example in examples]
    gold = np.array([row.answers > 0.5 for row in rows])
    for path in (whole, weights):
        scored = judge(OnnxModel(path, start / "tokenizer.json", max_tokens=512), rows)
        figures = [roc_auc_score(gold, one) for one in (scored.answers, scored.margins)]
        print(path.name, [round(float(one), 4) for one in figures])
    fit = LogisticRegression(C=1.0, class_weight="balanced")
    fit.fit(np.column_stack([scored.answers, scored.margins]), gold)
    facts = {
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "answer_weight": round(float(fit.coef_[0, 0]), 4),
        "margin_weight": round(float(fit.coef_[0, 1]), 4),
        "bias": round(float(fit.intercept_[0]), 4),
    }
    (given.folder / "reader.json").write_text(json.dumps(facts, indent=2) + "\n")
    whole.unlink()
    print(facts, f"{weights.stat().st_size / 2**20:.1f} MiB")


def load_mean(network: ReaderNetwork, paths: Sequence[Path]) -> None:
    """Give a network the mean of some weights (Wortsman et al., 2022): each a run's or a graph."""
    states = []
    for path in paths:
        load_weights(network, path)
        states.append({name: value.clone() for name, value in network.state_dict().items()})
    network.load_state_dict(
        {name: torch.stack([one[name] for one in states]).mean(0) for name in states[0]}
    )


def write_graph(network: ReaderNetwork, path: Path) -> None:
    """Write the network with inputs and outputs that `footnote.retrieval.reading` expects."""
    network.encoder.set_attn_implementation("eager")
    ids = torch.ones((2, 16), dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids), torch.zeros_like(ids)),
            str(path),
            dynamo=False,
            opset_version=_OPSET,
            input_names=inputs,
            output_names=["starts", "ends", "answers"],
            dynamic_axes=dict.fromkeys([*inputs, "starts", "ends"], axes)
            | {"answers": {0: "batch"}},
        )


@dataclass(frozen=True, slots=True)
class _Tokens:
    ids: list[int]
    type_ids: list[int]


def judge(model: OnnxModel, rows: Sequence[Row]) -> Judged:
    """Return the scores of rows by a graph, one row at a time as it is used."""
    answers, margins = np.zeros(len(rows)), np.zeros(len(rows))
    for place, row in enumerate(rows):
        starts, ends, said = model.run_all([_Tokens(row.ids, row.types)])
        answers[place] = float(said[0])
        margins[place] = row_span(row, starts[0], ends[0])[1]
    return Judged(answers, margins)


if __name__ == "__main__":
    main()
