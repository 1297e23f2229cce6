"""Fixtures: a loopback Discord whose every breach fails the test, and a running bot."""

import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the loopback server is this folder's own package

with warnings.catch_warnings():
    # discord.py imports audioop, which Python 3.11 calls deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord  # noqa: F401

from collections.abc import AsyncIterator

import pytest
from house import House, open_house
from loopback.contract import Contract
from loopback.server import LoopbackDiscord, load_contract
from scripted_service import ScriptedService


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load_contract()


@pytest.fixture
async def loopback(contract: Contract) -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord(contract) as server:
        yield server
        assert not server.rest.problems, "\n".join(dict.fromkeys(server.rest.problems))


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture
async def house(
    loopback: LoopbackDiscord, service: ScriptedService, tmp_path: Path
) -> AsyncIterator[House]:
    """A server with a channel, two people and the bot, which is running."""
    async with open_house(loopback, service, tmp_path) as opened:
        await opened.start()
        yield opened
