"""RSS and Atom feeds, one article per entry, and sitemaps, the addresses a site lists."""

import html
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.sax import SAXException

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers import blocks, dom
from footnote.retrieval.readers.files import DAMAGED, parse_xml, read_bytes, refuse_entities
from footnote.retrieval.text.dates import Moment, parse_moment

if TYPE_CHECKING:
    from feedparser import FeedParserDict

SUMMARY = "summary"
"""Metadata of an entry that is only a summary of what its link leads to."""

_WEEKDAY = re.compile(r"[^\W\d_]+\.?\s*,\s*(?=\d)")
_TAG = re.compile(r"</?[a-z][a-z0-9]*[\s>/]", re.IGNORECASE)
WHOLE_TEXT = 1_500
"""A description this long in characters is taken for the whole text."""


def read(path: Path) -> Iterator[RawPage | InputError]:
    """Yield the entries of a feed kept in a file."""
    yield from parse_feed(read_bytes(path), origin=str(path), path=str(path))


def parse_feed(
    content: bytes, *, origin: str, path: str | None = None
) -> Iterator[RawPage | InputError]:
    """Yield one article per entry; raises `InputError` for what is no feed.

    Dates are those the entry states, the day as written in its own time zone. An entry's identity
    is its link, else its id.
    """
    refuse_entities(content, origin)
    if is_sitemap(content):
        raise InputError("is a sitemap; give its web address instead of the file", origin=origin)
    feed = _parsed(content, origin)
    if not feed.get("version"):
        raise InputError("is not an RSS or Atom feed", origin=origin)
    if not feed.get("entries"):
        raise InputError("is a feed without entries", origin=origin)
    for number, entry in enumerate(feed["entries"], start=1):
        place = f"{origin}, entry {number}"
        root = _markup(entry)
        found = blocks.page_of(root) if root is not None else None
        if found is not None:
            yield _page(entry, found, place, path, str(feed["feed"].get("title") or ""))
        else:
            yield InputError("has no text in the feed", origin=place)


def _parsed(content: bytes, origin: str) -> "FeedParserDict":
    import feedparser

    try:
        # A stream, never a text: feedparser would take a text for a name of something to open.
        return feedparser.parse(BytesIO(content), response_headers={}, resolve_relative_uris=False)
    except (SAXException, *DAMAGED) as error:
        raise InputError("is a feed that cannot be parsed", origin=origin) from error


def _markup(entry: Any) -> Any:
    values = [str(item.get("value") or "") for item in entry.get("content") or []]
    markup = max([*values, str(entry.get("summary") or "")], key=len)
    return dom.parse(markup) if markup.strip() else None


def _page(
    entry: Any, content: blocks.Page, origin: str, path: str | None, feed_title: str
) -> RawPage:
    text, page_blocks, _ = content
    link = str(entry.get("link") or "").strip()
    url = link if link.startswith(("http://", "https://")) else None
    # Asked as a feedparser mapping, an entry without one date answers with the other.
    published = _moment(dict.get(entry, "published"))
    updated = _moment(dict.get(entry, "updated"))
    exact = (("published_at", published), ("updated_at", updated))
    authors = [str(author.get("name") or "").strip() for author in entry.get("authors") or []]
    return RawPage(
        key=url or str(entry.get("id") or "").strip() or origin,
        origin=origin,
        text=text,
        blocks=page_blocks,
        url=url,
        path=path,
        title=_title(entry),
        source=None if url else feed_title or None,
        # Asked as a feedparser mapping, an entry without one date answers with the other.
        published=published.day if published else None,
        updated=updated.day if updated else None,
        authors=tuple(filter(None, authors)),
        metadata={
            **({} if entry.get("content") or len(text) >= WHOLE_TEXT else {SUMMARY: True}),
            **{name: moment.exact for name, moment in exact if moment and moment.exact},
        },
    )


def _title(entry: Any) -> str | None:
    """Return an entry's title without markup, also where its markup was escaped twice."""
    given = html.unescape(str(entry.get("title") or "")).strip()
    if "<" in given and _TAG.search(given) and (root := dom.parse(given)) is not None:
        given = dom.one_line(dom.flat_words([root])) or given
    return " ".join(given.split()) or None


def _moment(value: Any) -> Moment | None:
    """Return what a date says; a weekday in front says nothing, in whatever language it is."""
    text = _WEEKDAY.sub("", str(value or "").strip())
    with suppress(ValueError):
        return parse_moment(text) if text else None
    return None


MAX_ADDRESSES = 5_000
"""Most pages taken from one sitemap and those it names."""

_MOST_UNPACKED = 50 * 1024 * 1024
"""The size the sitemap protocol allows one file, unpacked."""

_GZIP = b"\x1f\x8b"


def is_sitemap(content: bytes) -> bool:
    """Tell a sitemap, or an index of sitemaps, from other XML by its root."""
    head = content[:2000].lower()
    return b"<urlset" in head or b"<sitemapindex" in head


def unpacked(content: bytes, origin: str) -> bytes:
    """Return a body without the gzip sitemaps are often stored in; others as they are."""
    if not content.startswith(_GZIP):
        return content
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(content, _MOST_UNPACKED)
    except zlib.error as error:
        raise InputError("is a damaged archive", origin=origin) from error
    if stream.unconsumed_tail or not stream.eof:
        raise InputError("is cut off or unpacks to too much", origin=origin)
    return plain


def listed(content: bytes, url: str) -> Iterator[tuple[bool, str]]:
    """Yield (whether it is a further sitemap, address) in order, once each.

    As the protocol has it, a sitemap speaks for its own host only: other addresses are left out.
    """
    host = urlsplit(url).hostname
    seen: set[str] = set()
    for entry in parse_xml(content, url).iter("{*}url", "{*}sitemap"):
        place = next(entry.iter("{*}loc"), None)
        address = (place.text or "").strip() if place is not None else ""
        if address in seen or not _is_on(address, host):
            continue
        seen.add(address)
        yield str(entry.tag).endswith("}sitemap") or entry.tag == "sitemap", address


def _is_on(address: str, host: str | None) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.hostname == host
