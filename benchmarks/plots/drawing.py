"""Plain SVG: texts, lines and marks on a card of its own, in the reader's light or dark."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from footnote.evaluation.report.plots import round_ticks

_STYLE = (
    "rect.card{fill:#fbfaf7}text{fill:#1d232b;stroke:#fbfaf7;stroke-width:3px;paint-order:stroke}.soft{fill:#5f6873}.grid{stroke:#d9d6cf}"
    ".ours{fill:#1660a8}.other{fill:#767f8a}text.inside{fill:#fff;stroke:none}.line0{stroke:#1660a8}.line1{stroke:#b84a16}.line2{stroke:#1c7a46}"
    ".dot0{fill:#1660a8}.dot1{fill:#b84a16}.dot2{fill:#1c7a46}.span{stroke:#1d232b}"
    "@media(prefers-color-scheme:dark){rect.card{fill:#15181c}text{fill:#e6e6e3;stroke:#15181c}"
    ".soft{fill:#9aa3ad}.grid{stroke:#343a42}.ours{fill:#4a93d6}.other{fill:#626b76}"
    ".line0{stroke:#7ab8f5}.line1{stroke:#f2a071}.line2{stroke:#6fcf97}.dot0{fill:#7ab8f5}.dot1{fill:#f2a071}.dot2{fill:#6fcf97}"
    ".span{stroke:#e6e6e3}}"
)


class Canvas:
    """A picture in the making; coordinates are pixels from the upper left corner."""

    def __init__(self, width: int, height: int, title: str) -> None:
        self.width, self.height, self.title = width, height, title
        self._parts: list[str] = []

    def text(
        self, x: float, y: float, text: str, kind: str = "", anchor: str = "start", size: int = 13
    ) -> None:
        """Write one line; `y` is its baseline."""
        sort = f' class="{kind}"' if kind else ""
        self._parts.append(
            f'<text{sort} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">'
            f"{escape(text)}</text>"
        )

    def line(
        self, start: tuple[float, float], end: tuple[float, float], kind: str, width: float = 1
    ) -> None:
        """Draw a straight line."""
        self._parts.append(
            f'<line class="{kind}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" '
            f'y2="{end[1]:.1f}" stroke-width="{width:g}"/>'
        )

    def bar(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """Draw a filled rectangle."""
        self._parts.append(
            f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" '
            f'height="{height:.1f}"/>'
        )

    def dot(self, x: float, y: float, kind: str, radius: float = 4) -> None:
        """Draw a filled circle."""
        self._parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>')

    def svg(self) -> str:
        """Return the picture."""
        body = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img" font-family="sans-serif">\n'
            f"<title>{escape(self.title)}</title><style>{_STYLE}</style>\n"
            f'<rect class="card" width="{self.width}" height="{self.height}" rx="6"/>\n'
            f"{body}\n</svg>\n"
        )


@dataclass(frozen=True, slots=True)
class Axis:
    """Where values from `low` to `high` come to lie between two pixels; `log` needs `low` > 0."""

    label: str
    low: float
    high: float
    first: float
    last: float
    log: bool = False
    marked: Sequence[float] = ()

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        low, high = self._bent(self.low), self._bent(self.high)
        share = (self._bent(value) - low) / (high - low)
        return self.first + share * (self.last - self.first)

    def ticks(self) -> list[float]:
        """Return the values to mark: `marked`, or else round ones.

        On a logarithmic axis those are 1, 2 and 5 of each power of ten.
        """
        if self.marked:
            return list(self.marked)
        if not self.log:
            return round_ticks(self.low, self.high)
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        spread = math.log10(self.high / self.low)
        steps = (1, 2, 5) if spread <= _DENSE_DECADES else (1,)
        values = [step * 10.0**power for power in powers for step in steps]
        slack = 1 + 1e-9
        return [value for value in values if self.low / slack <= value <= self.high * slack]

    def _bent(self, value: float) -> float:
        return math.log10(value) if self.log else value


_DENSE_DECADES = 2.5
"""A longer logarithmic axis marks powers of ten only."""


def grid(canvas: Canvas, x: Axis, y: Axis) -> None:
    """Draw the grid of two axes with their values and labels."""
    for value in y.ticks():
        canvas.line((x.first, y.at(value)), (x.last, y.at(value)), "grid")
        canvas.text(x.first - 8, y.at(value) + 4, f"{value:,.10g}", "soft", "end", 12)
    for value in x.ticks():
        canvas.line((x.at(value), y.first), (x.at(value), y.first + 4), "grid")
        canvas.text(x.at(value), y.first + 19, f"{value:,.10g}", "soft", "middle", 12)
    canvas.text((x.first + x.last) / 2, y.first + 40, x.label, "soft", "middle", 12)
    canvas.text(x.first - 8, y.last - 12, y.label, "soft", "start", 12)
