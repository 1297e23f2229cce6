"""CSV and TSV files: one article a row, columns named as the article format names them."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from retrieval.article import RawPage
from retrieval.dates import parse_date
from retrieval.errors import InputError
from retrieval.places import whole_at_line
from retrieval.readers.decoding import read_text
from retrieval.readers.fields import authors_field, exact_times, text_field

_DELIMITERS = (",", ";", "\t", "|")
_KNOWN = frozenset(["title", "text", "url", "published", "source", "authors", "updated"])
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
            yield _page(path, line, dict(zip(columns, row, strict=False)))
        except ValueError as error:
            yield InputError(str(error), origin=origin, line=line)


def _next_row(rows: "csv._reader", origin: str) -> list[str] | None:  # type: ignore[name-defined,unused-ignore]
    try:
        return next(rows, None)
    except csv.Error as error:
        raise InputError(
            f"cannot be read on ({error})", origin=origin, line=rows.line_num
        ) from error


def _page(path: Path, line: int, record: dict[str, str]) -> RawPage:
    text = text_field(record, "text")
    if text is None:
        raise ValueError("`text` is missing or empty")
    url = text_field(record, "url")
    return RawPage(
        key=url or f"{path.absolute()}#{line}",
        origin=f"{path}, line {line}",
        text=text,
        url=url,
        path=str(path),
        title=text_field(record, "title"),
        source=text_field(record, "source"),
        published=parse_date(record.get("published")),
        updated=parse_date(record.get("updated")),
        authors=authors_field(record.get("authors")),
        places=whole_at_line(text, line) if url is None else None,
        metadata={
            **{key: value for key, value in record.items() if key not in _KNOWN and value},
            **exact_times(record.get("published"), record.get("updated")),
        },
    )
