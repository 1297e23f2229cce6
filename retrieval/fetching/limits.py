"""How much of one page is taken, and how long that may last."""

from dataclasses import dataclass

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds of one fetch, redirects and robots.txt included in `seconds`.

    `bytes_sent` counts what comes over the wire, `bytes_unpacked` what that decompresses to.
    Two pages of one host are `seconds_apart`; a site that asks to come back later is waited for up
    to `patience_seconds`.
    """

    seconds: float = 20.0
    connect_seconds: float = 5.0
    bytes_sent: int = 5 * _MEGABYTE
    bytes_unpacked: int = 15 * _MEGABYTE
    redirects: int = 5
    seconds_apart: float = 1.0
    patience_seconds: float = 60.0
    content_types: tuple[str, ...] = (
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "application/rss+xml",
        "application/atom+xml",
        "application/xml",
        "text/xml",
        "application/gzip",
        "application/x-gzip",
    )
    ports: tuple[int, ...] = (80, 443)
