"""Which Discord the client talks to; tests point it at a loopback server with these settings."""

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord.settings import DiscordSettings


def apply_endpoints(settings: DiscordSettings) -> None:
    """Point discord.py at the endpoints of the settings; they hold for the whole process."""
    if settings.rest_base is not None:
        Route.BASE = settings.rest_base
    if settings.gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)


def intents_of(settings: DiscordSettings) -> discord.Intents:
    """Return the least the bot needs to hear."""
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    intents.message_content = settings.message_content
    return intents
