"""HTML files: main text through trafilatura, dates from what the page declares."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.readers.decoding import decode, read_bytes
from retrieval.readers.fields import parse_date

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_PUBLISHED = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@name="date" or @name="pubdate" or @name="publish-date" or @name="DC.date"'
    ' or @name="dcterms.created" or @itemprop="datePublished"]/@content',
    '//time[@itemprop="datePublished" or @pubdate]/@datetime',
)
_UPDATED = (
    '//meta[@property="article:modified_time" or @property="og:updated_time"]/@content',
    '//meta[@name="last-modified" or @name="lastmod" or @itemprop="dateModified"]/@content',
    '//time[@itemprop="dateModified"]/@datetime',
)


def read(path: Path) -> Iterator[RawPage]:
    """Yield the page's main text with what it declares of itself."""
    content = read_bytes(path)
    found = _CHARSET.search(content[:4096])
    declared = found.group(1).decode("ascii", "replace") if found else None
    yield parse_html(
        decode(content, str(path), declared=declared), origin=str(path), path=str(path)
    )


def parse_html(
    markup: str, *, origin: str, path: str | None = None, url: str | None = None
) -> RawPage:
    """Return a page's main text with its title, dates, authors and site.

    Only dates the page declares as its own (metadata, structured data, marked-up times) are taken;
    a date in running text or a copyright year is not. Raises `InputError` without main text.
    """
    import trafilatura
    from lxml import etree, html

    try:
        tree = html.fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
        document = trafilatura.bare_extraction(
            tree, url=url, include_comments=False, include_tables=True, with_metadata=True
        )
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        raise InputError("is not HTML that can be parsed", origin=origin) from error
    text = (document.text or "").strip() if document is not None else ""
    if document is None or not text:
        raise InputError("has no main text", origin=origin)
    tree = html.fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    address = url or _canonical(tree)
    structured = list(_structured(tree))
    return RawPage(
        key=address or str(Path(path).absolute() if path else origin),
        origin=origin,
        text=text,
        markup="html",
        url=address,
        path=path,
        title=document.title,
        source=_host(address) or document.sitename,
        published=_declared(tree, _PUBLISHED, structured, "datePublished"),
        updated=_declared(tree, _UPDATED, structured, "dateModified"),
        authors=tuple(name.strip() for name in (document.author or "").split(";") if name.strip()),
    )


def _canonical(tree: Any) -> str | None:
    for value in tree.xpath('//link[@rel="canonical"]/@href | //meta[@property="og:url"]/@content'):
        if str(value).startswith(("http://", "https://")):
            return str(value)
    return None


def _host(url: str | None) -> str | None:
    from urllib.parse import urlsplit

    if url is None:
        return None
    with suppress(ValueError):
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    return None


def _declared(
    tree: Any, paths: tuple[str, ...], structured: list[dict[str, Any]], key: str
) -> date | None:
    values = [str(value) for path in paths for value in tree.xpath(path)]
    values += [str(item[key]) for item in structured if isinstance(item.get(key), str)]
    for value in values:
        with suppress(ValueError):
            if (day := parse_date(value)) is not None:
                return day
    return None


def _structured(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD blocks."""
    for block in tree.xpath('//script[@type="application/ld+json"]/text()'):
        try:
            loaded = json.loads(str(block))
        except (ValueError, RecursionError):
            continue
        waiting = [loaded]
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting.extend(item[:100])
            elif isinstance(item, dict):
                yield item
                waiting.extend(
                    item.get("@graph", []) if isinstance(item.get("@graph"), list) else []
                )
