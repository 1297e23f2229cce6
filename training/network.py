"""The network: an encoder, two scores a token for the span, one for the passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn
from transformers import BertModel

from training.bottom import Bottom, added_mask
from training.encoding import Row
from training.start import read_floats, read_start

_NOWHERE = -1e4


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of tokens with what is to be learnt from them; shapes [rows, tokens] and [rows].

    `inside` marks tokens where a span may begin or end: those of the passage, and [CLS], which
    stands for no span. `starts` and `ends` are token places, 0 where nothing answers.
    """

    ids: Tensor
    types: Tensor
    mask: Tensor
    inside: Tensor
    starts: Tensor
    ends: Tensor
    answers: Tensor
    weights: Tensor


def batch_of(rows: Sequence[Row]) -> Batch:
    """Return rows padded to the longest of them."""
    width = max(len(row.ids) for row in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    types = torch.zeros_like(ids)
    mask = torch.zeros_like(ids)
    inside = torch.zeros_like(ids, dtype=torch.bool)
    inside[:, 0] = True
    for place, row in enumerate(rows):
        length = len(row.ids)
        ids[place, :length] = torch.tensor(row.ids)
        types[place, :length] = torch.tensor(row.types)
        mask[place, :length] = 1
        inside[place, row.first : length - 1] = True
    return Batch(
        ids,
        types,
        mask,
        inside,
        torch.tensor([row.start for row in rows]),
        torch.tensor([row.end for row in rows]),
        torch.tensor([row.answers for row in rows]),
        torch.tensor([row.weight for row in rows]),
    )


class ReaderNetwork(nn.Module):
    """Start and end logits a token [rows, tokens], and a logit that the passage answers [rows]."""

    def __init__(self, encoder: BertModel, weight: Tensor, bias: Tensor) -> None:
        """Begin with a cross-encoder's relevance as the logit of answering."""
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.spans = nn.Linear(width, 2)
        nn.init.normal_(self.spans.weight, std=0.02)
        nn.init.zeros_(self.spans.bias)
        self.answering = nn.Linear(width, 1)
        with torch.no_grad():
            # Relevance logits lie between -11 and 9: too sure for a start.
            self.answering.weight.copy_(weight / 4)
            self.answering.bias.copy_(bias / 4)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return start logits, end logits and answering logits."""
        out = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types)
        return self._judged(out.last_hidden_state)

    def above(self, hidden: Tensor, mask: Tensor, layers: int) -> tuple[Tensor, Tensor, Tensor]:
        """Return the same, given the hidden states above the lowest layers."""
        added = added_mask(mask)
        for layer in self.encoder.encoder.layer[layers:]:
            hidden = layer(hidden, added)
        return self._judged(hidden)

    def _judged(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        spans = self.spans(hidden)
        pooler = cast(nn.Module, self.encoder.pooler)
        answers = self.answering(pooler(hidden)).squeeze(-1)
        return spans[..., 0], spans[..., 1], answers


def new_network(graph: Path) -> ReaderNetwork:
    """Return a network that starts from the cross-encoder's graph."""
    return ReaderNetwork(*read_start(graph))


def load_weights(network: ReaderNetwork, path: Path) -> None:
    """Go on from weights: of a run (`.pt`), or as near as int8 tells them of a graph (`.onnx`)."""
    if path.suffix == ".onnx":
        rooms = tuple(f"{name}." for name, _ in network.named_children())
        network.load_state_dict(read_floats(path, rooms))
    else:
        network.load_state_dict(torch.load(path))


def freeze_below(network: ReaderNetwork, layers: int) -> None:
    """Train nothing in the embeddings and the lowest layers."""
    frozen = [network.encoder.embeddings, *network.encoder.encoder.layer[:layers]]
    for part in frozen:
        for parameter in part.parameters():
            parameter.requires_grad_(False)


def loss_of(
    network: ReaderNetwork, batch: Batch, bottom: Bottom | None = None, layers: int = 0
) -> Tensor:
    """Return the weighted sum over rows of the losses of span and answering.

    `bottom` gives the hidden states above the lowest `layers`.
    Cross-entropy of start and end over the places allowed, "nowhere" ([CLS]) for near misses
    (Devlin et al., 2019, section 4.3), and binary cross-entropy of the answering logit.
    """
    if bottom is None:
        starts, ends, answers = network(batch.ids, batch.mask, batch.types)
    else:
        hidden = bottom(batch.ids, batch.mask, batch.types)
        starts, ends, answers = network.above(hidden, batch.mask, layers)
    outside = ~batch.inside
    losses = [
        nn.functional.cross_entropy(logits.masked_fill(outside, _NOWHERE), gold, reduction="none")
        for logits, gold in ((starts, batch.starts), (ends, batch.ends))
    ]
    said = nn.functional.binary_cross_entropy_with_logits(answers, batch.answers, reduction="none")
    # Of a near miss the span has nothing to learn but "nowhere", which is the easier half.
    span = (losses[0] + losses[1]) / 2 * torch.where(batch.answers > 0.5, 1.0, 0.5)
    return ((span + said) * batch.weights).sum()
