"""CSV and TSV files: one article a row, columns named as the article format names them."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.readers.decoding import read_text
from retrieval.readers.records import page_of_record

_DELIMITERS = (",", ";", "\t", "|")
_MAX_FIELD = 10 * 1024 * 1024


def read(path: Path) -> Iterator[RawPage | InputError]:
    """Yield an article a row; a bad row is yielded as an `InputError` that names its line."""
    origin = str(path)
    content = read_text(path)
    head = content.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(_MAX_FIELD)
    rows = csv.reader(StringIO(content, newline=""), delimiter=delimiter)
    columns = [name.strip().casefold() for name in _next_row(rows, origin) or []]
    if "text" not in columns:
        raise InputError(
            "needs a first row that names the columns, with one named “text”", origin=origin, line=1
        )
    ended = rows.line_num
    while (row := _next_row(rows, origin)) is not None:
        line, ended = ended + 1, rows.line_num
        if not any(cell.strip() for cell in row):
            continue
        try:
            if len(row) > len(columns):
                raise ValueError(f"has {len(row)} cells for {len(columns)} columns")
            filled = {name: cell for name, cell in zip(columns, row, strict=False) if cell}
            yield page_of_record(path, line, filled)
        except ValueError as error:
            yield InputError(str(error), origin=origin, line=line)


def _next_row(rows: "csv._reader", origin: str) -> list[str] | None:  # type: ignore[name-defined,unused-ignore]
    try:
        return next(rows, None)
    except csv.Error as error:
        raise InputError(
            f"cannot be read on ({error})", origin=origin, line=rows.line_num
        ) from error
