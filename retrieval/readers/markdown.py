"""Markdown and MDX files: front matter as fields, the rest as the blocks a reader sees."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from footnote.retrieval.article import RawPage
from footnote.retrieval.blocks import Block
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.blocks import page_of
from footnote.retrieval.readers.dom import parse
from footnote.retrieval.readers.fields import (
    authors_field,
    day_in_name,
    exact_times,
    name_in_words,
    split_front_matter,
    text_field,
)
from footnote.retrieval.readers.files import read_text
from footnote.retrieval.text.dates import parse_date

_KNOWN = frozenset("title link source date published updated lastmod author authors".split())
_DAY_IN_ADDRESS = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)")


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page; raises `InputError` for front matter that cannot be read."""
    jsx = path.suffix.lower() == ".mdx"
    yield parse_markdown(read_text(path), origin=str(path), path=str(path), jsx=jsx)


def parse_markdown(
    content: str, *, origin: str, path: str | None = None, url: str | None = None, jsx: bool = False
) -> RawPage:
    """Return Markdown as a page, titled by its front matter, else its first H1, else its name.

    Its day is that of the front matter, of the address given there, or of the file's name. Raises
    `InputError` for front matter that cannot be read or says what is no date.
    """
    above = split_front_matter(content, origin)
    text, blocks, places = _shown(above.body, jsx=jsx, first_line=above.lines + 1)
    fields = above.fields
    published = fields.get("published") or fields.get("date")
    updated = fields.get("updated") or fields.get("lastmod")
    try:
        address = url or _address(fields)
        return RawPage(
            key=address or (str(Path(path).absolute()) if path else origin),
            origin=origin,
            text=text,
            blocks=blocks,
            scraped=False,
            url=address,
            path=path,
            title=_title(fields, text, blocks, path),
            source=text_field(fields, "source"),
            published=parse_date(published) or _day(fields, path),
            updated=parse_date(updated),
            authors=_authors(fields),
            places=places,
            metadata={
                **{key: value for key, value in fields.items() if key not in _KNOWN},
                **exact_times(published, updated),
            },
        )
    except ValueError as error:
        raise InputError(f"front matter: {error}", origin=origin) from error


def _shown(body: str, *, jsx: bool, first_line: int) -> Any:
    # markdown-it is imported where Markdown is read, so that starting stays fast.
    from footnote.retrieval.readers.markdown_html import as_page

    root = parse(as_page(body, jsx=jsx, first_line=first_line))
    page = page_of(root, "line") if root is not None else None
    return page or ("", (), None)


def _title(
    fields: dict[str, Any], text: str, blocks: tuple[Block, ...], path: str | None
) -> str | None:
    given = fields.get("title")
    title = None if given is None else " ".join(str(given).split())
    if title:
        return title
    tops = (block for block in blocks if block.kind == "heading" and block.level == 1)
    top = next(tops, None)
    if top is not None:
        return text[top.start : top.end]
    return name_in_words(path) if path else None


def _address(fields: dict[str, Any]) -> str | None:
    """Return the whole address a page says it has; part of one is no address yet."""
    for name in ("url", "link", "canonical_url", "permalink"):
        value = fields.get(name)
        if isinstance(value, str) and value.strip().startswith(("http://", "https://")):
            return value.strip()
    return None


def _day(fields: dict[str, Any], path: str | None) -> date | None:
    """Return the day in the address a page is given, or in its file's name."""
    for name in ("path", "permalink", "url", "slug"):
        match = _DAY_IN_ADDRESS.search(str(fields.get(name) or ""))
        if match:
            with suppress(ValueError):
                return date(*map(int, match.groups()))
    return day_in_name(path) if path else None


def _authors(fields: dict[str, Any]) -> tuple[str, ...]:
    given = fields.get("authors") or fields.get("author")
    entries = given if isinstance(given, list) else [given]
    if any(isinstance(entry, dict) for entry in entries):
        names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
        given = [name for name in names if isinstance(name, str)]
    return authors_field(given)
