"""A shard belongs to one process, whose session with PostgreSQL it ends with."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from footnote.bot.discord.asking.inquiry import TakenQuestion
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.state import Shard, open_share, session
from footnote.bot.discord.state.postgres import PostgresState
from footnote.bot.discord.state.session import SessionShare
from footnote.retrieval.errors import CatalogAway, SettingsError
from footnote.retrieval.options import CatalogOptions
from tests.support.postgres import Postgres, running_postgres

WITHIN_S = 20.0


@pytest.fixture
def server() -> Iterator[Postgres]:
    with running_postgres(preload="") as started:
        yield started


def options_of(server: Postgres) -> CatalogOptions:
    return CatalogOptions(url=SecretStr(server.url), timeout_s=5)


@asynccontextmanager
async def shares(
    server: Postgres, number: int, *, shards: int
) -> AsyncIterator[list[SessionShare]]:
    """The shares of several processes, of which none is taken."""
    made = [SessionShare(options_of(server), shards, Journal()) for _ in range(number)]
    try:
        yield made
    finally:
        for one in made:
            one.release()


def cut_sessions(server: Postgres) -> None:
    """End every session, as a server that fails over does."""
    with psycopg.connect(server.url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not happened():  # noqa: ASYNC110 - what happens is another server's
            await asyncio.sleep(0.02)


@given(st.integers(1, 16), st.integers(1, 1 << 62))
def test_every_server_is_in_exactly_one_shard(count: int, guild_id: int) -> None:
    holders = [n for n in range(count) if Shard(n, count).holds(guild_id)]
    assert holders == [(guild_id >> 22) % count]
    assert Shard(0, count).holds(None)


async def test_two_shards_go_to_two_processes_and_a_third_waits_for_one(server: Postgres) -> None:
    async with shares(server, 3, shards=2) as (one, other, spare):
        await one.take()
        await other.take()
        assert {one.shard.number, other.shard.number} == {0, 1}
        waiting = asyncio.create_task(spare.take())
        await asyncio.sleep(1.5)
        assert not waiting.done()
        one.release()
        await asyncio.wait_for(waiting, WITHIN_S)
        assert spare.shard == one.shard


async def test_a_cut_session_is_taken_back_where_nobody_else_waits(server: Postgres) -> None:
    async with shares(server, 1, shards=1) as (one,):
        await one.take()
        cut = one._connection
        losing = asyncio.create_task(one.lost())
        cut_sessions(server)
        await until(lambda: one.held and one._connection not in (None, cut))
        assert not losing.done()
        losing.cancel()


async def test_who_was_overtaken_hears_of_it_and_takes_nothing_more(server: Postgres) -> None:
    async with shares(server, 2, shards=1) as (one, other):
        await one.take()
        assert one._connection is not None
        one._connection.close()
        await other.take()
        await asyncio.wait_for(one.lost(), WITHIN_S)
        assert (one.held, other.held) == (False, True)
        with PostgresState(options_of(server)) as state:
            questions = QuestionStore(state, Journal(), one)
            asked = TakenQuestion(7, "message", 1, None, 3)
            with pytest.raises(CatalogAway):
                await questions.take(asked)
            assert await questions.claim(at_once=True) == []
            assert await QuestionStore(state, Journal(), other).take(asked)


async def test_a_session_that_falls_silent_holds_nothing(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_BEAT_LIMIT_S", 0.3)
    async with shares(server, 1, shards=1) as (one,):
        await one.take()
        assert one._connection is not None
        backend = one._connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        try:
            await asyncio.wait_for(one.lost(), WITHIN_S)
            assert not one.held, "for all it knows the lock is still that session's"
        finally:
            os.kill(backend, signal.SIGCONT)
        await asyncio.sleep(0.2)


async def test_while_the_server_is_away_nothing_is_taken_and_then_all_goes_on(
    server: Postgres,
) -> None:
    async with shares(server, 1, shards=1) as (one,):
        await one.take()
        losing = asyncio.create_task(one.lost())
        with PostgresState(options_of(server)) as state:
            questions = QuestionStore(state, Journal(), one)
            assert await questions.take(TakenQuestion(6, "message", 1, None, 3))
            server.stop()
            asked = TakenQuestion(7, "message", 1, None, 3)
            with pytest.raises(CatalogAway):
                await questions.take(asked)
            await questions.close(6, "answered")
            late = asyncio.create_task(questions.take_late(asked))
            await until(lambda: not one.held)
            server.start()
            assert await asyncio.wait_for(late, WITHIN_S)
            assert one.held
            await questions.renew()
            assert await questions.state(6) == ("answered", None)
            assert await questions.state(7) == ("pending", None)
        losing.cancel()


async def test_who_takes_a_shard_takes_its_open_questions_at_once_and_no_others(
    server: Postgres,
) -> None:
    async with shares(server, 2, shards=2) as (one, other):
        await one.take()
        await other.take()
        with PostgresState(options_of(server)) as state:
            here = TakenQuestion(7, "message", 1, (1 << 22) * (2 + one.shard.number), 3)
            there = TakenQuestion(8, "message", 1, (1 << 22) * (2 + other.shard.number), 3)
            dead = QuestionStore(state, Journal())
            assert await dead.take(here)
            assert await dead.take(there)
            heir = QuestionStore(state, Journal(), one)
            assert await heir.claim() == []
            assert await heir.claim(at_once=True) == [here]
            assert await QuestionStore(state, Journal(), other).claim(at_once=True) == [there]


async def test_a_try_that_arrived_although_it_seemed_to_fail_is_no_other_process(
    server: Postgres,
) -> None:
    with PostgresState(options_of(server)) as state:
        questions = QuestionStore(state, Journal())
        asked = TakenQuestion(7, "message", 1, None, 3)
        assert await questions.take(asked)
        assert await questions.take_late(asked)
        assert not await QuestionStore(state, Journal()).take_late(asked)


def test_shards_need_postgresql() -> None:
    with pytest.raises(SettingsError, match=r"set catalog\.url"):
        open_share(None, 2, Journal())


async def test_logins_of_one_bucket_take_turns_and_others_do_not_wait(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "LOGINS_APART_S", 60.0)
    async with shares(server, 3, shards=3) as (one, other, third):
        for share in (one, other, third):
            await share.take()
        await one.login_turn(0)
        waiting = asyncio.create_task(other.login_turn(0))
        await third.login_turn(1)
        assert not waiting.done()
        one.release()  # as a process does that is killed while it logs in
        async with asyncio.timeout(WITHIN_S):
            await waiting


async def test_a_login_is_over_in_time_and_a_second_of_the_same_process_waits_too(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "LOGINS_APART_S", 0.5)
    loop = asyncio.get_running_loop()
    async with shares(server, 2, shards=2) as (one, other), asyncio.timeout(WITHIN_S):
        await one.take()
        await other.take()
        began = loop.time()
        await one.login_turn(0)
        await one.login_turn(0)
        await other.login_turn(0)
        assert loop.time() - began >= 1.0


async def test_without_postgresql_nobody_waits_for_a_login(server: Postgres) -> None:
    async with shares(server, 1, shards=2) as (one,), asyncio.timeout(WITHIN_S):
        await one.take()
        server.stop()
        await one.login_turn(0)
