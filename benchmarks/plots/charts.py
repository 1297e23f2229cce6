"""Bars, curves and labelled points over axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.plots.drawing import Axis, Canvas, grid

_ROW, _BAR, _LABELS = 22, 13, 185
_HEAD = 30
_DOT, _LINE = 8, 15


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart; `low` and `high` are its interval where it has one."""

    label: str
    value: float
    told: str
    ours: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with its name; `low` and `high` bound it upwards and downwards."""

    label: str
    x: float
    y: float
    low: float
    high: float
    ours: bool = False


def bars_height(rows: int) -> int:
    """Return the pixels that a bar chart of so many rows takes."""
    return _HEAD + rows * _ROW + 14


def bars(
    canvas: Canvas, corner: tuple[float, float], width: float, title: str, rows: Sequence[Bar]
) -> None:
    """Draw bars from zero, each with its figure behind it."""
    left, top = corner
    canvas.text(left, top + 16, title)
    most = max(row.high or row.value for row in rows)
    axis = Axis("", 0, most, left + _LABELS, left + width - 105)
    for number, row in enumerate(rows):
        y = top + _HEAD + number * _ROW
        canvas.text(axis.first - 8, y + 11, row.label, "" if row.ours else "soft", "end", 12)
        kind = "ours" if row.ours else "other"
        canvas.bar(axis.first, y, axis.at(row.value) - axis.first, _BAR, kind)
        end = axis.at(row.value)
        if row.low is not None and row.high is not None:
            middle = y + _BAR / 2
            canvas.line((axis.at(row.low), middle), (axis.at(row.high), middle), "span", 1.5)
            end = axis.at(row.high)
        canvas.text(end + 6, y + 11, row.told, "", "start", 12)


def curves(
    canvas: Canvas, x: Axis, y: Axis, lines: Sequence[tuple[str, Sequence[tuple[float, float]]]]
) -> None:
    """Draw at most three series, the uppermost first, each named at its last point."""
    grid(canvas, x, y)
    baseline = 0.0
    for number, (name, points) in enumerate(lines):
        places = [(x.at(across), y.at(up)) for across, up in points]
        for start, end in pairwise(places):
            canvas.line(start, end, f"line{number}", 2)
        for place in places:
            canvas.dot(*place, f"dot{number}")
        baseline = max(places[-1][1] + 4, baseline + _LINE)
        canvas.text(places[-1][0] + 8, baseline, name, "", "start", 12)


def marks(canvas: Canvas, x: Axis, y: Axis, points: Sequence[Mark]) -> None:
    """Draw numbered points with their intervals, and what the numbers stand for on the right."""
    grid(canvas, x, y)
    for point in points:
        across = x.at(point.x)
        canvas.line((across, y.at(point.low)), (across, y.at(point.high)), "grid", 2)
    for number, point in enumerate(points, start=1):
        across, up = x.at(point.x), y.at(point.y)
        canvas.dot(across, up, "ours" if point.ours else "other", _DOT)
        canvas.text(across, up + 4, str(number), "inside", "middle", 11)
        listed = y.last + (number - 1) * _ROW
        canvas.text(x.last + 20, listed, f"{number}: {point.label}", "" if point.ours else "soft")
