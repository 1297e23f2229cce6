"""Which Discord the client talks to; tests point it at a loopback server with these settings."""

from collections.abc import Iterator
from contextlib import contextmanager

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from footnote.bot.discord.options import DiscordSettings


@contextmanager
def endpoints(settings: DiscordSettings) -> Iterator[None]:
    """Point discord.py, in the whole process, at the endpoints of the settings for a while."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    if settings.rest_base is not None:
        Route.BASE = settings.rest_base
    if settings.gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


def intents_of(settings: DiscordSettings) -> discord.Intents:
    """Return the least the bot needs to hear."""
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    intents.message_content = settings.message_content
    return intents
