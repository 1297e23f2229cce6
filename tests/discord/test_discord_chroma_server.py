"""The bot on a library whose vectors are on a Chroma server with a token, restarted meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from house import House, open_started_house
from loopback.server import LoopbackDiscord
from pydantic import SecretStr

from footnote.bot.settings import Settings
from footnote.retrieval import Footnote
from footnote.retrieval.options import VectorOptions
from tests.support.chroma_server import Door, Server, running_server, token_door

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
CURATOR = "Who is the curator of the glass museum?"


@dataclass
class Chroma:
    """The server and the door before it."""

    server: Server
    door: Door


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[Chroma]:
    with (
        running_server(tmp_path / "server") as server,
        token_door(server.port, "lamp-oil") as door,
    ):
        yield Chroma(server, door)


@pytest.fixture
async def town(loopback: LoopbackDiscord, tmp_path: Path, chroma: Chroma) -> AsyncIterator[House]:
    vectors = VectorOptions(
        mode="server", port=chroma.door.port, token=SecretStr("lamp-oil"), timeout_s=5
    )
    settings = Settings(home=tmp_path / "home", vectors=vectors)
    with Footnote.open(tmp_path / "home", options=settings.retrieval(), create=True) as footnote:
        footnote.ingest([SAMPLES / "glass-museum.html", SAMPLES / "market-day.txt"])
    async with open_started_house(loopback, settings, tmp_path) as opened:
        yield opened


async def test_answers_before_during_and_after_a_restart_of_the_server(
    town: House, chroma: Chroma, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footnote.retrieval.storage.freshness._AWAY_S", 0.0)
    assert "Wilhelmina Ost" in (await town.ask(CURATOR))["content"]
    await asyncio.to_thread(chroma.server.stop)
    during = await town.ask("What is the name of the curator of the glass museum?")
    assert "Wilhelmina Ost" in during["content"], "the catalog's copy of the vectors answers"
    await asyncio.to_thread(chroma.server.start)
    asked = chroma.door.passed
    for _ in range(3):
        reply = await town.ask("Which curator does the glass museum have?")
        assert "Wilhelmina Ost" in reply["content"]
    assert chroma.door.passed > asked, "the vectors came from the server"
