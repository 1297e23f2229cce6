"""The result of an evaluation: every metric over all records, with bootstrap intervals."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footnote.evaluation.metrics import METRICS
from footnote.evaluation.record import Record, record_from_json
from footnote.retrieval.errors import FixtureError

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
