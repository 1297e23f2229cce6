"""What only PostgreSQL has: a server that can be away, libraries side by side, tokens of ours."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from footnote.retrieval.catalog import SqliteCatalog
from footnote.retrieval.catalog.postgres import schema, words
from footnote.retrieval.catalog.postgres.catalog import PostgresCatalog, library_names
from footnote.retrieval.catalog.postgres.connection import AdvisoryLock, connect
from footnote.retrieval.catalog.postgres.words import Tokenizer
from footnote.retrieval.errors import (
    CatalogAway,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
)
from footnote.retrieval.options import CatalogOptions
from tests.support.catalogs import BRIDGE, FERRY, UNDATED, put
from tests.support.postgres import Postgres, running_postgres
from tests.support.shelf import make_article

SECRET = "hunter2"


def options(server: Postgres, *, timeout_s: int = 5) -> CatalogOptions:
    return CatalogOptions(url=SecretStr(server.url), timeout_s=timeout_s)


@pytest.fixture
def newsstand(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[PostgresCatalog]:
    with closing(PostgresCatalog(options(postgres), request.node.name)) as opened:
        put(opened, BRIDGE, FERRY, UNDATED)
        yield opened


def test_while_the_server_is_away_one_sentence_says_so_and_then_all_goes_on() -> None:
    with (
        running_postgres() as server,
        closing(PostgresCatalog(options(server, timeout_s=1), "shelf")) as catalog,
    ):
        put(catalog, BRIDGE)
        server.stop()
        for ask in (catalog.counts, lambda: catalog.lexical_search(["bridge"], 5)):
            with pytest.raises(CatalogAway, match=r"does not answer .* Start it") as told:
                ask()
            assert str(told.value).count("\n") == 0
        with pytest.raises(CatalogAway), catalog.writing() as writer:
            writer.next_generation()
        server.start()
        assert catalog.article("id-bridge") == BRIDGE
        put(catalog, FERRY)
        assert catalog.counts().articles == 2


def test_a_server_that_was_never_there_is_a_sentence_without_the_password() -> None:
    url = SecretStr(f"postgresql://someone:{SECRET}@127.0.0.1:9/none")
    with pytest.raises(CatalogAway, match=r"PostgreSQL at 127\.0\.0\.1:9 does not answer") as told:
        PostgresCatalog(CatalogOptions(url=url, timeout_s=2), "shelf")
    assert SECRET not in str(told.value)
    with pytest.raises(LibraryError) as told:
        PostgresCatalog(CatalogOptions(url=SecretStr(f"not a url {SECRET}")), "shelf")
    assert SECRET not in str(told.value)


def test_a_host_that_falls_silent_holds_no_lock_for_long() -> None:
    """Both ends are told to notice within ten seconds, on every connection that may hold a lock."""
    with running_postgres(address="127.0.0.1") as server:
        url = SecretStr(f"postgresql://postgres@127.0.0.1:{server.port}/postgres")
        where = CatalogOptions(url=url)
        with closing(PostgresCatalog(where, "shelf")) as catalog:
            lock = AdvisoryLock(where, catalog.schema, "shelf", 1)
            with lock.held(), catalog.writing(), catalog.connections.reading() as writing:
                assert lock._connection is not None
                for connection in (lock._connection, writing):
                    shown = [
                        connection.execute(f"SHOW {name}").fetchone()
                        for name in ("tcp_user_timeout", "tcp_keepalives_idle")
                    ]
                    assert shown == [("9000",), ("3",)]
                    told = connection.info.get_parameters()
                    assert (told["keepalives_idle"], told["tcp_user_timeout"]) == ("3", "10000")


def test_a_library_is_made_only_when_it_is_asked_for(postgres: Postgres) -> None:
    with pytest.raises(LibraryMissing, match="no library Möwe's in the database"):
        PostgresCatalog(options(postgres), "Möwe's", create=False)
    for name in ("Möwe's", "gulls"):
        PostgresCatalog(options(postgres), name).close()
    assert {"Möwe's", "gulls"} <= set(library_names(options(postgres)))
    PostgresCatalog(options(postgres), "Möwe's", create=False).close()


def test_libraries_of_one_database_never_see_each_other(newsstand: PostgresCatalog) -> None:
    with closing(PostgresCatalog(newsstand.options, "another library")) as other:
        put(other, make_article("bridge", "Another bridge. " * 5))
        assert other.counts().articles == 1
        assert newsstand.article("id-bridge") == BRIDGE
        before = newsstand.lexical_search(["bridge"], 5)
        put(other, *(make_article(f"b{number}", "bridge") for number in range(20)))
        assert newsstand.lexical_search(["bridge"], 5) == before


def test_several_processes_may_make_one_library_at_once(postgres: Postgres) -> None:
    failures: list[BaseException] = []

    def make() -> None:
        try:
            PostgresCatalog(options(postgres), "raced").close()
        except BaseException as error:  # noqa: BLE001 - reported by the test's own thread
            failures.append(error)

    makers = [threading.Thread(target=make) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert failures == []


def test_a_newer_library_is_refused_and_a_broken_one_told(newsstand: PostgresCatalog) -> None:
    with connect(newsstand.options) as db:
        db.execute(f'ALTER TABLE "{newsstand.schema}".bands RENAME TO gone')
        with pytest.raises(LibraryDamaged, match="cannot be read"):
            put(newsstand, BRIDGE)
        newer = len(schema.MIGRATIONS) + 1
        db.execute(f'INSERT INTO "{newsstand.schema}".migrations VALUES ({newer})')
    with pytest.raises(LibraryError, match="made by a newer Footnote"):
        PostgresCatalog(newsstand.options, newsstand.library)


def test_a_statement_that_takes_too_long_is_ended(postgres: Postgres) -> None:
    with closing(PostgresCatalog(options(postgres, timeout_s=1), "slow")) as catalog:
        with (
            pytest.raises(LibraryBusy, match="longer than 1 seconds"),
            catalog.connections.reading() as db,
        ):
            db.execute("SELECT pg_sleep(5)")
        assert catalog.counts().articles == 0


def test_writers_take_turns_and_readers_do_not_wait(postgres: Postgres) -> None:
    with (
        closing(PostgresCatalog(options(postgres, timeout_s=1), "turns")) as one,
        closing(PostgresCatalog(options(postgres, timeout_s=1), "turns")) as other,
    ):
        with one.writing() as writer:
            writer.next_generation()
            assert other.generation == 0
            with pytest.raises(LibraryBusy, match="Another process is writing"), other.writing():
                pass
        with other.writing() as writer:
            writer.next_generation()
        assert one.generation == 2


def test_one_host_holds_the_lock_until_it_lets_go_or_dies(postgres: Postgres) -> None:
    one, other = (AdvisoryLock(options(postgres), "locked", "shelf", 0.3) for _ in range(2))
    with one.held() as outermost, one.held() as inner:
        assert (outermost, inner) == (True, False)
        for wait_s in (0, None):
            with pytest.raises(LibraryBusy, match="writing to the library shelf"):
                other.held(wait_s=wait_s).__enter__()
    with other.held() as outermost:
        assert outermost
    with pytest.raises(CatalogAway):
        die_holding(one, other, postgres)


def die_holding(one: AdvisoryLock, other: AdvisoryLock, server: Postgres) -> None:
    """End the connection that holds a lock, see that another gets it, and let go of it."""
    with one.held(), connect(options(server)) as killer:
        assert one._connection is not None
        killer.execute("SELECT pg_terminate_backend(%s)", (one._connection.info.backend_pid,))
        with other.held(wait_s=5) as outermost:
            assert outermost


def test_without_the_extension_there_is_a_warning(
    postgres: Postgres, plain_postgres: Postgres
) -> None:
    with closing(PostgresCatalog(options(postgres), "warned")) as catalog:
        assert catalog.warnings() == []
    with closing(PostgresCatalog(options(plain_postgres), "warned")) as catalog:
        assert ["pg_textsearch" in warning for warning in catalog.warnings()] == [True]


@pytest.fixture(scope="module")
def pair(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SqliteCatalog, PostgresCatalog]]:
    """The same hundred articles in both engines."""
    path = tmp_path_factory.mktemp("pair") / "catalog.sqlite3"
    stock = "harbour ferry bridge council mayor fog lamp tide crane covid-19 école".split()
    with (
        closing(SqliteCatalog(path)) as sqlite,
        closing(PostgresCatalog(options(postgres), "pair")) as shared,
    ):
        for number in range(100):
            steps = range(1, 3 + number % 9)
            text = " ".join(stock[(number * step) % len(stock)] for step in steps)
            put_both = make_article(f"n{number}", text, title=f"Report {stock[number % 7]}")
            put(sqlite, put_both)
            put(shared, put_both)
        yield sqlite, shared


@pytest.mark.parametrize(
    ("terms", "title_weight"),
    [
        (["ferry"], 1.0),
        (["fog", "tide"], 1.0),
        (["Ecole", "lamps", "mayor", "report"], 1.0),
        (["covid-19"], 1.0),
        (["ferry bridge", "fog"], 1.0),
        (["ferry", "tide"], 4.0),
    ],
)
@pytest.mark.parametrize("few", [0, 5_000], ids=["frequencies of the index", "counted"])
def test_both_engines_find_the_same_with_the_same_scores(
    pair: tuple[SqliteCatalog, PostgresCatalog],
    terms: list[str],
    title_weight: float,
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(words, "_FEW", few)
    ours, theirs = (
        dict(catalog.lexical_search(terms, 100, title_weight=title_weight)) for catalog in pair
    )
    assert ours
    assert theirs == pytest.approx(ours, rel=1e-6)


def test_a_common_phrase_weighs_as_the_rarest_of_its_words(
    pair: tuple[SqliteCatalog, PostgresCatalog], monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = dict(pair[1].lexical_search(["covid-19"], 100))
    monkeypatch.setattr(words, "_FEW", 0)
    monkeypatch.setattr(words, "_MOST_PHRASES", 5)
    estimated = dict(pair[1].lexical_search(["covid-19"], 100))
    assert len(exact) > 5
    assert estimated == pytest.approx(exact, rel=1e-6), "each word stands in the phrase alone"


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(max_size=30), max_size=20))
def test_every_token_is_one_word_to_postgresql(postgres: Postgres, texts: list[str]) -> None:
    texts = [text.encode(errors="ignore").decode() for text in texts]
    with closing(Tokenizer()) as cut, psycopg.connect(postgres.url) as db:
        tokens = sorted({token for text in cut([*texts, "a" * 5000]) for token in text})
        for token in tokens:
            row = db.execute("SELECT to_tsvector('simple', %s)::text", (token,)).fetchone()
            assert row == (f"'{token}':1",)


def test_tokens_are_those_of_the_index_in_a_file(tmp_path: Path) -> None:
    texts = ["Bridges are opening", "Núñez, 2022: don't!", "北京大学在1898年", "", "\0a\0"]
    with closing(Tokenizer()) as cut:
        assert cut(texts) == cut(texts), "nothing is left from the last time"
        assert cut(["bridge opens"]) == [["bridg", "open"]]
        assert [len(tokens) for tokens in cut(texts)] == [3, 4, 6, 0, 1]
