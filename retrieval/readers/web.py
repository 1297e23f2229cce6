"""Web pages: fetched with care, then read as what they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.fetching import Fetcher
from retrieval.readers import feeds, html, markdown
from retrieval.readers.decoding import decode


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http(s) address given as a source."""

    url: str


def is_address(source: str) -> bool:
    """Tell an http(s) address from a path."""
    return source.lower().startswith(("http://", "https://"))


def read(address: WebAddress, fetcher: Fetcher | None = None) -> Iterator[RawPage | InputError]:
    """Yield the page, or the entries of the feed, behind an address.

    Raises `InputError` where it cannot or must not be had. The article's identity is the
    address it was found at, after redirects.
    """
    page = (fetcher or Fetcher()).fetch(address.url)
    if page.content_type.endswith(("rss+xml", "atom+xml", "/xml")):
        yield from feeds.parse_feed(page.body, origin=page.url)
        return
    text = decode(page.body, page.url, declared=page.charset)
    if "html" in page.content_type:
        yield html.parse_html(text, origin=page.url, url=page.url)
        return
    shown = markdown.plain_text(text) if page.content_type == "text/markdown" else text
    yield RawPage(key=page.url, origin=page.url, text=shown, url=page.url)
