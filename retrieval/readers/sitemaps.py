"""Sitemaps: the addresses a site lists of itself."""

import zlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.archives import parse_xml

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
