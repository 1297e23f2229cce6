"""Sites are asked seldom, told what is already known, and left alone when they ask for it."""

import gzip
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from footnote.retrieval.article import ETAG, RawPage, Unchanged
from footnote.retrieval.errors import InputError
from footnote.retrieval.fetching import CrawlPolicy, Fetcher, FetchLimits, Validators
from footnote.retrieval.fetching.crawl_policy import retry_after
from footnote.retrieval.readers import read
from footnote.retrieval.readers.web import WebAddress
from tests.support.site import Names, Site, allowance, page

PARAGRAPHS = "<p>The bridge over the Weir was opened on Monday by the mayor and her dog.</p>" * 4
PAGE = f"<html><title>Bridge</title><body><h1>Bridge</h1>{PARAGRAPHS}</body></html>".encode()


class Clock:
    """A clock that moves only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def fetcher(site: Site, clock: Clock, memory: dict[str, Validators] | None = None) -> Fetcher:
    return Fetcher(
        FetchLimits(),
        Names({"site.example": [["127.0.0.1"]], "other.example": [["127.0.0.1"]]}),
        allowance=allowance(site),
        policy=CrawlPolicy(1.0, clock=clock, sleep=clock.sleep),
        memory=(memory or {}).get,
    )


def test_one_host_is_asked_once_a_second_and_its_rules_once(site: Site) -> None:
    site.pages |= {"/a": page(), "/b": page()}
    clock = Clock()
    asking = fetcher(site, clock)
    asking.fetch(site.url("/a"))
    asking.fetch(site.url("/b"))
    asking.fetch(site.url("/b").replace("site.", "other."))
    assert clock.slept == [1.0]
    assert site.requested.count("/robots.txt") == 2


def test_a_site_may_ask_for_more_time_between_pages(site: Site) -> None:
    rules = b"User-agent: *\nCrawl-delay: 7\n"
    site.pages |= {"/robots.txt": page(rules, "text/plain"), "/a": page()}
    clock = Clock()
    asking = fetcher(site, clock)
    asking.fetch(site.url("/a"))
    asking.fetch(site.url("/a"))
    assert clock.slept == [7.0]


def busy(status: int, after: str | None, then: bytes | None) -> object:
    asked = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(1)
        if then is not None and len(asked) > 1:
            page(then)(request)
            return
        request.send_response(status)
        if after is not None:
            request.send_header("Retry-After", after)
        request.end_headers()

    return answer


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_waited_for_once(site: Site, status: int) -> None:
    site.pages["/a"] = busy(status, "12", PAGE)  # type: ignore[assignment]
    clock = Clock()
    assert fetcher(site, clock).fetch(site.url("/a")).body == PAGE
    assert clock.slept == [12.0]


def test_a_site_that_wants_long_rest_is_left_alone_for_the_run(site: Site) -> None:
    site.pages |= {"/a": busy(503, "3600", None), "/b": page()}  # type: ignore[dict-item]
    clock = Clock()
    asking = fetcher(site, clock)
    for path in ("/a", "/b"):
        with pytest.raises(InputError, match="come back in 60 min"):
            asking.fetch(site.url(path))
    assert "/b" not in site.requested
    assert clock.slept == []


def test_a_site_that_stays_busy_is_not_asked_a_third_time(site: Site) -> None:
    site.pages["/a"] = busy(503, "1", None)  # type: ignore[assignment]
    with pytest.raises(InputError, match="status 503") as told:
        fetcher(site, Clock()).fetch(site.url("/a"))
    assert told.value.away
    assert site.requested.count("/a") == 2


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120.0), ("Fri, 01 May 2026 00:02:00 GMT", 120.0), ("soon", None), (None, None),
     ("Fri, 01 May 2020 00:00:00 GMT", 0.0)],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 5, 1, tzinfo=UTC)) == seconds


def conditional(request: BaseHTTPRequestHandler) -> None:
    if request.headers.get("If-None-Match") == '"v1"':
        request.send_response(304)
        request.end_headers()
        return
    page(PAGE, ETag='"v1"', Last_Modified="Fri, 01 May 2026 00:00:00 GMT")(request)


def test_a_page_known_by_its_validators_is_not_sent_again(site: Site) -> None:
    site.pages["/a"] = conditional
    (first,) = read(WebAddress(site.url("/a"), fetcher(site, Clock())))
    assert isinstance(first, RawPage)
    assert first.metadata[ETAG] == '"v1"'
    assert datetime.fromisoformat(first.metadata["retrieved"]).tzinfo is not None
    memory = {site.url("/a"): Validators('"v1"')}
    (again,) = read(WebAddress(site.url("/a"), fetcher(site, Clock(), memory)))
    assert again == Unchanged(site.url("/a"), site.url("/a"))


def test_a_304_nobody_asked_for_is_an_error(site: Site) -> None:
    site.pages["/a"] = lambda request: (request.send_response(304), request.end_headers())[0]
    with pytest.raises(InputError, match="status 304"):
        fetcher(site, Clock()).fetch(site.url("/a"))


def sitemap(*places: str, kind: str = "url") -> bytes:
    tag = "urlset" if kind == "url" else "sitemapindex"
    listed = "".join(f"<{kind}><loc>{place}</loc></{kind}>" for place in places)
    return f'<{tag} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{tag}>'.encode()


def test_a_sitemap_leads_to_its_pages_on_its_own_host(site: Site) -> None:
    outside = "http://127.0.0.1/secret"
    pages = sitemap(site.url("/a"), site.url("/gone"), outside, site.url("/a"))
    site.pages |= {
        "/index.xml": page(sitemap(site.url("/map.xml.gz"), kind="sitemap"), "text/xml"),
        "/map.xml.gz": page(gzip.compress(pages), "application/gzip"),
        "/a": page(PAGE),
    }
    found = list(read(WebAddress(site.url("/index.xml"), fetcher(site, Clock()))))
    assert [item.origin for item in found] == [site.url("/a"), site.url("/gone")]
    assert isinstance(found[0], RawPage)
    assert isinstance(found[1], InputError)


def test_sitemaps_that_name_each_other_come_to_an_end(site: Site) -> None:
    site.pages["/map.xml"] = page(sitemap(site.url("/map.xml"), kind="sitemap"), "text/xml")
    (found,) = read(WebAddress(site.url("/map.xml"), fetcher(site, Clock())))
    assert "too deep" in str(found)


def test_an_entry_of_a_feed_that_is_only_a_summary_is_fetched(site: Site) -> None:
    items = "".join(
        f"<item><title>T</title><link>{site.url(path)}</link><description>Short.</description>"
        "<pubDate>Tue, 02 Jan 2024 23:30:00 -0500</pubDate></item>"
        for path in ("/a", "/gone")
    )
    feed = f'<rss version="2.0"><channel><title>P</title>{items}</channel></rss>'.encode()
    site.pages |= {"/feed": page(feed, "application/rss+xml"), "/a": page(PAGE)}
    whole, summary = read(WebAddress(site.url("/feed"), fetcher(site, Clock())))
    assert isinstance(whole, RawPage)
    assert "opened on Monday" in whole.text
    assert str(whole.published) == "2024-01-02"
    assert isinstance(summary, RawPage)
    assert summary.text == "Short."
