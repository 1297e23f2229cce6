"""Outlines of one table, made cell by cell."""

from collections.abc import Sequence

from footnote.retrieval.blocks import Block, Outline, Span
from footnote.retrieval.text.laying_out import CELL_JOINT


def table_outline(rows: Sequence[Sequence[str]], *, header: bool = True) -> Outline:
    """Return the outline of a table; its `header` is the row that names the columns."""
    text, blocks = "", []
    for number, row in enumerate(rows):
        text += "\n" if text else ""
        start, cells = len(text), []
        for column, cell in enumerate(row):
            text += CELL_JOINT if column else ""
            cells.append(Span(len(text), len(text) + len(cell)))
            text += cell
        blocks.append(
            Block(
                "row",
                start,
                len(text),
                group=1,
                depth=1,
                header=header and not number,
                cells=tuple(cells),
            )
        )
    return Outline(text, blocks)
