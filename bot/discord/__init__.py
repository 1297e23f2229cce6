"""The Discord front end; importing this package imports neither discord.py nor a model."""

from footnote.bot.discord.options import DiscordSettings

__all__ = ["DiscordSettings"]
