"""HTML files: their main content as blocks, dates from what the page declares."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers import main_content
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.blocks import BlockReader
from footnote.retrieval.readers.dom import children_of, flat_words
from footnote.retrieval.readers.fields import day_in_name, name_in_words
from footnote.retrieval.readers.files import decode, read_bytes
from footnote.retrieval.readers.main_content import Content
from footnote.retrieval.text.dates import Moment, parse_moment

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

_SITE = '//meta[@property="og:site_name"]/@content'
_FULL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
MAX_AUTHORS = 12
MAX_SHOWN = 200_000
_DEEP_TABLES = (
    "//table[count(ancestor::table) >= 8]"
    "|//*[self::tr or self::td or self::th or self::tbody][count(ancestor::table) > 8]"
)
_HEADLINE_SHARE = 0.35
_UPDATED = (
    '//meta[@property="article:modified_time" or @property="og:updated_time"]/@content',
    '//meta[@name="last-modified" or @name="lastmod" or @itemprop="dateModified"]/@content',
    '//time[@itemprop="dateModified"]/@datetime',
)


def read(path: Path) -> Iterator[RawPage]:
    """Yield the page's main text with what it declares of itself."""
    content = read_bytes(path)
    match = _CHARSET.search(content[:4096])
    declared = match.group(1).decode("ascii", "replace") if match else None
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
    tree, content, document = _content(markup, url, origin)
    structured = list(_structured(tree))
    writer = BlockWriter()
    asked = frozenset(_questions(structured))
    BlockReader(writer, left_out=content.left_out, asked=asked).write(content.root)
    if writer.empty:
        raise InputError("has no main text", origin=origin)
    text, page_blocks, _ = writer.page()
    address = url or _canonical(tree)
    published = _declared(tree, _PUBLISHED, structured, ("datePublished", "datePosted"))
    updated = _declared(tree, _UPDATED, structured, ("dateModified",))
    exact = (("published_at", published), ("updated_at", updated))
    named = day_in_name(path) if path else None
    return RawPage(
        key=address or str(Path(path).absolute() if path else origin),
        origin=origin,
        text=text,
        blocks=page_blocks,
        # Documentation is cut out of its page without the site's furniture.
        scraped=not content.documentation,
        url=address,
        path=path,
        title=_title(tree, document.title if document is not None else None)
        or (name_in_words(path) if path else None),
        source=_host(address) or _site(tree, document),
        published=published.day if published else named,
        updated=updated.day if updated else None,
        authors=tuple(dict.fromkeys(_authors(tree, structured)))[:MAX_AUTHORS],
        shown=_shown(tree)[:MAX_SHOWN],
        metadata={name: moment.exact for name, moment in exact if moment and moment.exact},
    )


def _content(markup: str, url: str | None, origin: str) -> tuple[Any, Content, Any]:
    """Return a page's tree, where in it its content is, and what an extractor makes of it.

    What documentation tools have made needs no extractor.
    """
    import trafilatura
    from lxml import etree

    try:
        tree = _tree(markup)
        content = main_content.documentation(tree)
        if content is not None:
            return tree, content, None
        # Extraction takes a tree apart: it gets one of its own.
        document = trafilatura.bare_extraction(
            _without_deep_tables(_tree(markup)),
            url=url,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
        )
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        raise InputError("is not HTML that can be parsed", origin=origin) from error
    text = (document.text or "").strip() if document is not None else ""
    content = main_content.as_extracted(tree, text) if text else main_content.whole_page(tree)
    return tree, content, document


def _tree(markup: str) -> Any:
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)


def _without_deep_tables(tree: Any) -> Any:
    """Return a tree whose tables within tables within tables are plain blocks.

    An extractor's time grows with the square of the depth: some seconds for hundreds.
    """
    for element in tree.xpath(_DEEP_TABLES):
        element.tag = "div"
    return tree


def _shown(tree: Any) -> str:
    """Return all lines of a page; a marked-up time is the time it means, which says more."""
    for time in tree.iter("time"):
        if _FULL_TIME.match(time.get("datetime") or ""):
            for child in list(time):
                time.remove(child)
            time.text = time.get("datetime")
    lines = (" ".join(line.split()) for line in flat_words([tree]).split("\n"))
    return "\n".join(filter(None, lines))


def _title(tree: Any, found: str | None) -> str | None:
    """Return a page's headline: a heading that its declared title repeats, else that title.

    `found` is what an extractor takes for the title, None where none was asked.
    """
    declared = _squeezed(tree.findtext(".//title") or "") or found or ""
    headings = [(item.tag, _headline(item)) for item in tree.iter("h1", "h2", "h3")]
    tops = {text for name, text in headings if name == "h1" and text}
    if found is None and len(tops) == 1:
        return tops.pop()
    repeated = [text for _, text in headings if text and _holds(declared, text)]
    longest = max(repeated, key=len, default="")
    if longest and len(longest) >= _HEADLINE_SHARE * len(declared):
        return longest
    return found or declared or None


def _holds(title: str, heading: str) -> bool:
    """Tell whether a title says a heading's words, whole."""
    place = title.casefold().find(heading.casefold())
    end = place + len(heading)
    cut = place > 0 and title[place - 1].isalnum() and heading[0].isascii()
    return place >= 0 and not cut and not (title[end : end + 1].isalnum() and heading.isascii())


def _headline(element: Any) -> str:
    return _squeezed(flat_words(children_of(element)))


def _site(tree: Any, document: Any) -> str | None:
    if document is not None:
        return document.sitename  # type: ignore[no-any-return]
    return next((str(name) for name in tree.xpath(_SITE) if str(name).strip()), None)


def _questions(structured: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the questions a page declares as those of its FAQ, in small letters."""
    for item in structured:
        entries = item.get("mainEntity") if item.get("@type") == "FAQPage" else None
        for entry in entries if isinstance(entries, list) else [entries]:
            if isinstance(entry, dict) and isinstance(entry.get("name"), str):
                yield _squeezed(entry["name"]).casefold()


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
