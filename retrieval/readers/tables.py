"""CSV and TSV files: one article per row in the article format, else one table per file."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Protocol

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.fields import name_in_words
from footnote.retrieval.readers.files import read_text
from footnote.retrieval.readers.json_lines import page_of_record


class _Rows(Protocol):
    """What `csv.reader` returns, whose own name is private."""

    line_num: int

    def __next__(self) -> list[str]: ...


_DELIMITERS = (",", ";", "\t", "|")
_MAX_FIELD = 10 * 1024 * 1024
MAX_CELL = 32_767
"""Characters of a table's cell: as many as spreadsheet programs keep."""

MAX_COLUMNS = 1_024
_SAMPLE_LINES = 20


def read(path: Path) -> Iterator[RawPage | InputError]:
    """Yield one article per row, or one table of the file if no column is named "text".

    A bad row is yielded as an `InputError` that names its line. A first line "sep=;", as
    spreadsheets write, names the sign that divides the cells.
    """
    origin = str(path)
    content = read_text(path)
    head, _, rest = content.partition("\n")
    stated = head.strip().strip('"').casefold()
    if stated.startswith("sep=") and len(head.strip().strip('"')) == len("sep=") + 1:
        content, delimiter, first = rest, head.strip().strip('"')[-1], 2
    elif stated == "sep=":
        content, delimiter, first = rest, "\t", 2
    else:
        delimiter, first = _delimiter(content), 1
    csv.field_size_limit(_MAX_FIELD)
    rows = csv.reader(StringIO(content, newline=""), delimiter=delimiter)
    names = _next_row(rows, origin) or []
    columns = [name.strip().casefold() for name in names]
    if "text" in columns:
        yield from _articles(path, rows, columns, first)
    else:
        yield _whole_table(path, rows, names, first)


def _articles(
    path: Path, rows: "_Rows", columns: Sequence[str], first: int
) -> Iterator[RawPage | InputError]:
    origin = str(path)
    ended = rows.line_num
    while (row := _next_row(rows, origin)) is not None:
        line, ended = ended + first, rows.line_num
        if not any(cell.strip() for cell in row):
            continue
        try:
            if len(row) > len(columns):
                raise ValueError(f"has {len(row)} cells for {len(columns)} columns")
            filled = {name: cell for name, cell in zip(columns, row, strict=False) if cell}
            yield page_of_record(path, line, filled)
        except ValueError as error:
            yield InputError(str(error), origin=origin, line=line)


def _whole_table(path: Path, rows: "_Rows", names: list[str], first: int) -> RawPage:
    origin = str(path)
    writer = BlockWriter()
    row: list[str] | None = names
    ended = 0
    with writer.group():
        while row is not None:
            line, ended = ended + first, rows.line_num
            refuse_huge(row, origin, line)
            writer.row(row, header=line == first and names_columns(row), place=line)
            row = _next_row(rows, origin)
    if writer.empty:
        raise InputError("has no text", origin=origin)
    text, blocks, places = writer.page("line")
    return RawPage(
        key=str(path.absolute()),
        origin=origin,
        text=text,
        blocks=blocks,
        scraped=False,
        path=origin,
        title=name_in_words(path),
        places=places,
    )


def refuse_huge(row: Sequence[str], origin: str, line: int | None = None) -> None:
    """Raise `InputError` for a row that no table has."""
    if len(row) > MAX_COLUMNS:
        raise InputError(f"has a row of {len(row):,} cells", origin=origin, line=line)
    longest = max(map(len, row), default=0)
    if longest > MAX_CELL:
        raise InputError(f"has a cell of {longest:,} characters", origin=origin, line=line)


def names_columns(row: Sequence[str]) -> bool:
    """Tell a first row that names columns: its cells are filled, unlike, and no figures."""
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    figures = any(not any(map(str.isalpha, cell)) for cell in cells[1:] or cells if cell)
    named = all(cells[1:]) and len(set(cells)) == len(cells)
    return bool(cells) and named and not figures


def _delimiter(content: str) -> str:
    """Return the sign that divides cells: the one that most of the first lines have alike."""
    lines = [line for line in content.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]

    def rank(sign: str) -> tuple[int, int]:
        in_first = lines[0].count(sign) if lines else 0
        alike = sum(line.count(sign) == in_first for line in lines) if in_first else 0
        return alike, in_first

    return max(_DELIMITERS, key=rank)


def _next_row(rows: "_Rows", origin: str) -> list[str] | None:
    try:
        return next(rows)
    except StopIteration:
        return None
    except csv.Error as error:
        raise InputError(
            f"cannot be read on ({error})", origin=origin, line=rows.line_num
        ) from error
