"""A shelf of three articles, and the servers that machines share one on, for tests of libraries."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from footnote.retrieval.options import CatalogOptions, RetrievalOptions, VectorOptions
from footnote.retrieval.storage.library import Library
from tests.support.chroma_server import Server, running_server
from tests.support.jobs import Place, new_database
from tests.support.postgres import Postgres, running_postgres
from tests.support.shelf import BRIDGE, COUNCIL, FERRY, open_shelf, shelve


@pytest.fixture
def chroma_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is answered from the catalog's copy of the vectors."""
    monkeypatch.setattr("footnote.retrieval.storage.freshness._SCANNED_FIRST", -1)
    monkeypatch.setattr("footnote.retrieval.storage.freshness._SCANNED_IN_NEED", -1)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with open_shelf(tmp_path) as library:
        shelve(library, BRIDGE, FERRY, COUNCIL)
        yield library


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("chroma")) as running:
        yield running


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with running_postgres() as running:
        yield running


@pytest.fixture
def on_servers(postgres: Postgres, chroma: Server) -> RetrievalOptions:
    return RetrievalOptions(
        catalog=CatalogOptions(url=SecretStr(postgres.url), timeout_s=5),
        vectors=VectorOptions(mode="server", port=chroma.port),
    )


@pytest.fixture(scope="module")
def jobs_server() -> Iterator[Postgres]:
    with running_postgres() as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, jobs_server: Postgres) -> Iterator[Place]:
    made = Place(tmp_path, new_database(jobs_server.url))
    yield made
    made.close()
