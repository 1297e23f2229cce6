"""The Discord client: it carries the context, and hands what happens to the features' cogs."""

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import discord
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from footnote.bot.discord.about import AboutCog
from footnote.bot.discord.aftermath.upkeep import UpkeepCog
from footnote.bot.discord.aftermath.verdict import FeedbackCog
from footnote.bot.discord.answer_buttons import BUTTONS
from footnote.bot.discord.asking.cog import AskingCog
from footnote.bot.discord.context import BotContext
from footnote.bot.discord.interactions import CommandTranslator, GuardedTree
from footnote.bot.discord.library.cog import LibraryCog
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.settings.cog import SettingsCog
from footnote.bot.discord.settings.panel import PanelMenu
from footnote.bot.discord.teaching.cog import TeachingCog


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


_COMMANDS = "commands"


class _Client(commands.bot.BotBase, discord.Client):
    """What the plain and the sharded client have in common."""

    def __init__(self, context: BotContext, **options: Any) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=GuardedTree,
            intents=intents_of(context.settings),
            guild_ready_timeout=context.settings.guild_ready_timeout_s,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            **options,
        )
        self.context = context
        self.asking = AskingCog(context, self)  # type: ignore[arg-type]
        self.library = LibraryCog(context, self)  # type: ignore[arg-type]
        self.teaching = TeachingCog(context, self)  # type: ignore[arg-type]
        self.was_ready = False
        context.metrics.gauge("gateway_ready", "1 while connected", lambda: float(self.is_ready()))

    async def setup_hook(self) -> None:
        """Prepare cogs, buttons and commands; commands are sent only when they have changed."""
        context = self.context
        await context.load()
        others = (AboutCog, SettingsCog, FeedbackCog, UpkeepCog)
        for cog in (self.asking, self.library, self.teaching, *(c(context, self) for c in others)):  # type: ignore[arg-type]
            await self.add_cog(cog)
        self.add_dynamic_items(*BUTTONS, PanelMenu)
        await self.tree.set_translator(CommandTranslator())
        fingerprint = await self._commands_fingerprint()
        if await context.database.bookmark(_COMMANDS) != fingerprint:
            await self.tree.sync()
            await context.database.set_bookmark(_COMMANDS, fingerprint)

    async def _commands_fingerprint(self) -> int:
        translator = self.tree.translator
        payloads = [
            await command.get_translated_payload(self.tree, translator) if translator else {}
            for command in self.tree.get_commands()
        ]
        described = json.dumps([self.application_id, payloads], sort_keys=True, default=str)
        digest = hashlib.blake2s(described.encode(), digest_size=6).digest()
        return int.from_bytes(digest)

    async def on_message(self, message: discord.Message) -> None:
        """Leave messages to the cogs: there are no commands with a prefix."""

    # --- connection ------------------------------------------------------------------------------

    async def on_ready(self) -> None:
        """Forget servers that left meanwhile, and go on with what an earlier process left."""
        self.was_ready = True
        context = self.context
        context.journal.note("gateway.ready", servers=len(self.guilds))
        if self.guilds:
            known = [guild.id for guild in self.guilds]
            for guild_id in await context.places.forget_all_but(known, context.share.shard):
                context.taught.forget_guild(guild_id)
                context.journal.note("server.forgotten", server=guild_id)
        await self.library.resume()
        await self.teaching.start()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that sent the bot away."""
        await self.context.places.forget_guild(guild.id)
        self.context.taught.forget_guild(guild.id)

    def _disconnected(self, shard: int) -> None:
        self.context.hearing.begin_gap(shard)

    def _resumed(self, shard: int) -> None:
        self.context.metrics.reconnects.inc()
        self.context.hearing.end_gap(shard)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log an error that an event's handler let through."""
        error = sys.exception()
        if error is not None:
            self.context.journal.failure(f"event.{event_method}", error)


class FootnoteClient(_Client):
    """One connection, for everything or for one shard."""

    async def on_ready(self) -> None:
        """Look for what was missed before this session."""
        await super().on_ready()
        self.asking.connected(self.shard_id or 0)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Log in in turn with the processes that have the other shards."""
        await super().before_identify_hook(shard_id, initial=initial)
        if self.context.share.shard.count > 1:
            at_once = 1
            with suppress(discord.GatewayNotFound):
                at_once = (await self.http.get_bot_gateway())[2]["max_concurrency"]
            await self.context.share.login_turn((shard_id or 0) % at_once)

    async def on_disconnect(self) -> None:
        """Remember where the gap begins."""
        self._disconnected(self.shard_id or 0)

    async def on_resumed(self) -> None:
        """Close the gap: Discord has sent again what was missed."""
        self._resumed(self.shard_id or 0)


class ShardedFootnoteClient(_Client, discord.AutoShardedClient):
    """As many connections as Discord recommends; each has gaps of its own."""

    async def on_shard_ready(self, shard_id: int) -> None:
        """Look for what a shard missed before this session of its."""
        self.asking.connected(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Remember where a shard's gap begins."""
        self._disconnected(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Close a shard's gap: Discord has sent again what was missed."""
        self._resumed(shard_id)
