"""Chroma behind a door with a token: ingested and asked over HTTP, refused, stalled, restarted."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from footnote.retrieval import Footnote, Question, RetrievalOptions
from footnote.retrieval.errors import FootnoteError, LibraryError
from footnote.retrieval.options import VectorOptions
from footnote.retrieval.storage.health import check
from tests.support.chroma_server import Door, Server, running_server, token_door
from tests.support.shelf import make_article, open_shelf, shelve

pytestmark = pytest.mark.integration

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
TOKEN = "ferry-tuesday-lamp"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def door(server: Server) -> Iterator[Door]:
    with token_door(server.port, TOKEN) as opened:
        yield opened


def options(door: Door, token: str | None = TOKEN, **more: object) -> RetrievalOptions:
    secret = SecretStr(token) if token else None
    vectors = VectorOptions(mode="server", port=door.port, token=secret, **more)  # type: ignore[arg-type]
    return RetrievalOptions(vectors=vectors)


def footnote(
    door: Door, home: Path, *words: str, token: str = TOKEN
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "FOOTNOTE_HOME": str(home),
        "FOOTNOTE_VECTORS__MODE": "server",
        "FOOTNOTE_VECTORS__PORT": str(door.port),
        "FOOTNOTE_VECTORS__TOKEN": token,
    }
    command = [sys.executable, "-c", "from footnote.bot.cli import main; main()", *words]
    return subprocess.run(
        command,
        env=environment,
        cwd=SAMPLES.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )


def test_ingest_and_ask_on_the_command_line(door: Door, tmp_path: Path) -> None:
    taken = footnote(door, tmp_path, "ingest", str(SAMPLES / "market-day.txt"), "--json")
    assert taken.returncode == 0, taken.stderr
    asked = footnote(door, tmp_path, "ask", "On which day is the fish market held?", "--json")
    answer = json.loads(asked.stdout)
    assert answer["status"] == "answered", answer
    assert door.refused == 0
    assert not list(tmp_path.glob("libraries/*/chroma"))


def test_a_wrong_token_ends_in_one_sentence_without_it(door: Door, tmp_path: Path) -> None:
    taken = footnote(door, tmp_path, "ingest", str(SAMPLES / "market-day.txt"), token="wrong-one")
    assert taken.returncode == 1
    assert f"The Chroma server at 127.0.0.1:{door.port} refuses the token" in taken.stderr
    assert "wrong-one" not in taken.stderr + taken.stdout
    assert "Traceback" not in taken.stderr


def test_a_token_that_is_changed_while_a_library_is_open(door: Door, tmp_path: Path) -> None:
    with open_shelf(tmp_path, options=options(door)) as library:
        shelve(library, make_article("ferry", "The ferry."))
        door.token = "rotated"
        with pytest.raises(LibraryError, match="refuses the token"):
            shelve(library, make_article("bridge", "A bridge."))
    with open_shelf(tmp_path, options=options(door, "rotated")) as library:
        shelve(library, make_article("bridge", "A bridge."))
        assert check(library) == []


def test_a_stalled_server_is_given_up_after_the_time_limit(door: Door, tmp_path: Path) -> None:
    door.stalled.set()
    with (
        open_shelf(tmp_path, options=options(door, timeout_s=1)) as library,
        pytest.raises(LibraryError, match=r"does not answer \(.*timed out"),
    ):
        shelve(library, make_article("ferry", "The ferry."))
    door.stalled.clear()
    with open_shelf(tmp_path, options=options(door, timeout_s=10)) as library:
        shelve(library, make_article("ferry", "The ferry."))
        assert check(library) == []


def test_a_tenant_and_a_database_of_their_own(server: Server, door: Door, tmp_path: Path) -> None:
    api = f"http://127.0.0.1:{server.port}/api/v2/tenants"
    httpx.post(api, json={"name": "harbour"}).raise_for_status()
    httpx.post(f"{api}/harbour/databases", json={"name": "papers"}).raise_for_status()
    with open_shelf(
        tmp_path, options=options(door, tenant="harbour", database="papers")
    ) as library:
        shelve(library, make_article("ferry", "The ferry."))
        assert check(library) == []
    collections = httpx.get(f"{api}/harbour/databases/papers/collections").json()
    assert len(collections) == 1
    with (
        open_shelf(tmp_path / "other", options=options(door, database="missing")) as library,
        pytest.raises(LibraryError, match="has no database missing of a tenant default_tenant"),
    ):
        shelve(library, make_article("ferry", "The ferry."))


def test_no_request_holds_more_records_than_allowed(door: Door, tmp_path: Path) -> None:
    lines = "\n".join(f"The ferry, trip {number}." for number in range(30))
    with open_shelf(tmp_path, options=options(door, request_limit=7)) as library:
        shelve(library, make_article("ferry", lines))
        assert len(library.vectors.ids()) == 30
        assert len(library.vectors.vectors_of(list(library.vectors.ids()))) == 30
        vector = library.embedder.embed_query("ferry")
        assert len(library.vectors.search(vector, 20)) == 7
        library.forget(["id-ferry"])
        assert library.vectors.ids() == set()
    assert 0 < door.most_records <= 7


def test_a_restart_in_the_middle_of_an_ingest(tmp_path: Path) -> None:
    """The server goes away while articles are embedded, comes back, and a second run ends it."""
    articles = tmp_path / "articles.jsonl"
    lines = [
        json.dumps({"title": f"Notice {n}", "text": f"Notice {n}: pier {n} opens at noon. " * 5})
        for n in range(120)
    ]
    articles.write_text("\n".join(lines))
    with running_server(tmp_path / "server") as server, token_door(server.port, TOKEN) as door:
        with Footnote.open(tmp_path / "home", options=options(door), create=True) as library:
            seen = threading.Event()
            stopper = threading.Thread(target=lambda: (seen.wait(60), server.stop()))
            stopper.start()
            with pytest.raises(FootnoteError, match="does not answer"):
                library.ingest([articles], on_outcome=lambda _: seen.set())
            stopper.join()
            before = len(library.articles())
        server.start()
        with Footnote.open(tmp_path / "home", options=options(door)) as library:
            report = library.ingest([articles])
            assert report.unchanged == before < 120
            assert len(library.articles()) == 120
            assert check(library.library) == []
            hits = library.search(Question("When does pier 77 open?", date(2024, 1, 10)))
            assert any("pier 77" in hit.passage.text for hit in hits)
