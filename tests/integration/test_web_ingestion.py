"""Pages of a loopback site into a real library."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from footnote.retrieval import readers
from footnote.retrieval.fetching import Fetcher, Memory
from footnote.retrieval.ingesting.ingestion import ingest
from footnote.retrieval.storage.library import Library
from tests.support.shelf import open_shelf
from tests.support.site import Names, Site, allowance, page

pytestmark = pytest.mark.integration

PAGE = b"<h1>Bridge opens</h1><p>The new bridge over the Orla opens in May.</p><p>It is red.</p>"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path) as library:
        yield library


def test_a_page_that_has_not_changed_is_not_sent_again(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[int] = []

    def conditional(request: BaseHTTPRequestHandler) -> None:
        if request.headers.get("If-None-Match") == '"v1"':
            answers.append(304)
            request.send_response(304)
            request.end_headers()
            return
        answers.append(200)
        page(PAGE, ETag='"v1"')(request)

    site = Site()
    site.pages["/bridge"] = conditional
    names = Names({"site.example": [["127.0.0.1"]]})

    def fetcher(memory: Memory | None = None) -> Fetcher:
        return Fetcher(resolver=names, allowance=allowance(site), memory=memory)

    monkeypatch.setattr(readers, "Fetcher", fetcher)
    first = ingest(shelf, [site.url("/bridge")])
    again = ingest(shelf, [site.url("/bridge")])
    shelf.forget([head.id for head in shelf.heads()])
    anew = ingest(shelf, [site.url("/bridge")])
    site.server.shutdown()
    site.server.server_close()
    assert (first.added, again.unchanged, anew.added) == (1, 1, 1)
    assert answers == [200, 304, 200]
