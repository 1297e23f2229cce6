"""The best span among a window's start and end logits, and how sure it is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST_SPAN = 160
"""Tokens of a span at most: a list of ten steps is about that long."""


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `first` to `last` of a window's passage.

    `margin` is the span's logit above "nowhere"; `confidence` the probability of its start times
    that of its end, among the places of the passage alone.
    """

    first: int
    last: int
    margin: float
    confidence: float


def best_span(
    starts: NDArray[np.float32], ends: NDArray[np.float32], first: int, last: int
) -> Span:
    """Return the best span whose tokens lie from `first` up to, but not at, `last`.

    Start and end are taken together: the pair of the highest sum whose end is not before its
    start. Place 0 ([CLS]) stands for "nowhere" (Devlin et al., 2019, section 4.3).
    """
    begin, end = starts[first:last].astype(np.float64), ends[first:last].astype(np.float64)
    sums = begin[:, None] + end[None, :]
    allowed = np.triu(np.ones(sums.shape, dtype=bool))
    allowed &= ~np.triu(np.ones(sums.shape, dtype=bool), LONGEST_SPAN)
    best = int(np.where(allowed, sums, -np.inf).argmax())
    left, right = divmod(best, len(end))
    nowhere = float(starts[0]) + float(ends[0])
    confidence = _share(begin, left) * _share(end, right)
    return Span(left, right, float(sums[left, right]) - nowhere, confidence)


def _share(logits: NDArray[np.float64], place: int) -> float:
    powers = np.exp(logits - logits.max())
    return float(powers[place] / powers.sum())
