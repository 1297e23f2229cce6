"""The recipe of CONTRIBUTING for a slash command, followed: made, given to the tree, translated."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.ext import commands
from house import House
from loopback.server import LoopbackDiscord
from scripted_service import ScriptedService

import footnote.bot.discord.language as spoken
from footnote.bot.discord.about import AboutCog
from footnote.bot.discord.context import BotContext, context_of, spoken_language, tell
from footnote.bot.discord.language import say
from footnote.bot.discord.places import place_of

WORDS = {"en": "{count} articles.", "es": "{count} artículos."}


def how_many_command() -> app_commands.Command[Any, ..., None]:
    """Return the command that counts the articles of the library here."""

    @app_commands.command(name="how-many", description="How many articles there are")
    async def how_many(interaction: discord.Interaction[Any]) -> None:
        context = context_of(interaction)
        library = context.reception.library_at(place_of(interaction))
        count = len(await context.service.articles(library)) if library else 0
        await tell(interaction, say(spoken_language(interaction), "how_many", count=count))

    return how_many


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Catalogues with one more sentence."""
    folder = tmp_path / "catalogues"
    shutil.copytree(spoken.CATALOGUES, folder)
    assert {path.stem for path in folder.glob("*.po")} == set(WORDS)
    for language, words in WORDS.items():
        with (folder / f"{language}.po").open("a", encoding="utf-8") as file:
            file.write(f'\nmsgid "how_many"\nmsgstr "{words}"\n')
    monkeypatch.setattr(spoken, "CATALOGUES", folder)
    spoken._catalogue.cache_clear()
    yield
    spoken._catalogue.cache_clear()


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command, given to the tree where a cog is made."""
    make = AboutCog.__init__

    def make_with_command(cog: AboutCog, context: BotContext, client: commands.Bot) -> None:
        make(cog, context, client)
        client.tree.add_command(how_many_command())

    monkeypatch.setattr(AboutCog, "__init__", make_with_command)


@pytest.mark.usefixtures("catalogues", "registered")
async def test_a_person_asks_how_many_articles_there_are(
    loopback: LoopbackDiscord, service: ScriptedService, tmp_path: Path
) -> None:
    house = House(loopback, service, tmp_path / "home")
    try:
        await house.start()
        assert await house.slash("how-many", house.ben) == "2 articles."
    finally:
        await house.stop()
