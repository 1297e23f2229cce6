"""The crawl policy: what sites forbid, how often they are asked, and how much is taken."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from protego import Protego

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


_REFUSING_STATUS = 500
_LONGEST_DELAY = 30.0
"""Seconds between two pages that a site may ask for; one that asks for more gets this."""


class Robots:
    """The rules of one site, from the answer to the request for its robots.txt.

    As RFC 9309 has it: the longest rule that fits decides, no such file allows everything, a server
    in trouble allows nothing.
    """

    def __init__(self, agent: str, status: int, body: bytes) -> None:
        self._agent = agent
        self._in_trouble = status >= _REFUSING_STATUS or status == 429
        self._rules = Protego.parse(body.decode("utf-8-sig", "replace") if status < 400 else "")

    def allow(self, url: str) -> bool:
        """Return whether the site lets us fetch a URL."""
        return not self._in_trouble and self._rules.can_fetch(url, self._agent)

    @property
    def delay(self) -> float | None:
        """The seconds between two pages the site asks for."""
        return self._rules.crawl_delay(self._agent)


class CrawlPolicy:
    """The rules and waiting times of the sites of one run; tests replace `sleep` and `clock`."""

    def __init__(
        self,
        seconds_apart: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._apart = seconds_apart
        self._clock = clock
        self._sleep = sleep
        self._robots: dict[str, Robots] = {}
        self._next: dict[str, float] = {}

    def robots(self, root: str) -> Robots | None:
        """Return the rules of a site as they were when first asked for."""
        return self._robots.get(root)

    def remember(self, root: str, rules: Robots) -> None:
        """Keep the rules of a site for the rest of the run."""
        self._robots[root] = rules

    def wait(self, host: str, rules: Robots) -> float:
        """Wait until a site may be asked for a page again; return the seconds that took."""
        rest = self.put_off_for(host)
        if rest > 0:
            self._sleep(rest)
        apart = max(self._apart, min(rules.delay or 0.0, _LONGEST_DELAY))
        self._next[host] = self._clock() + apart
        return rest

    def put_off(self, host: str, seconds: float) -> None:
        """Record that a site asks to be left alone for some seconds."""
        self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)

    def put_off_for(self, host: str) -> float:
        """Return the seconds until a site may be asked again."""
        return max(0.0, self._next.get(host, 0.0) - self._clock())


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds a Retry-After header asks for, as RFC 9110 has it; None without one."""
    if value is None:
        return None
    text = value.strip()
    if text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
