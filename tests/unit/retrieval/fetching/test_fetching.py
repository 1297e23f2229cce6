"""Fetching for strangers: what is refused is refused before any packet leaves."""

import gzip
import http.server
import ipaddress
import socket
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.errors import InputError
from footnote.retrieval.fetching import Fetcher
from footnote.retrieval.fetching.wire import is_public
from tests.support.site import PAGE, Handler, Names, Site, page


class NoConnection:
    """A connector that must never be used."""

    def __init__(self) -> None:
        self.endpoints: list[tuple[str, int]] = []

    def __call__(self, endpoint: tuple[str, int], timeout: float) -> socket.socket:
        self.endpoints.append(endpoint)
        raise AssertionError(f"a packet was about to leave for {endpoint}")


def redirect(to: str) -> Handler:
    def send(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", to)
        request.end_headers()

    return send


# --- addresses -----------------------------------------------------------------------------------

INNER = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1", "100.64.0.1",
    "169.254.169.254", "169.254.170.2", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1",
    "239.1.2.3", "240.0.0.1", "255.255.255.255", "192.0.2.1", "203.0.113.9", "::", "::1",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "2001:db8::1", "fec0::1", "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"])
def test_addresses_of_the_public_web_are(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_ipv6_dress(address: object) -> None:
    value = int(ipaddress.ip_address(str(address)))
    for dress in (0xFFFF << 32 | value, 0x64FF9B << 96 | value, 0x2002 << 112 | value << 80):
        if not is_public(str(address)):
            assert not is_public(str(ipaddress.IPv6Address(dress)))


@pytest.mark.parametrize("address", [a for a in INNER if a and " " not in a and "%" not in a])
def test_a_name_for_an_inner_address_is_refused_before_any_packet(address: str) -> None:
    names, connector = Names({"nice.example": [[address]]}), NoConnection()
    with pytest.raises(InputError, match="does not lead to the public web"):
        Fetcher(resolver=names, connector=connector).fetch("http://nice.example/")
    assert connector.endpoints == []


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://[::ffff:169.254.169.254]/latest/meta-data/"],
)
def test_an_inner_address_in_the_url_is_refused(url: str) -> None:
    connector = NoConnection()
    with pytest.raises(InputError, match="does not lead to the public web"):
        Fetcher(resolver=Names(), connector=connector).fetch(url)


def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    names = Names({"mixed.example": [["93.184.216.34", "10.0.0.1"]]})
    with pytest.raises(InputError, match="does not lead to the public web"):
        Fetcher(resolver=names, connector=NoConnection()).fetch("https://mixed.example/")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "not a web address"),
        ("ftp://example.org/", "not a web address"),
        ("gopher://example.org/", "not a web address"),
        ("//example.org/", "not a web address"),
        ("http://", "not a web address"),
        ("http://[broken/", "not a web address"),
        ("http://user:secret@example.org/", "user name or password"),
        ("http://example.org:22/", "no web port"),
        ("http://unknown.example/", "cannot be found"),
    ],
)
def test_other_schemes_ports_and_credentials_are_refused(url: str, reason: str) -> None:
    names, connector = Names({"example.org": [["93.184.216.34"]]}), NoConnection()
    with pytest.raises(InputError, match=reason):
        Fetcher(resolver=names, connector=connector).fetch(url)
    assert connector.endpoints == []


# --- fetching ------------------------------------------------------------------------------------


def test_a_page_is_fetched_with_its_final_address(site: Site) -> None:
    site.pages["/old"] = redirect("/new?a=b%20c")
    site.pages["/new?a=b%20c"] = page()
    fetched = site.fetcher().fetch(site.url("/old"))
    assert (fetched.url, fetched.body) == (site.url("/new?a=b%20c"), PAGE)
    assert (fetched.content_type, fetched.charset) == ("text/html", "utf-8")


def test_a_redirect_inside_is_refused_at_the_second_hop(site: Site) -> None:
    site.pages["/"] = redirect("http://metadata.example/latest")
    names = Names({"site.example": [["127.0.0.1"]], "metadata.example": [["169.254.169.254"]]})
    with pytest.raises(InputError, match="does not lead to the public web"):
        site.fetcher(names).fetch(site.url())


def test_a_name_that_changes_its_address_changes_nothing(site: Site) -> None:
    site.pages["/"] = page()
    names = Names({"site.example": [["127.0.0.1"], ["10.0.0.1"]]})
    assert site.fetcher(names).fetch(site.url()).body == PAGE
    assert names.asked == ["site.example"], "one look-up a hop, and the connection goes there"


def test_a_name_that_rebinds_between_two_hops_is_refused(site: Site) -> None:
    site.pages["/"] = redirect("/second")
    names = Names({"site.example": [["127.0.0.1"], ["192.168.0.1"]]})
    with pytest.raises(InputError, match="does not lead to the public web"):
        site.fetcher(names).fetch(site.url())


def test_endless_redirects_end(site: Site) -> None:
    site.pages["/"] = redirect("/")
    with pytest.raises(InputError, match="redirects too often"):
        site.fetcher().fetch(site.url())


def test_robots_txt_is_respected(site: Site) -> None:
    rules = b"User-agent: *\nDisallow: /private\n\nUser-agent: footnote\nDisallow: /no-bots\n"
    site.pages |= {"/robots.txt": page(rules, "text/plain"), "/no-bots": page(), "/yes": page()}
    with pytest.raises(InputError, match=r"robots\.txt"):
        site.fetcher().fetch(site.url("/no-bots"))
    assert "/no-bots" not in site.requested
    assert site.fetcher().fetch(site.url("/yes")).body == PAGE


def test_a_site_whose_robots_txt_is_broken_is_left_alone(site: Site) -> None:
    site.pages |= {"/robots.txt": lambda r: r.send_error(503), "/": page()}
    with pytest.raises(InputError, match=r"robots\.txt"):
        site.fetcher().fetch(site.url())


@pytest.mark.parametrize("kind", ["application/zip", "image/png", "application/octet-stream", ""])
def test_what_is_no_text_is_refused(site: Site, kind: str) -> None:
    site.pages["/"] = page(kind=kind or "video/mp4")
    with pytest.raises(InputError, match="not a page of text"):
        site.fetcher().fetch(site.url())


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_compressed_pages_are_unpacked(site: Site, encoding: str) -> None:
    packed = gzip.compress(PAGE) if encoding == "gzip" else zlib.compress(PAGE)
    site.pages["/"] = page(packed, Content_Encoding=encoding)
    assert site.fetcher().fetch(site.url()).body == PAGE


def test_a_bomb_is_defused(site: Site) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=9)
    assert len(bomb) < 300_000
    site.pages["/"] = page(bomb, Content_Encoding="gzip")
    with pytest.raises(InputError, match="larger than"):
        site.fetcher(bytes_unpacked=1_000_000).fetch(site.url())


def test_a_page_of_a_hundred_megabytes_is_refused_by_its_first_line(site: Site) -> None:
    site.pages["/"] = page(b"x", Content_Length=str(100 * 1024 * 1024))
    with pytest.raises(InputError, match="larger than 5 MB"):
        site.fetcher().fetch(site.url())


def test_a_page_of_a_hundred_megabytes_without_a_length_is_cut_off(site: Site) -> None:
    sent = []

    def endless(request: http.server.BaseHTTPRequestHandler) -> None:
        page(b"")(request)
        for _ in range(1600):
            request.wfile.write(b"x" * 65536)
            sent.append(65536)

    site.pages["/"] = endless
    with pytest.raises(InputError, match="larger than"):
        site.fetcher().fetch(site.url())
    assert sum(sent) < 60 * 1024 * 1024


def test_a_sender_that_drips_is_given_up(site: Site) -> None:
    def drip(request: http.server.BaseHTTPRequestHandler) -> None:
        for _ in range(100):
            request.wfile.write(b"H")
            time.sleep(0.05)

    site.pages["/"] = drip
    with pytest.raises(InputError, match=r"too long|cannot be fetched"):
        site.fetcher(seconds=0.6).fetch(site.url())


def test_a_broken_page_says_so(site: Site) -> None:
    site.pages |= {
        "/cut": page(gzip.compress(PAGE)[:-9], Content_Encoding="gzip"),
        "/odd": page(PAGE, Content_Encoding="br"),
        "/gone": lambda r: r.send_error(410),
        "/down": lambda r: r.send_error(502),
    }
    for path, reason, away in [
        ("/cut", "cannot be", True),
        ("/odd", "cannot be", True),
        ("/gone", "status 410", False),
        ("/down", "status 502", True),
    ]:
        with pytest.raises(InputError, match=reason) as told:
            site.fetcher().fetch(site.url(path))
        assert told.value.away is away
