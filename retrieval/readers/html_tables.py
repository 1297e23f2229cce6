"""Tables of HTML as rows of cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from footnote.retrieval.readers.dom import (
    HEADINGS,
    children_of,
    flat_words,
    is_dropped,
    marks_of,
    name_of,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CODE_TABLES = frozenset(
    "highlighttable rouge-table lntable hljs-ln js-file-line-container codehilitetable".split()
)
_MOST_COLUMNS = 200
_MOST_IN_CELL = 1_500
"""Characters from which on a cell is a part of the page's layout."""

_STOPS = (".", "!", "?", ":", ";", ",", "。", "！", "？", "：")


@dataclass(frozen=True, slots=True)
class Row:
    """The words of a row's cells, and whether they name the columns."""

    cells: tuple[str, ...]
    header: bool
    element: "HtmlElement"


def rows_of(table: "HtmlElement") -> Iterator[Row]:
    """Yield the rows of a table, all equally long.

    What spans columns stands in the first of them, what spans rows is repeated in each.
    """
    grid: list[list[str]] = []
    heads: list[tuple[bool, HtmlElement]] = []
    down: dict[int, tuple[int, str]] = {}
    for row in _rows(table):
        cells: list[str] = []
        found = [cell for cell in row if name_of(cell) in {"td", "th"} and not is_dropped(cell)]
        for cell in found:
            _continue(cells, down)
            words = cell_words(cell)
            rows = _number(cell.get("rowspan"))
            for column in range(_number(cell.get("colspan"))):
                if rows > 1:
                    down[len(cells)] = (rows - 1, "" if column else words)
                cells.append("" if column else words)
        _continue(cells, down)
        grid.append(cells)
        parent = row.getparent()
        in_head = parent is not None and name_of(parent) == "thead"
        named = bool(found) and all(name_of(cell) == "th" for cell in found)
        heads.append((in_head or (named and (len(found) > 1 or not grid[:-1])), row))
    width = max(map(len, grid), default=0)
    while width and all(len(cells) < width or not cells[width - 1] for cells in grid):
        width -= 1
    for cells, (header, row) in zip(grid, heads, strict=True):
        yield Row(tuple([*cells, *[""] * width][:width]), header, row)


def cell_words(cell: "HtmlElement") -> str:
    """Return a cell's words on one line; items and lines in it are divided by semicolons."""
    lines = [" ".join(line.split()) for line in flat_words(children_of(cell)).split("\n")]
    words = ""
    for line in filter(None, lines):
        joint = " " if words.endswith(_STOPS) else "; "
        words = f"{words}{joint}{line}" if words else line
    return words


def is_layout(table: "HtmlElement") -> bool:
    """Tell a table that only places things on the page from one that has rows to read."""
    if table.get("role") in {"presentation", "none"} or _is_broken(table):
        return True
    rows = list(_rows(table))
    cells = [cell for row in rows for cell in row if name_of(cell) in {"td", "th"}]
    named = any(name_of(cell) == "th" for cell in cells)
    if not cells or (max(len(row) for row in rows) < 2 and not named):
        return True
    if any(name_of(inner) in HEADINGS for cell in cells for inner in cell.iter()):
        return True
    if any(len(line) > 1 for line in (_code_lines(cell) for cell in cells)) and len(rows) < 3:
        return True
    return any(len("".join(cell.itertext())) > _MOST_IN_CELL for cell in cells)


def code_part(table: "HtmlElement") -> "HtmlElement | None":
    """Return the cell with the code of a table that numbers the lines of code."""
    inside = table.getparent()
    marks = marks_of(table) | (marks_of(inside) if inside is not None else set())
    if not marks & _CODE_TABLES:
        return None
    cells = list(table.iter("td"))
    return max(cells, key=_letters, default=None)


def _letters(cell: "HtmlElement") -> int:
    return sum(map(str.isalpha, "".join(cell.itertext())))


def _is_broken(table: "HtmlElement") -> bool:
    """Tell a table with words between its cells, which have no place in a row."""
    for part in (table, *table.iterchildren("thead", "tbody", "tfoot"), *_rows(table)):
        cells = {"td", "th"} if name_of(part) == "tr" else {"thead", "tbody", "tfoot", "tr"}
        for node in children_of(part):
            if isinstance(node, str):
                if node.strip():
                    return True
            elif name_of(node) not in cells | {"caption", "colgroup", "col"}:
                return True
    return False


def _code_lines(cell: "HtmlElement") -> list[str]:
    return [line for code in cell.iter("pre") for line in "".join(code.itertext()).split("\n")]


def _rows(table: "HtmlElement") -> "Iterator[HtmlElement]":
    """Yield the rows of a table itself, not of those inside it."""
    for child in table:
        name = name_of(child)
        if name == "tr":
            yield child
        elif name in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if name_of(row) == "tr")


def _continue(cells: list[str], down: dict[int, tuple[int, str]]) -> None:
    """Fill the columns that cells of rows above reach into."""
    while len(cells) in down:
        left, words = down.pop(len(cells))
        if left > 1:
            down[len(cells)] = (left - 1, words)
        cells.append(words)


def _number(value: str | None) -> int:
    digits = (value or "").strip()
    return min(max(int(digits), 1), _MOST_COLUMNS) if digits.isascii() and digits.isdigit() else 1
