"""Two runs over the same fixtures, question by question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from footnote.evaluation.aggregate import resampled_means
from footnote.evaluation.metrics import LOWER_IS_BETTER, METRICS
from footnote.evaluation.record import Record


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric of this run less that of the other, over the questions both scored.

    `low` and `high` bound the 95 % paired bootstrap interval; `wins` and `losses` count questions.
    """

    metric: str
    ours: float
    theirs: float
    low: float
    high: float
    wins: tuple[str, ...]
    losses: tuple[str, ...]


def compare(ours: Sequence[Record], theirs: Sequence[Record]) -> list[Difference]:
    """Return the difference of every metric that applies in both runs to the same question."""
    other = {record.id: record for record in theirs}
    found = []
    for name, metric in METRICS.items():
        pairs = [
            (record.id, value, before)
            for record in ours
            if record.id in other
            and (value := metric(record)) is not None
            and (before := metric(other[record.id])) is not None
        ]
        if not pairs:
            continue
        sign = -1 if name in LOWER_IS_BETTER else 1
        differences = np.array([value - before for _, value, before in pairs])
        low, high = np.percentile(resampled_means(differences), [2.5, 97.5])
        found.append(
            Difference(
                metric=name,
                ours=float(np.mean([value for _, value, _ in pairs])),
                theirs=float(np.mean([before for _, _, before in pairs])),
                low=float(low),
                high=float(high),
                wins=tuple(i for i, value, before in pairs if sign * (value - before) > 0),
                losses=tuple(i for i, value, before in pairs if sign * (value - before) < 0),
            )
        )
    return found
