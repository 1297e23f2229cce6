"""Running the bot: health, figures, shards, the heartbeat, and `--check`."""

import asyncio
import gc
import json
import socket
import time
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import yaml
from house import House
from loopback.server import LoopbackDiscord
from pydantic import SecretStr
from scripted_service import ScriptedService

from footnote.bot.discord.checking import check_discord
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.running import GatewayEnded
from footnote.retrieval.answer import Answer, AnswererName
from footnote.retrieval.question import Question

ROOT = Path(__file__).parents[2]
OPENED = "When was the Marsh Bridge opened?"
ARCHITECT = "Was Lindqvist the architect of the bridge?"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def fetched(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as reply,
    ):
        return reply.status, await reply.text()


# --- health and figures --------------------------------------------------------------------------


async def test_health_and_figures_tell_how_the_bot_is(house: House) -> None:
    await house.stop()
    port = free_port()
    await house.start(health_port=port)
    await house.ask(OPENED)
    await house.ask("What is the price of saffron?")
    status, body = await fetched(port, "/health")
    assert status == 200
    assert json.loads(body)["status"] == "ok"
    assert json.loads(body)["servers"] == 1
    _, figures = await fetched(port, "/metrics")
    read = dict(line.rsplit(" ", 1) for line in figures.splitlines() if not line.startswith("#"))
    assert read["footnote_discord_questions_total"] == "2.0"
    assert read["footnote_discord_answers_total"] == "1.0"
    assert read["footnote_discord_refusals_total"] == "1.0"
    assert read["footnote_discord_gateway_ready"] == "1.0"
    assert read["footnote_discord_queue_waiting"] == "0.0"
    assert read['footnote_discord_answer_seconds_bucket{le="+Inf"}'] == "2.0"


async def test_health_says_disconnected_while_discord_is_away(house: House) -> None:
    await house.stop()
    house.discord.gateway.refusals = 10**6
    port = free_port()
    await house.start(health_port=port, wait=False)
    async with asyncio.timeout(10):
        while True:
            try:
                status, body = await fetched(port, "/health")
                break
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
    assert (status, json.loads(body)["status"]) == (503, "disconnected")
    assert (await fetched(port, probe("livenessProbe")))[0] == 200, "a new process helps no more"


async def test_the_probes_of_the_manifests_are_answered(house: House) -> None:
    await house.stop()
    port = free_port()
    await house.start(health_port=port)
    assert [
        (await fetched(port, probe(kind)))[0] for kind in ("readinessProbe", "livenessProbe")
    ] == [200, 200]


def probe(kind: str) -> str:
    """Return the path that Kubernetes asks a bot for."""
    bot = next(yaml.safe_load_all((ROOT / "deploy" / "kubernetes" / "bot.yaml").read_text()))
    (container,) = bot["spec"]["template"]["spec"]["containers"]
    path: str = container[kind]["httpGet"]["path"]
    return path


async def test_a_stop_while_it_connects_leaves_no_event_behind(house: House) -> None:
    await house.stop()
    gateway = house.discord.gateway
    gateway.door.clear()
    before = gateway.knocks
    await house.start(wait=False)
    await house.world.until(lambda: gateway.knocks > before, what="the bot knocks")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        await house.stop()
        gateway.door.set()
        gc.collect()
    assert [str(one.message) for one in caught if "never awaited" in str(one.message)] == []


# --- the heartbeat -------------------------------------------------------------------------------


class BlockingService(ScriptedService):
    """Answers in a thread that sleeps, as a slow model on the CPU does."""

    async def answer(
        self, library: str, question: Question, answerer: AnswererName | None = None
    ) -> AsyncIterator[Answer]:
        await asyncio.to_thread(time.sleep, 1.0)
        async for snapshot in super().answer(library, question, answerer):
            yield snapshot


@pytest.fixture
def service(request: pytest.FixtureRequest) -> ScriptedService:
    return getattr(request, "param", ScriptedService)()


@pytest.mark.parametrize("service", [BlockingService], indirect=True)
async def test_a_slow_model_holds_up_neither_heartbeats_nor_acknowledgements(house: House) -> None:
    await house.stop()
    house.discord.gateway.heartbeat_ms = 100
    await house.start()
    house.discord.gateway.heartbeats.clear()
    question = house.people.ask(house.ann, house.channel, OPENED)
    command = house.people.slash(house.ben, house.channel, "ask", question=OPENED)
    await house.world.until(lambda: house.world.replies_to(question))
    await house.world.until(lambda: command.original)
    assert len(house.service.asked) == 0, "acknowledged before the model has said anything"
    await house.answered(question)
    await house.responded(command)
    assert len(house.discord.gateway.heartbeats) >= 5, "it went on beating meanwhile"
    assert house.discord.gateway.resumed == 0


# --- shards --------------------------------------------------------------------------------------


async def test_two_shards_answer_and_catch_up(house: House) -> None:
    await house.stop()
    house.discord.routes.shards = 2
    guilds = {int(house.guild["id"]) >> 22 & 1: house.guild}
    while len(guilds) < 2:
        made = house.world.guild("Another room", house.ann)
        guilds[int(made["id"]) >> 22 & 1] = made
    channels = [house.world.channel(guild, "reading") for guild in guilds.values()]
    await house.start(sharded=True, wait=False)
    gateway = house.discord.gateway
    await house.world.until(lambda: gateway.identified == 2, within=30)
    await asyncio.sleep(0.3)
    for channel in channels:
        await house.answered(house.people.ask(house.ann, channel, OPENED))
    gateway.drop()
    questions = [house.people.ask(house.ann, channel, ARCHITECT) for channel in channels]
    for question in questions:
        await house.answered(question)
        assert len(house.world.replies_to(question)) == 1
    assert gateway.resumed == 2


async def test_after_a_malformed_event_a_sharded_bot_goes_on_anew(house: House) -> None:
    await house.stop()
    await house.start(sharded=True)
    await house.ask(OPENED)
    house.discord.gateway.malformed()
    asked = house.people.ask(house.ben, house.channel, ARCHITECT)
    with pytest.raises(GatewayEnded):
        await house.ended()
    house.discord.gateway.forget_sessions()
    await house.start(sharded=True)
    await house.answered(asked)
    await asyncio.sleep(0.3)
    assert len(house.world.replies_to(asked)) == 1
    assert "May 1931" in await house.slash("ask", question=OPENED)


# --- --check -------------------------------------------------------------------------------------


def settings_for(loopback: LoopbackDiscord, **changes: object) -> DiscordSettings:
    chosen = {
        "token": SecretStr(loopback.token),
        "rest_base": loopback.rest_base,
        "gateway_url": loopback.gateway_url,
    }
    return DiscordSettings(**(chosen | changes))


async def test_check_is_content_with_a_good_token(loopback: LoopbackDiscord) -> None:
    loopback.world.guild("Reading Room")
    findings = await check_discord(settings_for(loopback))
    assert all(finding.ok for finding in findings)
    told = " ".join(finding.sentence for finding in findings)
    assert "The token is footnote" in told
    assert "scope=bot+applications.commands" in told
    assert "Servers the bot is in: 1." in told


async def test_check_warns_of_a_bot_that_anybody_may_invite(loopback: LoopbackDiscord) -> None:
    loopback.routes.public = True
    findings = await check_discord(settings_for(loopback))
    (wrong,) = [finding.sentence for finding in findings if not finding.ok]
    assert "whoever knows its id may invite it" in wrong
    listed = await check_discord(settings_for(loopback, servers=(1,)))
    assert all(finding.ok for finding in listed)


async def test_check_names_a_token_that_is_refused(loopback: LoopbackDiscord) -> None:
    (finding,) = await check_discord(settings_for(loopback, token=SecretStr("not-the-token")))
    assert not finding.ok
    assert "not-the-token" not in finding.sentence


async def test_check_names_an_intent_the_portal_does_not_allow(loopback: LoopbackDiscord) -> None:
    loopback.routes.application_flags = 0
    findings = await check_discord(settings_for(loopback, message_content=True))
    (wrong,) = [finding.sentence for finding in findings if not finding.ok]
    assert "switch on Message Content Intent" in wrong


async def test_check_names_what_a_server_does_not_grant(loopback: LoopbackDiscord) -> None:
    guild = loopback.world.guild("Strict Room")
    guild["roles"][0]["permissions"] = str(1 << 10)
    findings = await check_discord(settings_for(loopback))
    (wrong,) = [finding.sentence for finding in findings if not finding.ok]
    assert wrong.startswith(
        "In “Strict Room” the bot lacks: Send Messages, Read Message History, "
        "Send Messages In Threads."
    )


async def test_check_says_when_discord_is_away() -> None:
    away = DiscordSettings(token=SecretStr("x"), rest_base=f"http://127.0.0.1:{free_port()}/api")
    (finding,) = await check_discord(away)
    assert finding.sentence.startswith("Discord cannot be reached")
