"""Draw the plots of `docs/` from the results that benchmarks keep with `--json`.

    python -m benchmarks.plots

A plot whose results are not there is left as it is. What `benchmarks/results/` holds was made by

    python -m benchmarks.peers --slice 8 --json peers.json
    python -m benchmarks.warm_answers --home HOME --json warm_answers.json
    python -m benchmarks.scale --sizes 10000 100000 1000000 --json scale.json
    python -m benchmarks.concurrency --home HOME --first 16 --json concurrency.json
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, StrMethodFormatter
from matplotlib.typing import RcKeyType

from benchmarks.peers.results import TITLES, load, records
from footnote.evaluation.result import aggregate, intervals, resampled_means

RESULTS = Path(__file__).parent / "results"
IMAGES = Path(__file__).parents[1] / "docs" / "images"

_SHIPPED = "as shipped"
_PEERS = ("footnote", "langchain", "txtai", "llamaindex")
_MEASURED = (
    ("One question from nothing, seconds (shorter is better)", "cold", "seconds", "{:.1f} s"),
    ("Peak memory of that question, MB (shorter is better)", "cold", "megabytes", "{:.0f} MB"),
    ("Passages ingested a second (longer is better)", "ingest", "rate", "{:.1f}"),
    ("A warm question, median ms (shorter is better)", "questions", "p50", "{:.0f} ms"),
)
_OURS, _OTHER, _SOFT = "#1660a8", "#8a929b", "#5f6873"
_LINES = (_OURS, "#b84a16", "#1c7a46")
_STYLE: dict[RcKeyType, Any] = {
    # Text stays text, and two runs write the same bytes.
    "svg.fonttype": "none",
    "svg.hashsalt": "footnote",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "figure.constrained_layout.h_pad": 0.1,
    "figure.constrained_layout.w_pad": 0.1,
    "legend.frameon": False,
    "axes.edgecolor": "#d9d6cf",
    "axes.labelcolor": _SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#e4e2dc",
    "xtick.color": _SOFT,
    "ytick.color": _SOFT,
}


def peer_times(path: Path) -> Figure:
    """Return cold start, memory, ingestion and question times beside the peers'."""
    results = load(path)
    figure, panels = _panels("Footnote and its peers: time and memory", len(_MEASURED), len(_PEERS))
    for axes, (title, part, key, told) in zip(panels, _MEASURED, strict=True):
        found = {name: [one[name][key] for one in results.rounds(part)] for name in _PEERS}
        rows = {
            name: (results.median(part, name, key), min(each), max(each))
            for name, each in found.items()
        }
        _bars(axes, title, rows, told)
    return figure


def peer_quality(path: Path) -> Figure:
    """Return MRR@10 and hit@10 beside the peers', with 95 % intervals."""
    asked = {name: records(ranks) for name, ranks in load(path).ranks.items()}
    figure, panels = _panels("Footnote and its peers: quality of search", 2, len(asked))
    for axes, metric in zip(panels, ("MRR@10", "hit@10"), strict=True):
        key = metric.lower()
        rows = {
            name: (value, *intervals(asked[name])[key])
            for name in TITLES
            if name in asked and (value := aggregate(asked[name])[key]) is not None
        }
        title = f"{metric}, RealTimeQA-dev, with 95 % intervals (longer is better)"
        _bars(axes, title, rows, "{:.3f}")
    return figure


def quality_by_latency(path: Path) -> Figure:
    """Return what every way to rerank gains or loses, over the processor time of an answer."""
    ways = {way["name"]: way for way in _read(path)}
    shipped = np.array(ways[_SHIPPED]["reciprocal"])
    figure, axes = _plot(
        "Quality against processor time of the ways to rerank",
        f"MRR@10 less that of 1 ({shipped.mean():.3f}), with paired 95 % intervals",
    )
    for number, (name, way) in enumerate(ways.items(), start=1):
        gained = np.array(way["reciprocal"]) - shipped
        low, high = np.percentile(resampled_means(gained), (2.5, 97.5))
        place = (float(np.median(way["processor"])), float(gained.mean()))
        colour = _OURS if name == _SHIPPED else _SOFT
        axes.vlines(place[0], low, high, _OTHER, linewidth=1)
        axes.plot(*place, "o", color=colour, markersize=11)
        axes.text(*place, str(number), color="white", ha="center", va="center_baseline", fontsize=8)
        beside = (12, -15 * number)
        axes.annotate(
            f"{number}: {name}", (1, 1), beside, "axes fraction", "offset points", color=colour
        )
    axes.set_xlim(left=0)
    axes.set_xlabel("processor milliseconds of an answer, median")
    return figure


def scale(path: Path) -> Figure:
    """Return what a question waits for before reranking, over the passages of the library."""
    found = sorted(_read(path), key=lambda one: one["passages"])
    lines = {
        "all, 95 %": [one["everything"]["p95"] for one in found],
        "all, median": [one["everything"]["p50"] for one in found],
        "vectors, median": [one["vectors alone"]["p50"] for one in found],
    }
    figure, axes = _plot("Search time by size of library", "milliseconds before reranking")
    axes.set_xlabel("passages in the library")
    _curves(axes, [one["passages"] for one in found], lines)
    return figure


def concurrency(path: Path) -> Figure:
    """Return how long answers take while many ask at once."""
    found = [one for one in _read(path) if one["askers"]]
    lines = {"95 %": [one["p95"] for one in found], "median": [one["p50"] for one in found]}
    figure, axes = _plot("Answer time by number of askers", "milliseconds to the whole answer")
    axes.set_xlabel("askers at once, each waiting for its answer")
    _curves(axes, [one["askers"] for one in found], lines)
    return figure


PLOTS: Mapping[str, tuple[str, Callable[[Path], Figure]]] = {
    "peer-times.svg": ("peers.json", peer_times),
    "peer-quality.svg": ("peers.json", peer_quality),
    "quality-by-latency.svg": ("warm_answers.json", quality_by_latency),
    "scale.svg": ("scale.json", scale),
    "concurrency.svg": ("concurrency.json", concurrency),
}
"""Each plot's results and what draws it."""


def svg(draw: Callable[[Path], Figure], results: Path) -> str:
    """Return a plot as SVG, on white so that it can be read on a dark page too."""
    written = StringIO()
    with mpl.rc_context(_STYLE):
        figure = draw(results)
        kept = {"Title": figure.get_label(), "Date": None, "Creator": None}
        figure.savefig(written, format="svg", metadata=kept)
    # Matplotlib ends the lines of its paths in a blank.
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write every plot that is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--images", type=Path, default=IMAGES)
    asked = parser.parse_args(arguments)
    for name, (results, draw) in PLOTS.items():
        source, target = asked.results / results, asked.images / name
        if not source.exists():
            print(f"{name}: there is no {source}")
            continue
        content = svg(draw, source)
        if not target.exists() or target.read_text(encoding="utf-8") != content:
            target.write_text(content, encoding="utf-8")
            print(f"wrote {target}")


def _panels(title: str, count: int, rows: int) -> tuple[Figure, Sequence[Axes]]:
    height = count * (0.45 + 0.23 * rows)
    figure = Figure((7.5, height), layout="constrained", label=title)
    return figure, figure.subplots(count)


def _plot(title: str, upward: str) -> tuple[Figure, Axes]:
    """Return a figure of one plot; `upward` says above it what its height stands for."""
    figure = Figure((7.5, 3.75), layout="constrained", label=title)
    axes = figure.subplots()
    axes.set_title(upward, color=_SOFT, fontsize=9)
    axes.grid(axis="y")
    return figure, axes


def _bars(
    axes: Axes, title: str, rows: Mapping[str, tuple[float, float, float]], told: str
) -> None:
    """Draw bars from zero, each a value with its least and most and its figure behind them."""
    axes.set_title(title)
    for name, (value, low, high) in rows.items():
        label = TITLES[name]
        axes.barh(label, value, 0.6, color=_OURS if name.startswith("footnote") else _OTHER)
        axes.hlines(label, low, high, "#1d232b", linewidth=1)
        axes.annotate(
            told.format(value), (high, label), (5, 0), textcoords="offset points", va="center"
        )
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _curves(axes: Axes, across: Sequence[float], lines: Mapping[str, Sequence[float]]) -> None:
    """Draw at most three named series, the uppermost first, over logarithmic axes."""
    for (name, up), colour in zip(lines.items(), _LINES, strict=False):
        axes.loglog(across, up, "o-", color=colour, markersize=5, label=name)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    axes.minorticks_off()
    axes.set_xticks(across)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))


def _read(path: Path) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
