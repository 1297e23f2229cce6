"""The contract of vector stores, on each of them: Chroma in a folder, on a server, and pgvector."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from footnote.retrieval.errors import LibraryDamaged, LibraryError
from footnote.retrieval.options import CatalogOptions, RetrievalOptions, VectorOptions
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.health import check, repair
from footnote.retrieval.storage.library import Library
from footnote.retrieval.storage.vector_store import VectorRow
from tests.support.chroma_server import Server
from tests.support.postgres import Postgres
from tests.support.shelf import BRIDGE, COUNCIL, FERRY, make_article, nearest, open_shelf, shelve

pytestmark = pytest.mark.integration

STORES = ("embedded", "server", "postgres")


@pytest.fixture
def in_postgres(postgres: Postgres) -> RetrievalOptions:
    return RetrievalOptions(
        catalog=CatalogOptions(url=SecretStr(postgres.url), timeout_s=5),
        vectors=VectorOptions(mode="postgres"),
    )


@pytest.fixture(params=STORES)
def options(request: pytest.FixtureRequest) -> RetrievalOptions:
    """Those of a library with each of the stores."""
    if request.param == "embedded":
        return RetrievalOptions()
    if request.param == "server":
        server: Server = request.getfixturevalue("chroma")
        return RetrievalOptions(vectors=VectorOptions(mode="server", port=server.port))
    in_database: RetrievalOptions = request.getfixturevalue("in_postgres")
    return in_database


@pytest.fixture
def library(tmp_path: Path, options: RetrievalOptions) -> Iterator[Library]:
    with open_shelf(tmp_path, options=options) as opened:
        shelve(opened, BRIDGE, FERRY, COUNCIL)
        yield opened


def vector(library: Library, text: str) -> list[float]:
    return library.embedder.embed_query(text)


def test_the_nearest_come_first_with_their_cosine(library: Library) -> None:
    hits = library.vectors.search(vector(library, "ferry"), 9)
    assert {name for name, _ in hits} == set(library.catalog.passage_ids())
    assert hits[0] == (library.passages("id-ferry")[0].id, pytest.approx(1.0, abs=1e-5))
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    assert hits[-1][1] == pytest.approx(5**-0.5 * 2**-0.5, abs=1e-5)
    assert library.vectors.search(vector(library, "ferry"), 1) == hits[:1]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(source="TIDENDE"), {"id-ferry"}),
        (Filters(since=date(2022, 6, 1)), {"id-ferry"}),
        (Filters(until=date(2022, 6, 1)), {"id-bridge"}),
        (Filters(since=date(2022, 5, 1), until=date(2022, 6, 1), source="nobody"), set()),
    ],
)
def test_filters_hold(library: Library, filters: Filters, expected: set[str]) -> None:
    hits = library.vectors.search(vector(library, "council"), 9, filters)
    joined = library.passages_by_ids([name for name, _ in hits])
    assert {head.id for _, head in joined} == expected


def test_what_is_stored_comes_back(library: Library) -> None:
    ids = library.catalog.passage_ids()
    assert library.vectors.ids() == set(ids)
    assert library.vectors.count() == len(ids) == 4
    held = library.vectors.vectors_of([*ids, "nobody"])
    assert held.keys() == set(ids)
    for name, stored in library.catalog.vectors(ids).items():
        assert list(held[name]) == pytest.approx(stored, abs=1e-6)


def test_a_vector_is_replaced_and_deleted(library: Library) -> None:
    passage = library.passages("id-ferry")[0].id
    for text in ("bridge", "council"):
        library.vectors.add([VectorRow(passage, FERRY.head, vector(library, text))])
    assert library.vectors.vectors_of([passage])[passage] == pytest.approx(
        vector(library, "council"), abs=1e-6
    )
    assert library.vectors.count() == 4
    library.vectors.delete([passage, "nobody"])
    assert passage not in library.vectors.ids()
    assert library.vectors.count() == 3


def test_another_process_sees_what_is_written_after_opening_anew(
    tmp_path: Path, options: RetrievalOptions, library: Library
) -> None:
    with open_shelf(tmp_path, options=options) as other:
        other.vectors.open(create=False)
        shelve(library, make_article("school", "A school and a school."))
        if not other.vectors.sees_others:
            other.vectors.close()
        assert other.vectors.ids() == set(library.catalog.passage_ids())


def test_what_is_missing_is_damage_that_repair_mends(library: Library) -> None:
    library.vectors.close()
    with pytest.raises(LibraryDamaged, match="doctor --repair"):
        library.vectors.open(create=False, known=[*library.catalog.passage_ids(), "nobody"])
    library.vectors.drop()
    with pytest.raises(LibraryDamaged, match="doctor --repair"):
        library.vectors.open(create=False)
    assert nearest(library, "ferry") == ["The ferry."], "the catalog has the vectors too"
    assert [finding.kind for finding in check(library)] == ["vectors unusable"]
    repair(library)
    assert check(library) == []
    assert nearest(library, "ferry") == ["The ferry."]


def test_changed_and_deleted_articles_leave_nothing(library: Library, chroma_only: None) -> None:
    shelve(library, make_article("bridge", "A school instead."))
    assert library.forget(["id-ferry"]) == ["id-ferry"]
    assert library.vectors.ids() == set(library.catalog.passage_ids())
    assert sorted(nearest(library, "bridge", 9)) == ["A school instead.", "The council met."]
    assert check(library) == []
    assert library.catalog.loose_vectors(9) == ([], [])


def test_a_writer_that_was_cut_off_is_made_up_for_by_the_next(
    tmp_path: Path, options: RetrievalOptions, library: Library
) -> None:
    (library.folder / "write.unfinished").touch()
    library.vectors.delete([library.passages("id-ferry")[0].id])
    with open_shelf(tmp_path, options=options) as other:
        shelve(other, make_article("school", "A school."))
        assert check(other) == []


def test_vectors_in_postgresql_go_with_their_articles_in_one_transaction(
    tmp_path: Path, in_postgres: RetrievalOptions
) -> None:
    with open_shelf(tmp_path, options=in_postgres) as library:
        shelve(library, BRIDGE)
        held = library.vectors.ids()

        def begin_to_remove() -> None:
            with library.catalog.writing() as writer:
                writer.remove("id-bridge")
                assert library.vectors.ids() == set()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            begin_to_remove()
        assert library.vectors.ids() == held == set(library.catalog.passage_ids())


def test_a_library_of_a_chroma_server_is_filled_into_postgresql_by_the_next_write(
    tmp_path: Path, on_servers: RetrievalOptions
) -> None:
    with open_shelf(tmp_path / "one", options=on_servers) as library:
        shelve(library, BRIDGE, FERRY)
    there = on_servers.model_copy(update={"vectors": VectorOptions(mode="postgres")})
    with (
        open_shelf(tmp_path / "other", options=there) as other,
        open_shelf(tmp_path / "one", options=on_servers) as one,
    ):
        assert nearest(other, "ferry") == ["The ferry."]
        shelve(other, COUNCIL)
        assert check(other) == []
        shelve(one, make_article("school", "A school and a school."))
        assert check(other) == [], "whoever writes, writes there too"


def test_an_account_that_may_not_make_the_extension_is_told(
    tmp_path: Path, postgres: Postgres, in_postgres: RetrievalOptions
) -> None:
    chroma_later = in_postgres.model_copy(update={"vectors": VectorOptions(mode="server")})
    open_shelf(tmp_path, options=chroma_later).close()
    with psycopg.connect(postgres.url) as db:
        db.execute("CREATE ROLE clerk LOGIN")
        db.execute("GRANT ALL ON SCHEMA footnote_shelf TO clerk")
        db.execute("GRANT ALL ON ALL TABLES IN SCHEMA footnote_shelf TO clerk")
    url = SecretStr(postgres.url.replace("postgres@", "clerk@"))
    as_clerk = in_postgres.model_copy(update={"catalog": CatalogOptions(url=url)})
    with (
        open_shelf(tmp_path, options=as_clerk) as library,
        pytest.raises(LibraryError, match="has no pgvector for this account"),
    ):
        shelve(library, BRIDGE)


def test_what_does_not_go_with_postgresql_is_told(
    tmp_path: Path, in_postgres: RetrievalOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LibraryError, match=r"set catalog\.url"):
        open_shelf(tmp_path, options=RetrievalOptions(vectors=in_postgres.vectors))
    monkeypatch.setattr("tests.support.shelf.CountingBackend.dimension", 2001)
    with (
        open_shelf(tmp_path, options=in_postgres) as library,
        pytest.raises(LibraryError, match="no vectors of 2001 numbers"),
    ):
        library.vectors.open(create=True)
