"""The figures behind the report's plots, and the plots as inline SVG in the page's own colours."""

import math
from collections import defaultdict
from collections.abc import Sequence
from html import escape

import numpy as np

from footnote.evaluation.metrics import answer_recall
from footnote.evaluation.record import LOWEST_SCORE, Record
from footnote.retrieval.answering.expectation import expected_kind

Point = tuple[float, float]
DEPTHS = 10
STEPS = 60


def recall_by_depth(records: Sequence[Record]) -> list[Point]:
    """Return (depth, share of answerable questions with a gold passage that high)."""
    answerable = [record for record in records if record.answerable]
    if not answerable:
        return []
    return [
        (
            float(depth),
            sum(min(record.gold_ranks, default=99) <= depth for record in answerable)
            / len(answerable),
        )
        for depth in range(1, DEPTHS + 1)
    ]


def by_threshold(records: Sequence[Record]) -> tuple[list[Point], list[Point]]:
    """Return (threshold, share answered) of answerable and of unanswerable questions."""
    right = np.array([record.score for record in records if record.answerable])
    wrong = np.array([record.score for record in records if not record.answerable])
    # Questions without any evidence count at every threshold, but do not stretch the axis.
    shown = np.array([record.score for record in records if record.score > LOWEST_SCORE])
    if not len(shown):
        return [], []
    steps = np.linspace(shown.min() - 0.5, shown.max() + 0.5, STEPS)
    return tuple(  # type: ignore[return-value]
        [(float(step), float((side >= step).mean())) for step in steps] if len(side) else []
        for side in (right, wrong)
    )


def latency_distribution(records: Sequence[Record]) -> list[Point]:
    """Return (milliseconds, share of answers at most that late)."""
    times = sorted(record.latency_ms for record in records if record.error is None)
    return [(value, (number + 1) / len(times)) for number, value in enumerate(times)]


def by_group(records: Sequence[Record]) -> dict[str, list[tuple[str, int, float]]]:
    """Return (group, questions, answer recall) by the kind asked for and by month."""
    kinds: dict[str, list[float]] = defaultdict(list)
    months: dict[str, list[float]] = defaultdict(list)
    for record in records:
        value = answer_recall(record)
        if value is not None:
            kind = expected_kind(record.question)
            kinds[kind.value if kind else "other"].append(value)
            months[record.as_of.strftime("%Y-%m")].append(value)
    return {
        "Kind asked for": [(name, len(v), sum(v) / len(v)) for name, v in sorted(kinds.items())],
        "Month asked": [(name, len(v), sum(v) / len(v)) for name, v in sorted(months.items())],
    }


_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 360, 230, 40, 36, 24, 14
_MOST_TICKS = 7
_Y_LABEL = "share of questions"


def line_plot(
    title: str,
    x_label: str,
    lines: Sequence[tuple[str, Sequence[Point]]],
    *,
    start: float | None = None,
    mark: float | None = None,
) -> str:
    """Return a figure with one line per series; y runs from 0 to 1.

    `start` is where the x axis begins (None: at the first point); at `mark` stands an upright.
    """
    shown = [(name, points) for name, points in lines if points]
    if not shown:
        return ""
    xs = [x for _, points in shown for x, _ in points]
    low, high = min(xs) if start is None else start, max(xs)
    span = (high - low) or 1.0
    parts = [_grid(low, high)]
    if mark is not None and low <= mark <= high:
        x = f"{_x((mark - low) / span):.1f}"
        parts.append(f'<line class="mark" x1="{x}" x2="{x}" y1="{_y(0):.1f}" y2="{_y(1):.1f}"/>')
    for number, (name, points) in enumerate(shown):
        path = " ".join(
            f"{'M' if index == 0 else 'L'}{_x((x - low) / span):.1f} {_y(y):.1f}"
            for index, (x, y) in enumerate(points)
        )
        parts.append(
            f'<path class="line line-{number}" d="{path}"><title>{escape(name)}</title></path>'
        )
    legend = "".join(
        f'<span class="key key-{number}">{escape(name)}</span>'
        for number, (name, _) in enumerate(shown)
    )
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'role="img" aria-label="{escape(title)}">{"".join(parts)}'
        f'<text x="0" y="11" class="tick">{_Y_LABEL}</text>'
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 4}" class="label">'
        f"{escape(x_label)}</text></svg><div>{legend}</div></figure>"
    )


def _round_ticks(low: float, high: float) -> list[float]:
    """Return three to seven round values from `low` to `high`, both inclusive."""
    span = high - low
    if span <= 0:
        return [low]
    magnitude = 10.0 ** math.floor(math.log10(span))
    step = next(
        step for part in (0.2, 0.5, 1.0, 2.0) if span / (step := part * magnitude) < _MOST_TICKS
    )
    first = math.ceil(low / step - 1e-9)
    return [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]


def _grid(low: float, high: float) -> str:
    parts = []
    for step in range(5):
        y = _y(step / 4)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick end" x="{_LEFT - 5}" y="{y + 4:.1f}">{step / 4:.2f}</text>'
        )
    span = (high - low) or 1.0
    parts += [
        f'<text class="tick middle" x="{_x((value - low) / span):.1f}" '
        f'y="{_HEIGHT - _BOTTOM + 15}">{value:,g}</text>'
        for value in _round_ticks(low, high)
    ]
    return "".join(parts)


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _BOTTOM - _TOP)
