"""The Discord front end; importing this package imports neither discord.py nor a model."""

from bot.discord.options import DiscordSettings

__all__ = ["DiscordSettings"]
