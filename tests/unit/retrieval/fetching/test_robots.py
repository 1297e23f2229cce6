"""A site's robots.txt is kept as RFC 9309 reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.fetching.crawl_policy import Robots

SITE = "https://lantern.example"


def robots(*lines: str, status: int = 200) -> Robots:
    return Robots("footnote", status, "\n".join(lines).encode())


@pytest.mark.parametrize(
    ("rule", "path", "allowed"),
    [
        ("/*?print=", "/news/bridge?print=1", False),
        ("/*?print=", "/news/bridge?page=print", True),
        ("/*/drafts/", "/2024/drafts/mill", False),
        ("/*/drafts/", "/drafts/mill", True),
        ("/*.pdf$", "/minutes/may.pdf", False),
        ("/*.pdf$", "/minutes/may.pdf.html", True),
        ("/archive$", "/archive", False),
        ("/archive$", "/archive/1931", True),
        ("/caf%C3%A9", "/caf\u00e9/menu", False),
        ("/", "", False),
        ("", "/anything", True),
    ],
)
def test_wildcards_and_ends_of_a_rule(rule: str, path: str, allowed: bool) -> None:
    assert robots("User-agent: *", f"Disallow: {rule}").allow(SITE + path) is allowed


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (["Disallow: /wiki/", "Allow: /wiki/help"], True),
        (["Allow: /wiki/", "Disallow: /wiki/help"], False),
        (["Allow: /wiki/help", "Disallow: /wiki/"], True),
        (["Disallow: /wiki/help", "Allow: /wiki/help"], True),
        (["Disallow: /*/help", "Allow: /w*/help"], True),
    ],
)
def test_the_longest_rule_wins_and_a_tie_allows(rules: list[str], allowed: bool) -> None:
    assert robots("User-agent: *", *rules).allow(f"{SITE}/wiki/help/ferry") is allowed


@pytest.mark.parametrize("name", ["footnote", "Footnote", "FOOTNOTE"])
def test_a_group_for_us_counts_instead_of_the_one_for_all(name: str) -> None:
    for_all = ("User-agent: *", "Disallow: /", "Crawl-delay: 9", "")
    for_us = (f"User-agent: {name}", "Disallow: /members", "Crawl-delay: 2.5", "")
    for lines in (for_all + for_us, for_us + for_all):
        rules = robots(*lines)
        assert rules.allow(f"{SITE}/news")
        assert not rules.allow(f"{SITE}/members/list")
        assert rules.delay == 2.5


def test_several_groups_for_us_are_one_and_others_are_not_ours() -> None:
    rules = robots(
        *("User-agent: otherbot", "User-agent: footnote", "Disallow: /a"),
        *("User-agent: thirdbot", "Disallow: /c", "User-agent: footnote", "Disallow: /b"),
    )
    allowed = {path for path in ("/a", "/b", "/c") if rules.allow(SITE + path)}
    assert allowed == {"/c"}


def test_a_byte_order_mark_hides_no_group() -> None:
    body = "\ufeffUser-agent: *\r\nDisallow: /private\r\n".encode()
    assert not Robots("footnote", 200, body).allow(f"{SITE}/private")


@pytest.mark.parametrize("asked", ["soon", "-3", "nan", "inf", ""])
def test_a_delay_that_is_no_time_is_none(asked: str) -> None:
    assert robots("User-agent: *", f"Crawl-delay: {asked}").delay is None


@pytest.mark.parametrize(
    ("status", "allowed"), [(200, False), (404, True), (403, True), (429, False), (503, False)]
)
def test_the_answer_for_the_file_itself_decides_first(status: int, allowed: bool) -> None:
    rules = robots("User-agent: *", "Disallow: /", "Crawl-delay: 4", status=status)
    assert rules.allow(f"{SITE}/news") is allowed
    assert rules.delay == (4.0 if status == 200 else None)


@given(st.binary(max_size=200), st.text("User-agent:*Disllow/?$%[]\n #", max_size=80))
def test_no_file_whatever_stops_us(start: bytes, end: str) -> None:
    rules = Robots("footnote", 200, start + b"\nUser-agent: *\n" + end.encode())
    assert rules.allow(f"{SITE}/news?x=%zz") in {True, False}
    assert rules.delay is None or rules.delay >= 0
