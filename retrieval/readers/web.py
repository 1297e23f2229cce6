"""Web pages, feeds and sitemaps: fetched with care, then read as what they are."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from footnote.retrieval.article import ETAG, LAST_MODIFIED, RETRIEVED, RawPage, Unchanged
from footnote.retrieval.errors import InputError
from footnote.retrieval.fetching import FetchedPage, Fetcher
from footnote.retrieval.readers import feeds, html, markdown
from footnote.retrieval.readers.feeds import MAX_ADDRESSES, is_sitemap, listed, unpacked
from footnote.retrieval.readers.files import decode

_SITEMAP_DEPTH = 2

Found = RawPage | InputError | Unchanged


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http(s) address given as a source, and the fetcher of the run it is given to."""

    url: str
    fetcher: Fetcher = field(default_factory=Fetcher, compare=False, repr=False)


def is_address(source: str) -> bool:
    """Tell an http(s) address from a path."""
    return source.lower().startswith(("http://", "https://"))


def read(address: WebAddress) -> Iterator[Found]:
    """Yield the page, the entries of the feed, or the pages of the sitemap behind an address.

    Raises `InputError` where it cannot or must not be had. The article's identity is the address
    it was found at, after redirects. An entry of a feed that carries only a summary is fetched; the
    summary stands in where that fails.
    """
    yield from _read(address, _SITEMAP_DEPTH)


def _read(address: WebAddress, depth: int) -> Iterator[Found]:
    page = address.fetcher.fetch(address.url)
    if page.unchanged:
        yield Unchanged(key=page.url, origin=page.url)
        return
    body = unpacked(page.body, page.url)
    if is_sitemap(body):
        if not depth:
            raise InputError("is a sitemap too deep inside others", origin=page.url)
        yield from _in_sitemap(body, page.url, address.fetcher, depth)
    elif page.content_type.endswith(("rss+xml", "atom+xml", "/xml")):
        for entry in feeds.parse_feed(body, origin=page.url):
            yield _whole(entry, address.fetcher)
    else:
        yield _with_retrieval(_page(page, body), page)


def _in_sitemap(body: bytes, url: str, fetcher: Fetcher, depth: int) -> Iterator[Found]:
    count = 0
    for is_map, listed_url in listed(body, url):
        if is_map and not depth:
            continue
        if count >= MAX_ADDRESSES:
            yield InputError(
                f"lists more than {MAX_ADDRESSES:,} pages; the rest is left", origin=url
            )
            return
        try:
            for found in _read(WebAddress(listed_url, fetcher), depth - 1 if is_map else 0):
                count += 1
                yield found
        except InputError as error:
            count += 1
            yield error


def _whole(entry: RawPage | InputError, fetcher: Fetcher) -> Found:
    """Return the page an entry of a feed points to where the entry is only its summary."""
    if isinstance(entry, InputError) or entry.url is None or not entry.metadata.get(feeds.SUMMARY):
        return entry
    try:
        page = fetcher.fetch(entry.url)
        if page.unchanged:
            return Unchanged(key=page.url, origin=page.url)
        whole = _with_retrieval(_page(page, page.body), page)
    except InputError:
        return entry
    return replace(
        whole,
        title=whole.title or entry.title,
        published=whole.published or entry.published,
        updated=whole.updated or entry.updated,
        authors=whole.authors or entry.authors,
    )


def _page(page: FetchedPage, body: bytes) -> RawPage:
    text = decode(body, page.url, declared=page.charset)
    if "html" in page.content_type:
        return html.parse_html(text, origin=page.url, url=page.url)
    if page.content_type == "text/markdown":
        return markdown.parse_markdown(text, origin=page.url, url=page.url)
    return RawPage(key=page.url, origin=page.url, text=text, url=page.url)


def _with_retrieval(raw: RawPage, page: FetchedPage) -> RawPage:
    facts = {
        RETRIEVED: datetime.now(UTC).isoformat(timespec="seconds"),
        ETAG: page.validators.etag,
        LAST_MODIFIED: page.validators.last_modified,
    }
    found = {name: value for name, value in facts.items() if value}
    return replace(raw, metadata={**raw.metadata, **found})
