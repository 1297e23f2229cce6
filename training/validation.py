"""Figures on the way: how well near misses are told from the rest, and how exact spans are."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer

from footnote.retrieval.reading.reader import best_span
from training.encoding import Row, encode
from training.examples import read_examples
from training.network import ReaderNetwork, batch_of

_ROWS = 16
_MARKED = ("own", "quote", "product")
"""How the kinds of pairs that are not SQuADShifts' begin."""


def validate(network: ReaderNetwork, tokenizer: Tokenizer, path: Path) -> dict[str, float]:
    """Return AUROC of three scores and mean token F1 of spans, for each kind of pairs."""
    examples = list(read_examples(path))
    rows = [encode(example, tokenizer) for example in examples]
    answers, margins, spans = score_rows(network, rows)
    figures: dict[str, float] = {}
    forms = np.array([_form(example.kind) for example in examples])
    gold = np.array([row.answers > 0.5 for row in rows])
    for name in ("shifted", *_MARKED):
        chosen = forms == name
        for score_name, score in (
            ("answer", answers),
            ("span", margins),
            ("both", answers + margins / 2),
        ):
            auroc = roc_auc_score(gold[chosen], score[chosen])
            figures[f"{name}-auroc-{score_name}"] = round(float(auroc), 4)
        shares = [_f1(rows[place], spans[place]) for place in np.flatnonzero(chosen & gold)]
        figures[f"{name}-f1"] = round(float(np.mean(shares)), 4)
    return figures


def _form(kind: str) -> str:
    marked = kind.partition("-")[0]
    return marked if marked in _MARKED else "shifted"


def score_rows(
    network: ReaderNetwork, rows: Sequence[Row]
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[tuple[int, int]]]:
    """Return answering logits, the best span's logit above "nowhere", and the best spans."""
    answers = np.zeros(len(rows))
    margins = np.zeros(len(rows))
    spans: list[tuple[int, int]] = [(0, 0)] * len(rows)
    order = sorted(range(len(rows)), key=lambda place: len(rows[place].ids))
    for first in range(0, len(order), _ROWS):
        places = order[first : first + _ROWS]
        batch = batch_of([rows[place] for place in places])
        with torch.inference_mode():
            starts, ends, said = network(batch.ids, batch.mask, batch.types)
        for number, place in enumerate(places):
            row = rows[place]
            spans[place], margins[place] = row_span(
                row, starts[number].numpy(), ends[number].numpy()
            )
            answers[place] = float(said[number])
    return answers, margins, spans


def row_span(
    row: Row, starts: NDArray[np.float32], ends: NDArray[np.float32]
) -> tuple[tuple[int, int], float]:
    """Return the best span's first and last token in the row, and its logit above nowhere."""
    span = best_span(starts, ends, row.first, len(row.ids) - 1)
    return (row.first + span.first, row.first + span.last), span.margin


def _f1(row: Row, span: tuple[int, int]) -> float:
    shared = min(row.end, span[1]) - max(row.start, span[0]) + 1
    if shared <= 0:
        return 0.0
    return 2 * shared / (row.end - row.start + 1 + span[1] - span[0] + 1)
