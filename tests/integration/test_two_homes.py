"""One library in PostgreSQL and on a Chroma server, used from two homes as from two hosts."""

import json
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from footnote.retrieval.errors import CatalogAway, LibraryBusy, LibraryError, LibraryMissing
from footnote.retrieval.options import RetrievalOptions, VectorOptions
from footnote.retrieval.question import Question
from footnote.retrieval.search.searcher import Searcher
from footnote.retrieval.storage.health import check, repair
from footnote.retrieval.storage.home import library_names
from footnote.retrieval.storage.library import Library
from tests.support.chroma_server import Server
from tests.support.postgres import Postgres
from tests.support.shelf import BRIDGE, COUNCIL, FERRY, make_article, nearest, open_shelf, shelve

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]


def test_what_one_home_writes_the_other_reads_and_deletes(
    tmp_path: Path, on_servers: RetrievalOptions, chroma_only: None
) -> None:
    with pytest.raises(LibraryMissing):
        open_shelf(tmp_path / "one", options=on_servers, create=False)
    with (
        open_shelf(tmp_path / "one", options=on_servers) as one,
        open_shelf(tmp_path / "other", options=on_servers, create=False) as other,
    ):
        shelve(one, BRIDGE, FERRY, COUNCIL)
        assert nearest(other, "ferry") == ["The ferry."]
        assert library_names(tmp_path / "other", on_servers.catalog) == ["shelf"]
        shelve(other, make_article("ferry", "The new ferry."))
        assert nearest(one, "ferry") == ["The new ferry."]
        assert other.forget(["id-ferry"]) == ["id-ferry"]
        assert "The new ferry." not in nearest(one, "ferry", 9)
        assert one.vectors.ids() == set(one.catalog.passage_ids())
        assert check(one) == check(other) == []
    assert not list(tmp_path.rglob("*.sqlite3"))


def test_writers_of_two_homes_take_turns(
    tmp_path: Path, on_servers: RetrievalOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        open_shelf(tmp_path / "one", options=on_servers) as one,
        open_shelf(tmp_path / "other", options=on_servers) as other,
    ):
        failures: list[BaseException] = []

        def write(library: Library, name: str) -> None:
            try:
                for number in range(8):
                    shelve(library, make_article(name, f"ferry {number} of {name}"))
            except BaseException as error:  # noqa: BLE001 - reported by the test's own thread
                failures.append(error)

        writers = [
            threading.Thread(target=write, args=pair) for pair in ((one, "one"), (other, "other"))
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert failures == []
        assert one.generation == other.generation == 16
        assert check(one) == []
    monkeypatch.setattr("footnote.retrieval.storage.home.WAIT_S", 0.2)
    with (
        open_shelf(tmp_path / "one", options=on_servers) as one,
        open_shelf(tmp_path / "other", options=on_servers) as other,
        one.locked(),
        pytest.raises(LibraryBusy, match="Another process is writing to the library shelf"),
    ):
        other.forget(["id-one"])


def test_a_writer_that_dies_between_vectors_and_articles_leaves_nothing(
    tmp_path: Path, on_servers: RetrievalOptions
) -> None:
    with open_shelf(tmp_path / "one", options=on_servers) as one:
        shelve(one, BRIDGE)
        with one.catalog.writing() as writer:
            writer.mark_pending(["p-lost"])
        one.vectors.store.add_texts([""], ids=["p-lost"])
        assert "p-lost" in one.vectors.ids()
    with open_shelf(tmp_path / "other", options=on_servers) as other:
        shelve(other, FERRY)
        assert other.vectors.ids() == set(other.catalog.passage_ids())
        assert other.catalog.loose_vectors(5) == ([], [])


def test_postgresql_away_is_a_sentence_and_chroma_away_is_made_up_for(
    tmp_path: Path, on_servers: RetrievalOptions, postgres: Postgres, chroma: Server
) -> None:
    with open_shelf(tmp_path / "one", options=on_servers) as one:
        shelve(one, BRIDGE, FERRY)
        chroma.stop()
        assert nearest(one, "ferry") == ["The ferry."]
        chroma.start()
        postgres.stop()
        with pytest.raises(CatalogAway, match="does not answer"):
            nearest(one, "ferry")
        postgres.start()
        assert nearest(one, "ferry") == ["The ferry."]
        shelve(one, COUNCIL)
        assert check(one) == []


def test_without_chroma_a_library_too_large_to_compare_is_asked_by_words(
    tmp_path: Path,
    on_servers: RetrievalOptions,
    chroma_only: None,
    chroma: Server,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("footnote.retrieval.storage.freshness._AWAY_S", 0.0)
    with open_shelf(tmp_path / "one", options=on_servers) as one:
        shelve(one, BRIDGE, FERRY)
        searcher = Searcher(one, on_servers.search)
        chroma.stop()
        try:
            assert nearest(one, "ferry") == []
            hits = searcher.search(Question("When does the ferry sail?", date(2022, 7, 1)))
            assert [hit.passage.text for hit in hits] == ["The ferry."]
            assert caplog.text.count("answered by their words alone") == 1
            with pytest.raises(LibraryError, match="does not answer"):
                shelve(one, COUNCIL)
        finally:
            chroma.start()
        assert nearest(one, "ferry") == ["The ferry."]
        assert len(searcher.search(Question("When does the ferry sail?", date(2022, 7, 1)))) > 1


def test_vectors_that_chroma_lost_are_filled_again_from_the_other_home(
    tmp_path: Path, on_servers: RetrievalOptions
) -> None:
    with open_shelf(tmp_path / "one", options=on_servers) as one:
        shelve(one, BRIDGE, FERRY)
        one.vectors.drop()
    with open_shelf(tmp_path / "other", options=on_servers) as other:
        assert [finding.kind for finding in check(other)] == ["vectors unusable"]
        repair(other)
        assert check(other) == []
        assert nearest(other, "ferry") == ["The ferry."]


def test_what_does_not_go_together_is_told(tmp_path: Path, on_servers: RetrievalOptions) -> None:
    embedded = on_servers.model_copy(update={"vectors": VectorOptions()})
    with pytest.raises(LibraryError, match=r"set vectors\.mode to server"):
        open_shelf(tmp_path, options=embedded)


def test_the_commands_from_two_homes(tmp_path: Path, postgres: Postgres, chroma: Server) -> None:
    page = tmp_path / "lighthouse.txt"
    page.write_text(
        "Lighthouse lit again\n\nThe lighthouse at Brannock Point shone again on Tuesday.\n"
        "Keeper Ilse Varga lit the lamp herself in front of sixty neighbours.\n"
    )

    def footnote(home: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", "from footnote.bot.cli import main; main()", *arguments],
            env={
                **os.environ,
                "FOOTNOTE_HOME": str(tmp_path / home),
                "FOOTNOTE_CATALOG__URL": postgres.url,
                "FOOTNOTE_VECTORS__MODE": "server",
                "FOOTNOTE_VECTORS__PORT": str(chroma.port),
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    question = ("ask", "--json", "Who lit the lamp of the lighthouse?")
    assert "There is no library default in the database" in footnote("two", *question).stderr
    assert footnote("one", "ingest", str(page)).returncode == 0
    answer = json.loads(footnote("two", *question).stdout)
    assert answer["status"] == "answered"
    assert "Ilse Varga" in answer["text"]
    examined = footnote("two", "doctor")
    assert examined.returncode == 0, examined.stdout
    assert "1 articles, " in examined.stdout
    [gone] = {citation["article"] for citation in answer["citations"]}
    assert footnote("two", "forget", gone).returncode == 0
    assert json.loads(footnote("one", *question).stdout)["status"] == "refused"
