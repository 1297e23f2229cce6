"""The pictures of the documentation, each from what one benchmark kept."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.results import TITLES, Results, load, records
from benchmarks.plots.charts import Bar, Mark, bars, bars_height, curves, marks
from benchmarks.plots.drawing import Axis, Canvas
from footnote.evaluation.result import aggregate, intervals, resampled_means

_WIDTH = 720
_SHIPPED = "as shipped"
_SLACK = 0.004
_PEERS = ("footnote", "langchain", "txtai", "llamaindex")


def peer_times(path: Path) -> str:
    """Return cold start, memory, ingestion and question times beside the peers'."""
    results = load(path)
    panels = [
        ("One question from nothing, seconds (shorter is better)", "cold", "seconds", "{:.1f} s"),
        ("Peak memory of that question, MB (shorter is better)", "cold", "megabytes", "{:.0f} MB"),
        ("Passages ingested a second (longer is better)", "ingest", "rate", "{:.1f}"),
        ("A warm question, median ms (shorter is better)", "questions", "p50", "{:.0f} ms"),
    ]
    step = bars_height(len(_PEERS))
    canvas = Canvas(_WIDTH, 16 + len(panels) * step, "Footnote and its peers: time and memory")
    for number, (title, part, figure, told) in enumerate(panels):
        rows = [_median_bar(results, part, name, figure, told) for name in _PEERS]
        bars(canvas, (12, 12 + number * step), _WIDTH - 24, title, rows)
    return canvas.svg()


def _median_bar(results: Results, part: str, name: str, figure: str, told: str) -> Bar:
    found = [one[name][figure] for one in results.rounds(part)]
    middle = results.median(part, name, figure)
    ours = name == "footnote"
    return Bar(TITLES[name], middle, told.format(middle), ours, min(found), max(found))


def peer_quality(path: Path) -> str:
    """Return MRR@10 and hit@10 beside the peers', with 95 % intervals."""
    results = load(path)
    names = [name for name in TITLES if name in results.ranks]
    step = bars_height(len(names))
    canvas = Canvas(_WIDTH, 16 + 2 * step, "Footnote and its peers: quality of search")
    for number, (metric, title) in enumerate([("mrr@10", "MRR@10"), ("hit@10", "hit@10")]):
        rows = []
        for name in names:
            answered = records(results.ranks[name])
            value, (low, high) = aggregate(answered)[metric], intervals(answered)[metric]
            if value is not None:
                ours = name.startswith("footnote")
                rows.append(Bar(TITLES[name], value, f"{value:.3f}", ours, low, high))
        title = f"{title}, RealTimeQA-dev, with 95 % intervals (longer is better)"
        bars(canvas, (12, 12 + number * step), _WIDTH - 24, title, rows)
    return canvas.svg()


def quality_by_latency(path: Path) -> str:
    """Return what every way to rerank gains or loses, over the processor time of an answer."""
    ways = {way["name"]: way for way in _read(path)}
    shipped = np.array(ways[_SHIPPED]["reciprocal"])
    points = []
    for name, way in ways.items():
        gained = np.array(way["reciprocal"]) - shipped
        low, high = (float(bound) for bound in np.percentile(resampled_means(gained), (2.5, 97.5)))
        taken = float(np.median(way["processor"]))
        points.append(Mark(name, taken, float(gained.mean()), low, high, name == _SHIPPED))
    canvas = Canvas(_WIDTH, 380, "Quality against processor time of the ways to rerank")
    most = max(point.x for point in points)
    x = Axis("processor milliseconds of an answer, median", 0, most * 1.05, 60, 490)
    least, best = min(point.low for point in points), max(point.high for point in points)
    label = f"MRR@10 less that of 1 ({shipped.mean():.3f}), with paired 95 % intervals"
    marks(canvas, x, Axis(label, least - _SLACK, best + _SLACK, 325, 40), points)
    return canvas.svg()


def scale(path: Path) -> str:
    """Return what a question waits for before reranking, over the passages of the library."""
    found = sorted(_read(path), key=lambda one: one["passages"])
    lines = [
        (name, [(one["passages"], one[row][figure]) for one in found])
        for name, row, figure in (
            ("all, 95 %", "everything", "p95"),
            ("all, median", "everything", "p50"),
            ("vectors, median", "vectors alone", "p50"),
        )
    ]
    return _curves(
        "Search time by size of library",
        "passages in the library",
        "milliseconds before reranking",
        lines,
    )


def concurrency(path: Path) -> str:
    """Return how long answers take while many ask at once."""
    found = [one for one in _read(path) if one["askers"]]
    lines = [
        (name, [(one["askers"], one[key]) for one in found])
        for name, key in (("95 %", "p95"), ("median", "p50"))
    ]
    return _curves(
        "Answer time by number of askers",
        "askers at once, each waiting for its answer",
        "milliseconds to the whole answer",
        lines,
    )


def _curves(
    title: str, across: str, up: str, lines: Sequence[tuple[str, Sequence[tuple[float, float]]]]
) -> str:
    canvas = Canvas(_WIDTH, 360, title)
    xs = [x for _, points in lines for x, _ in points]
    ys = [y for _, points in lines for _, y in points]
    x = Axis(across, min(xs), max(xs), 80, _WIDTH - 120, log=True, marked=sorted(set(xs)))
    y = Axis(up, min(ys) / 1.5, max(ys) * 1.5, 305, 40, log=True)
    curves(canvas, x, y, lines)
    return canvas.svg()


def _read(path: Path) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
