"""JSON Lines, one article per line, and the fields of the published article format."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.fields import authors_field, exact_times, text_field
from footnote.retrieval.readers.files import decode
from footnote.retrieval.text.dates import parse_date
from footnote.retrieval.text.laying_out import whole_at_line

_KNOWN = frozenset(["title", "text", "url", "published", "source", "authors", "updated"])


def page_of_record(path: Path, line: int, record: Mapping[str, Any]) -> RawPage:
    """Return the article of one record; keys the format does not know become metadata.

    Raises `ValueError` with what is wrong with the record.
    """
    text = text_field(record, "text")
    if text is None:
        raise ValueError("`text` is missing or empty")
    url = text_field(record, "url")
    return RawPage(
        key=url or f"{path.absolute()}#{line}",
        origin=f"{path}, line {line}",
        text=text,
        scraped=True if url else None,
        url=url,
        path=str(path),
        title=text_field(record, "title"),
        source=text_field(record, "source"),
        published=parse_date(record.get("published")),
        updated=parse_date(record.get("updated")),
        authors=authors_field(record.get("authors")),
        places=whole_at_line(text, line) if url is None else None,
        metadata={
            **{key: value for key, value in record.items() if key not in _KNOWN},
            **exact_times(record.get("published"), record.get("updated")),
        },
    )


MAX_LINE_BYTES = 10 * 1024 * 1024
"""Longest line taken; longer ones are passed over without being held in memory."""


def read(path: Path) -> Iterator[RawPage | InputError]:
    """Yield one article per line; a bad line is yielded as an `InputError` that names it."""
    origin = str(path)
    any_line = False
    for number, line in _lines(path):
        any_line = True
        if line is None:
            megabytes = MAX_LINE_BYTES // 1024 // 1024
            yield InputError(
                f"is longer than the {megabytes} MB a line may have", origin=origin, line=number
            )
            continue
        try:
            yield page_of_record(path, number, _record(decode(line, origin)))
        except InputError as error:
            yield InputError(error.reason, origin=origin, line=number)
        except ValueError as error:
            yield InputError(str(error), origin=origin, line=number)
    if not any_line:
        yield InputError("is empty", origin=origin)


def _lines(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Yield numbered lines that are not blank; None stands for one that is too long."""
    number = 0
    with path.open("rb") as file:
        while line := file.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
                while (rest := file.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                    pass
                yield number, None
            elif line.strip():
                yield number, line


def _record(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error.msg}, column {error.colno})") from error
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    if not isinstance(record, dict):
        raise ValueError("must be a JSON object with `title` and `text`")
    return record
