"""JSON Lines: one article a line, in the published article format."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.decoding import decode
from footnote.retrieval.readers.records import page_of_record

MAX_LINE_BYTES = 10 * 1024 * 1024
"""Longest line taken; longer ones are passed over without being held in memory."""


def read(path: Path) -> Iterator[RawPage | InputError]:
    """Yield an article a line; a bad line is yielded as an `InputError` that names it."""
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
