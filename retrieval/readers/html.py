"""HTML files: main text through trafilatura, dates from what the page declares."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.readers import blocks
from retrieval.readers.decoding import decode, read_bytes
from retrieval.readers.gaps import filled
from retrieval.text.dates import Moment, parse_moment

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_PUBLISHED = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@name="date" or @name="pubdate" or @name="publish-date" or @name="DC.date"'
    ' or @name="dcterms.created" or @itemprop="datePublished"]/@content',
    '//time[@itemprop="datePublished" or @pubdate]/@datetime',
)
_AUTHORS = (
    '//meta[@name="author" or @name="parsely-author" or @name="dc.creator" or @name="DC.creator"'
    ' or @name="citation_author" or @property="article:author"]/@content',
    '//*[@rel="author" or @itemprop="author"]',
    '//*[contains(concat(" ", @class, " "), " author ") or contains(@class, "byline")'
    ' or contains(@class, "author-name")][not(.//p)]',
)
"""Where authors are declared, the surest first."""

MAX_AUTHORS = 12
MAX_SHOWN = 200_000
_HEADLINE_SHARE = 0.35
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
    what it merely shows is left to cleaning, in `shown`. Raises `InputError` without main text.
    """
    tree, document = _extracted(markup, url, origin)
    address = url or _canonical(tree)
    structured = list(_structured(tree))
    published = _declared(tree, _PUBLISHED, structured, ("datePublished", "datePosted"))
    updated = _declared(tree, _UPDATED, structured, ("dateModified",))
    exact = (("published_at", published), ("updated_at", updated))
    return RawPage(
        key=address or str(Path(path).absolute() if path else origin),
        origin=origin,
        text=filled(tree, document.text.strip()),
        url=address,
        path=path,
        title=_title(tree, document.title),
        source=_host(address) or document.sitename,
        published=published.day if published else None,
        updated=updated.day if updated else None,
        authors=tuple(dict.fromkeys(_authors(tree, structured)))[:MAX_AUTHORS],
        shown=blocks.block_text(tree)[:MAX_SHOWN],
        metadata={name: moment.exact for name, moment in exact if moment and moment.exact},
    )


def _extracted(markup: str, url: str | None, origin: str) -> tuple[Any, Any]:
    """Return a page's tree and what trafilatura makes of it."""
    import trafilatura
    from lxml import etree, html

    try:
        # Extraction takes a tree apart: it gets one of its own.
        trees = [
            html.fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
            for _ in range(2)
        ]
        document = trafilatura.bare_extraction(
            trees[0], url=url, include_comments=False, include_tables=True, with_metadata=True
        )
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        raise InputError("is not HTML that can be parsed", origin=origin) from error
    if document is None or not (document.text or "").strip():
        raise InputError("has no main text", origin=origin)
    return trees[1], document


def _title(tree: Any, found: str | None) -> str | None:
    """Return a page's headline: a heading that its declared title repeats, else that title."""
    declared = _squeezed(tree.findtext(".//title") or "") or found or ""
    headings = (_squeezed(item.text_content()) for item in tree.iter("h1", "h2", "h3"))
    repeated = [text for text in headings if text and text.casefold() in declared.casefold()]
    longest = max(repeated, key=len, default="")
    return longest if len(longest) >= _HEADLINE_SHARE * len(declared) else found


def _squeezed(text: str) -> str:
    return " ".join(text.split()).rstrip("¶#").strip()


def _authors(tree: Any, structured: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the people a page declares as its authors, from the surest statement that names any."""
    for statement in (_structured_authors(structured), _tagged_authors(tree)):
        names = [name for name in map(_person, statement) if name]
        if names:
            yield from names
            return


def _structured_authors(structured: list[dict[str, Any]]) -> Iterator[str]:
    for item in structured:
        authors = item.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str):
                yield name


def _tagged_authors(tree: Any) -> Iterator[str]:
    for path in _AUTHORS:
        found = [
            value if isinstance(value, str) else value.text_content() for value in tree.xpath(path)
        ]
        if found:
            yield from (str(value) for value in found)
            return


def _person(text: str) -> str | None:
    """Return a name as people say it, or None for an address or for more than a name."""
    name = re.sub(r"^(?:by|por)\s+", "", _squeezed(text), flags=re.IGNORECASE)
    last, comma, first = name.partition(", ")
    if comma and " " not in last and "," not in first:
        name = f"{first} {last}"
    plain = name and len(name) <= 60 and not re.search(r"[\d@/|:»·]|,", name)
    return name if plain and len(name.split()) <= 5 else None


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
    tree: Any, paths: tuple[str, ...], structured: list[dict[str, Any]], keys: tuple[str, ...]
) -> Moment | None:
    """Return the first whole date a page declares; of one day, the one with the exact time."""
    values = [str(value) for path in paths for value in tree.xpath(path)]
    values += [str(item[key]) for item in structured for key in keys if item.get(key)]
    found: Moment | None = None
    for value in values:
        with suppress(ValueError):
            moment = parse_moment(value)
            if moment and (found is None or (not found.exact and moment.day == found.day)):
                found = moment
    return found


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
