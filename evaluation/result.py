"""The result of an evaluation, as the contract has it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footnote.evaluation.aggregate import aggregate, as_mapping, intervals
from footnote.evaluation.record import Record, record_from_json
from footnote.retrieval.errors import FixtureError


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
    """Write one JSON line a record."""
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
