"""Two runs over the same fixtures set side by side, and the bounds that CI holds a run to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from footnote.evaluation.metrics import LOWER_IS_BETTER, METRICS
from footnote.evaluation.record import Record
from footnote.evaluation.result import resampled_means
from footnote.retrieval.errors import UsageError


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


def parse_gate(text: str, known: Mapping[str, object]) -> dict[str, float]:
    """Return the bounds of `mrr@10=0.45,false_answer_rate=0.1`; raises `UsageError`."""
    bounds: dict[str, float] = {}
    for part in text.split(","):
        name, separator, value = part.strip().partition("=")
        if not separator or name not in known:
            raise UsageError(
                f"--fail-under takes METRIC=VALUE,…; “{part.strip()}” is none. "
                f"Metrics: {', '.join(known)}."
            )
        try:
            bounds[name] = float(value)
        except ValueError:
            bounds[name] = math.nan
        if not math.isfinite(bounds[name]):
            raise UsageError(f"--fail-under: “{value}” is no number.")
    return bounds


def broken_bounds(bounds: Mapping[str, float], metrics: Mapping[str, float | None]) -> list[str]:
    """Return one sentence for every bound that is not kept.

    For metrics where lower is better the bound is a ceiling. A metric that applies to no question
    cannot keep its bound.
    """
    broken = []
    for name, bound in bounds.items():
        value = metrics.get(name)
        if value is None:
            broken.append(f"{name} applies to no question, and {bound} is asked for.")
        elif name in LOWER_IS_BETTER and value > bound:
            broken.append(f"{name} is {value:.4f}, above the {bound} allowed.")
        elif name not in LOWER_IS_BETTER and value < bound:
            broken.append(f"{name} is {value:.4f}, below the {bound} asked for.")
    return broken
