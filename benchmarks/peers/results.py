"""What was measured, round by round: kept as JSON, told as Markdown."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from benchmarks.figures import keep
from benchmarks.peers.run import Figures
from footnote.evaluation.record import Record
from footnote.evaluation.result import aggregate, compare, intervals

PARTS = ("cold", "ingest", "questions")
METRICS = ("mrr@10", "hit@1", "hit@5", "hit@10")
TITLES = {
    "footnote": "Footnote",
    "footnote-minilm": "Footnote on the peers' model",
    "words": "BM25 alone",
    "langchain": "LangChain tutorial",
    "txtai": "txtai",
    "llamaindex": "LlamaIndex with Chroma",
}


@dataclass
class Results:
    """Figures by part, round and system; the gold ranks of every question by system."""

    versions: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    passages: int = 0
    slice: int = 0
    cold: list[dict[str, Figures]] = field(default_factory=list)
    ingest: list[dict[str, Figures]] = field(default_factory=list)
    questions: list[dict[str, Figures]] = field(default_factory=list)
    ranks: dict[str, list[list[int]]] = field(default_factory=dict)

    def rounds(self, part: str) -> list[dict[str, Figures]]:
        """Return the rounds of a part."""
        return {"cold": self.cold, "ingest": self.ingest, "questions": self.questions}[part]

    def median(self, part: str, system: str, figure: str) -> float:
        """Return the median of a figure over the rounds."""
        return statistics.median(one[system][figure] for one in self.rounds(part))

    def ratio(self, part: str, system: str, figure: str) -> tuple[float, float, float]:
        """Return a figure over Footnote's of the same round: median, least and most."""
        found = [one[system][figure] / one["footnote"][figure] for one in self.rounds(part)]
        return statistics.median(found), min(found), max(found)


def load(path: Path | None) -> Results:
    """Return the results of earlier rounds; none where there is no such file."""
    if path is None or not path.exists():
        return Results()
    return Results(**json.loads(path.read_text(encoding="utf-8")))


def store(results: Results, path: Path) -> None:
    """Write results as JSON, one system a line."""
    text = json.dumps(asdict(results))
    keep(path, text.replace("}, ", "},\n").replace("]], ", "]],\n") + "\n")


def times(results: Results) -> str:
    """Return medians over the rounds, and ratios to Footnote in the same round, as Markdown."""
    lines = [
        "| system | cold question | MB | passages/s ingested | MB | question p50 / p95 | MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in [name for name in TITLES if name in results.questions[0]]:
        cells = ["", "", "", ""]
        if name in results.cold[0]:
            cold, cpu = (results.median("cold", name, part) for part in ("seconds", "cpu"))
            rate = results.median("ingest", name, "rate")
            cells = [
                f"{cold:.1f} s ({cpu:.1f}){_ratio(results, 'cold', name, 'seconds')}",
                f"{results.median('cold', name, 'megabytes'):.0f}",
                f"{rate:.1f}{_ratio(results, 'ingest', name, 'rate')}",
                f"{results.median('ingest', name, 'megabytes'):.0f}",
            ]
        p50, p95, cpu = (results.median("questions", name, part) for part in ("p50", "p95", "cpu"))
        cells.append(f"{p50:.0f} / {p95:.0f} ms (cpu {cpu:.0f})")
        cells.append(f"{results.median('questions', name, 'megabytes'):.0f}")
        lines.append(f"| {TITLES[name]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _ratio(results: Results, part: str, name: str, figure: str) -> str:
    if name == "footnote":
        return ""
    middle, low, high = results.ratio(part, name, figure)
    return f", {middle:.2f} × ({low:.2f} to {high:.2f})"


def quality(results: Results) -> str:
    """Return every system's metrics with 95 % bootstrap intervals, as Markdown."""
    lines = [f"| system | {' | '.join(METRICS)} |", "|---|" + "---|" * len(METRICS)]
    for name in [name for name in TITLES if name in results.ranks]:
        asked = records(results.ranks[name])
        means, bounds = aggregate(asked), intervals(asked)
        cells = [
            f"{means[metric]:.3f} ({bounds[metric][0]:.3f} to {bounds[metric][1]:.3f})"
            for metric in METRICS
        ]
        lines.append(f"| {TITLES[name]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def differences(results: Results, ours: str = "footnote") -> str:
    """Return our metrics less every other system's, question by question, as Markdown.

    Behind a difference stand its 95 % paired bootstrap interval and the questions won and lost.
    """
    lines = [f"| {TITLES[ours]} less … | {' | '.join(METRICS)} |", "|---|" + "---|" * len(METRICS)]
    for name in [name for name in TITLES if name in results.ranks and name != ours]:
        found = compare(records(results.ranks[ours]), records(results.ranks[name]))
        by_metric = {one.metric: one for one in found}
        cells = [
            f"{one.ours - one.theirs:+.3f} ({one.low:+.3f} to {one.high:+.3f}; "
            f"{len(one.wins)} : {len(one.losses)})"
            for one in (by_metric[metric] for metric in METRICS)
        ]
        lines.append(f"| {TITLES[name]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def records(ranks: Sequence[Sequence[int]]) -> list[Record]:
    """Return questions as the evaluation has them, with nothing known but the gold ranks."""
    return [
        Record(
            id=str(number), question="", as_of=date.max, gold=(), answerable=True, answered=False,
            text="", quotes=(), sentences=(), gold_ranks=tuple(found), score=0.0, latency_ms=0.0,
        )
        for number, found in enumerate(ranks)
    ]  # fmt: skip
