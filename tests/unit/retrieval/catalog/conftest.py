"""The engines that keep catalogs, each of which every test of the contract runs on."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from pydantic import SecretStr

from footnote.retrieval.catalog import Catalog, SqliteCatalog
from footnote.retrieval.catalog.postgres.catalog import PostgresCatalog
from footnote.retrieval.options import CatalogOptions
from tests.support.catalogs import BRIDGE, FERRY, UNDATED, put
from tests.support.postgres import Postgres, running_postgres

ENGINES = ("sqlite", "postgres", "postgres without BM25")

_NUMBERS = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def plain_postgres() -> Iterator[Postgres]:
    """A server that does not preload pg_textsearch, so that it cannot be used."""
    with running_postgres(preload="") as server:
        yield server


def open_postgres(server: Postgres, library: str | None = None) -> PostgresCatalog:
    options = CatalogOptions(url=SecretStr(server.url), timeout_s=5)
    return PostgresCatalog(options, library or f"shelf {next(_NUMBERS)}")


@pytest.fixture(params=ENGINES)
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalog]:
    """An empty catalog of each engine."""
    opened: Catalog
    if request.param == "sqlite":
        opened = SqliteCatalog(tmp_path / "catalog.sqlite3")
    else:
        server = "postgres" if request.param == "postgres" else "plain_postgres"
        opened = open_postgres(request.getfixturevalue(server))
    yield opened
    opened.close()


@pytest.fixture
def newsstand(catalog: Catalog) -> Catalog:
    """A catalog of each engine with three articles."""
    put(catalog, BRIDGE, FERRY, UNDATED)
    return catalog
