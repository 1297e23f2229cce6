"""Rows of articles and passages as both engines select them, and what is made of them."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, LiteralString

from footnote.retrieval.article import ArticleHead, Passage

Row = tuple[Any, ...]

HEAD: LiteralString = (
    "articles.id, articles.title, articles.url, articles.path, articles.source,"
    " articles.published, articles.updated, articles.authors"
)
PASSAGE: LiteralString = (
    "passages.id, articles.id, passages.position, passages.start, passages.stop, passages.text,"
    " passages.headings, passages.lead"
)
JOINED: LiteralString = "passages JOIN articles ON articles.number = passages.article"

PASSAGE_COLUMNS = 8


def passage_of(row: Row) -> Passage:
    """Return the passage of a row that begins with the columns of `PASSAGE`."""
    name, article, position, start, end, text, headings, lead = row[:PASSAGE_COLUMNS]
    above = tuple(headings.split("\n")) if headings else ()
    return Passage(name, article, position, start, end, text, above, lead)


def head_of(row: Row) -> ArticleHead:
    """Return the head of a row that begins with the columns of `HEAD`, days as dates or as text."""
    article_id, title, url, path, source, published, updated, authors = row[:8]
    return ArticleHead(
        id=article_id,
        title=title,
        url=url,
        path=path,
        source=source,
        published=_date(published),
        updated=_date(updated),
        authors=tuple(json.loads(authors)),
    )


def loose_and_kept(rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Return the names of rows (name, whether it is held) by the second: not held, and held."""
    return [name for name, held in rows if not held], [name for name, held in rows if held]


def day_of(value: date | None) -> date | None:
    """Return the day of a date, or of a moment, which counts as a date too."""
    return value.date() if isinstance(value, datetime) else value


def _date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
