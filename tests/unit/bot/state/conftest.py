"""The engines that keep the bot's state, each of which every test of the contract runs on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from footnote.bot.discord.state import StateDatabase
from footnote.bot.discord.state.postgres import STATE_SCHEMA, PostgresState
from footnote.bot.discord.state.sqlite import SqliteState
from footnote.retrieval.options import CatalogOptions
from tests.support.postgres import Postgres, running_postgres

Opener = Callable[[], StateDatabase]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres(preload="") as server:
        yield server


@pytest.fixture(params=("sqlite", "postgres"))
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Open one state as one more process does, which is closed in the end."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            path = tmp_path / "bot.sqlite3"
            yield lambda: stack.enter_context(SqliteState(path))
            return
        server: Postgres = request.getfixturevalue("postgres")
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {STATE_SCHEMA} CASCADE")
        options = CatalogOptions(url=SecretStr(server.url), timeout_s=5)
        yield lambda: stack.enter_context(PostgresState(options))


@pytest.fixture
def state(another: Opener) -> StateDatabase:
    return another()
