"""A Chroma server instead of the embedded one: seen by all, restarted, away, missing a library."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from footnote.retrieval.errors import LibraryError
from footnote.retrieval.options import RetrievalOptions, VectorOptions
from footnote.retrieval.storage.health import check, repair
from footnote.retrieval.storage.library import Library
from tests.support.chroma_server import Server, running_server
from tests.support.shelf import make_article, open_shelf, shelve

pytestmark = pytest.mark.integration


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "server") as running:
        yield running


def connect(home: Path, server: Server) -> Library:
    vectors = VectorOptions(mode="server", port=server.port)
    return open_shelf(home, options=RetrievalOptions(vectors=vectors))


def nearest(library: Library, text: str) -> list[str]:
    hits = library.nearest(library.embedder.embed_query(text), 1)
    return [passage.text for passage, _ in library.passages_by_ids([hit[0] for hit in hits])]


def test_a_library_on_a_server(tmp_path: Path, server: Server) -> None:
    with connect(tmp_path, server) as writer, connect(tmp_path, server) as reader:
        shelve(writer, make_article("ferry", "The ferry."), make_article("bridge", "A bridge."))
        assert nearest(reader, "ferry") == ["The ferry."]
        shelve(writer, make_article("council", "The council."))
        assert nearest(reader, "council") == ["The council."]
        writer.forget(["id-ferry"])
        assert nearest(reader, "ferry") != ["The ferry."]
        assert check(reader) == []
        assert not (tmp_path / "libraries" / "shelf" / "chroma").exists()


def test_two_libraries_never_see_each_other(tmp_path: Path, server: Server) -> None:
    with connect(tmp_path / "a", server) as one, connect(tmp_path / "b", server) as other:
        shelve(one, make_article("ferry", "The ferry of one."))
        shelve(other, make_article("bridge", "The bridge of the other."))
        assert nearest(other, "ferry") == ["The bridge of the other."]
        assert len(one.vectors.ids()) == len(other.vectors.ids()) == 1


def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path, server: Server) -> None:
    with connect(tmp_path, server) as library:
        shelve(library, make_article("ferry", "The ferry."))
        server.stop()
        assert nearest(library, "ferry") == ["The ferry."], "the catalog has the vectors too"
        with pytest.raises(LibraryError, match="does not answer"):
            shelve(library, make_article("bridge", "A bridge."))
        server.start()
        assert nearest(library, "ferry") == ["The ferry."]
        shelve(library, make_article("bridge", "A bridge."))
        assert nearest(library, "bridge") == ["A bridge."]
        assert check(library) == []


def test_a_server_that_lost_the_library_is_told_and_mended(tmp_path: Path, server: Server) -> None:
    with connect(tmp_path, server) as library:
        shelve(library, make_article("ferry", "The ferry."))
        library.vectors.drop()
        assert nearest(library, "ferry") == ["The ferry."]
        assert [finding.kind for finding in check(library)] == ["vectors unusable"]
        repair(library)
        assert nearest(library, "ferry") == ["The ferry."]


def test_readers_open_the_vectors_while_a_writer_is_at_work(
    tmp_path: Path, server: Server, chroma_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footnote.retrieval.storage.locking.WAIT_S", 0.1)
    with connect(tmp_path, server) as writer:
        shelve(writer, make_article("ferry", "The ferry."))
        with writer.locked(), connect(tmp_path, server) as one, connect(tmp_path, server) as other:
            assert nearest(one, "ferry") == nearest(other, "ferry") == ["The ferry."]
            assert one.vectors.is_open
            assert other.vectors.is_open


def test_what_is_replaced_while_a_reader_opens_is_no_damage(
    tmp_path: Path, server: Server, chroma_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(tmp_path, server) as writer, connect(tmp_path, server) as reader:
        shelve(writer, make_article("ferry", "The ferry."))
        probes = reader.catalog.some_passage_ids

        def overtaken(count: int) -> list[str]:
            before = probes(count)
            if before and writer.catalog.article("id-ferry").text == "The ferry.":
                shelve(writer, make_article("ferry", "The new ferry."))
            return before

        monkeypatch.setattr(reader.catalog, "some_passage_ids", overtaken)
        reader.warm_up()
        assert reader.vectors.is_open
        assert nearest(reader, "ferry") == ["The new ferry."]


def test_a_copied_home_takes_no_vector_from_the_other_for_long(
    tmp_path: Path, server: Server, chroma_only: None
) -> None:
    home, copy = tmp_path / "one", tmp_path / "copy"
    with connect(home, server) as library:
        shelve(library, make_article("ferry", "The ferry."), make_article("bridge", "A bridge."))
    shutil.copytree(home, copy)
    with connect(home, server) as library:
        shelve(library, make_article("council", "The council."))
    with connect(copy, server) as library:
        shelve(library, make_article("ferry", "The ferry of the copy."))
    with connect(home, server) as library:
        assert len(library.vectors.ids()) == library.catalog.counts().passages == 3, "yet"
        shelve(library, make_article("school", "A school."))
        assert set(library.catalog.passage_ids()) <= library.vectors.ids()
        assert nearest(library, "ferry ferry") == ["The ferry."]
        assert nearest(library, "council council") == ["The council."]
    with connect(copy, server) as library:
        shelve(library, make_article("bridge", "The bridge of the copy."))
        assert nearest(library, "ferry ferry") == ["The ferry of the copy."]
