"""Records of the published article format, whichever kind of file they stand in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from footnote.retrieval.article import RawPage
from footnote.retrieval.readers.fields import authors_field, exact_times, text_field
from footnote.retrieval.text.dates import parse_date
from footnote.retrieval.text.places import whole_at_line

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
