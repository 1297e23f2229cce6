"""What only PostgreSQL has: a server that can be away, and connections that are cut."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest
from pydantic import SecretStr

from footnote.bot.discord.state.postgres import LEFT_ALONE_S, PostgresState
from footnote.retrieval.errors import CatalogAway, LibraryError
from footnote.retrieval.options import CatalogOptions
from tests.support.postgres import Postgres, running_postgres

SECRET = "hunter2"


@pytest.fixture
def server() -> Iterator[Postgres]:
    with running_postgres(preload="") as started:
        yield started


def state_in(server: Postgres) -> PostgresState:
    return PostgresState(CatalogOptions(url=SecretStr(server.url), timeout_s=5))


async def test_while_the_server_is_away_a_sentence_says_so_and_then_all_goes_on(
    server: Postgres,
) -> None:
    with state_in(server) as state:
        await state.set_bookmark("one", 1)
        server.stop()
        for _ in range(2):
            with pytest.raises(
                CatalogAway, match=r"keeps the bot's state, does not answer"
            ) as told:
                await state.set_bookmark("one", 2)
            assert "\n" not in str(told.value)
            with pytest.raises(CatalogAway):
                await state.bookmark("one")
        server.start()
        await asyncio.sleep(LEFT_ALONE_S)
        await state.set_bookmark("one", 3)
        assert await state.bookmark("one") == 3


async def test_a_connection_that_was_cut_is_made_anew(server: Postgres) -> None:
    with state_in(server) as state:
        await state.set_bookmark("one", 1)
        assert await state.bookmark("one") == 1
        with psycopg.connect(server.url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        await state.set_bookmark("one", 2)
        assert await state.bookmark("one") == 2


async def test_an_account_without_the_right_is_told_so_and_its_password_is_not(
    server: Postgres,
) -> None:
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE visitor LOGIN PASSWORD '{SECRET}'")
    url = SecretStr(server.url.replace("postgres@", f"visitor:{SECRET}@"))
    with (
        PostgresState(CatalogOptions(url=url)) as state,
        pytest.raises(LibraryError, match=r"permission denied .* Grant the account") as told,
    ):
        await state.bookmark("one")
    assert SECRET not in str(told.value)


async def test_an_address_that_is_none_is_a_sentence() -> None:
    options = CatalogOptions(url=SecretStr(f"postgresql://someone:{SECRET}@127.0.0.1:9/none"))
    with PostgresState(options) as state, pytest.raises(CatalogAway, match="127") as told:
        await state.bookmark("one")
    assert SECRET not in str(told.value)
