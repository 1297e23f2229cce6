"""What an evaluation found, with intervals, and how two of them differ."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footnote.evaluation.metrics import LOWER_IS_BETTER, METRICS
from footnote.evaluation.record import Record, record_from_json
from footnote.retrieval.errors import FixtureError, UsageError

RESAMPLES = 2000
SEED = 20240229
CONFIDENCE = 0.95

Values = NDArray[np.float64]


def aggregate(records: Sequence[Record]) -> dict[str, float | None]:
    """Return every metric of the contract; None where it applies to no record."""
    figures: dict[str, float | None] = {}
    for name, metric in METRICS.items():
        values = [value for record in records if (value := metric(record)) is not None]
        figures[name] = float(np.mean(values)) if values else None
    figures["refusal_auroc"] = refusal_auroc(records)
    latencies = [record.latency_ms for record in records if record.error is None]
    for percent in (50, 95):
        name = f"latency_p{percent}_ms"
        figures[name] = float(np.percentile(latencies, percent)) if latencies else None
    return figures


def refusal_auroc(records: Sequence[Record]) -> float | None:
    """Return the chance that an answerable question scores above an unanswerable one.

    Ties count one half; None unless there are questions of both kinds. This is the area under the
    receiver operating characteristic (Hanley and McNeil, 1982).
    """
    right, wrong = _scores(records)
    return _auroc(right, wrong) if len(right) and len(wrong) else None


def _scores(records: Sequence[Record]) -> tuple[Values, Values]:
    right = np.array([record.score for record in records if record.answerable])
    wrong = np.array([record.score for record in records if not record.answerable])
    return right, wrong


def _auroc(right: Values, wrong: Values) -> float:
    ordered = np.sort(wrong)
    below = np.searchsorted(ordered, right, side="left").sum()
    not_above = np.searchsorted(ordered, right, side="right").sum()
    return float(below + not_above) / (2 * len(right) * len(wrong))


def intervals(records: Sequence[Record]) -> dict[str, tuple[float, float]]:
    """Return 95 % percentile bootstrap intervals of every metric but the latencies."""
    bounds: dict[str, tuple[float, float]] = {}
    for name, metric in METRICS.items():
        values = np.array([value for record in records if (value := metric(record)) is not None])
        if len(values):
            bounds[name] = _bounds(resampled_means(values))
    right, wrong = _scores(records)
    if len(right) and len(wrong):
        bounds["refusal_auroc"] = _bounds(_resampled_aurocs(right, wrong))
    return bounds


def _bounds(resampled: Values) -> tuple[float, float]:
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(resampled, [tail, 100 - tail])
    return float(low), float(high)


def _resampled_aurocs(right: Values, wrong: Values) -> Values:
    """Resample questions of each kind apart, so that every resample has both."""
    random = np.random.default_rng(SEED)
    return np.array(
        [
            _auroc(random.choice(right, len(right)), random.choice(wrong, len(wrong)))
            for _ in range(RESAMPLES)
        ]
    )


def resampled_means(values: Values) -> Values:
    """Return the means of bootstrap resamples, the same ones at every call."""
    random = np.random.default_rng(SEED)
    picks = random.integers(0, len(values), size=(RESAMPLES, len(values)))
    means: Values = values[picks].mean(axis=1)
    return means


def as_mapping(
    intervals: Mapping[str, tuple[float, float]],
) -> dict[str, list[float]]:
    """Return intervals as JSON has them."""
    return {name: [low, high] for name, (low, high) in intervals.items()}


@dataclass(frozen=True, slots=True)
class Result:
    """All records of a run, its figures, and the settings they were made with."""

    records: tuple[Record, ...]
    metrics: Mapping[str, float | None]
    intervals: Mapping[str, tuple[float, float]]
    settings: Mapping[str, Any]

    def as_json(self, by_question: Path | None) -> dict[str, Any]:
        """Return the contract's object; `by_question` is where the records are."""
        return {
            "n": len(self.records),
            "metrics": dict(self.metrics),
            "intervals": as_mapping(self.intervals),
            "by_question": str(by_question) if by_question else None,
            "settings": dict(self.settings),
        }


def make_result(records: Sequence[Record], settings: Mapping[str, Any]) -> Result:
    """Return the figures of a run."""
    return Result(tuple(records), aggregate(records), intervals(records), settings)


def write_records(records: Sequence[Record], path: Path) -> None:
    """Write one JSON line per record."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(record.as_json(), ensure_ascii=False) for record in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_compared(path: Path) -> list[Record]:
    """Return the records behind an earlier `evaluate --json` output, or a by-question file.

    Raises:
        FixtureError: The file is neither, or the records it names are gone.
    """
    try:
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            named = Path(json.loads(content)["by_question"])
            content = (named if named.is_absolute() else path.parent / named).read_text("utf-8")
        lines = content.rstrip("\n").split("\n")
        return [record_from_json(json.loads(line)) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FixtureError(
            f"{path}: is no result of `footnote evaluate --json` whose records are still there."
        ) from error


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
