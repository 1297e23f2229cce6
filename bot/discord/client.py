"""The Discord client: what it hears and whom it hands it to."""

import asyncio
import hashlib
import json
import time
from typing import Any

import discord

from bot.discord.answer_buttons import BUTTONS
from bot.discord.asking.catching_up import SEEN, me_of, missed_messages, resume_pending
from bot.discord.command_tree import add_commands
from bot.discord.context import BotContext
from bot.discord.endpoints import intents_of
from bot.discord.guard import GuardedTree
from bot.discord.language.translator import CommandTranslator

_COMMANDS = "commands"
_NOTED_EVERY_S = 5.0


class _Hearing(discord.Client):
    """What the plain and the sharded client have in common.

    `seen` is the newest message heard. While the connection is broken, `_gap` is the newest one
    heard before: a new session looks for missed questions from there on.
    """

    def __init__(self, context: BotContext, **options: Any) -> None:
        super().__init__(
            intents=intents_of(context.settings),
            guild_ready_timeout=context.settings.guild_ready_timeout_s,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            **options,
        )
        self.context = context
        self.tree = GuardedTree(self)
        add_commands(self.tree)
        self._seen = context.database.bookmark(SEEN) or 0
        self._gap: int | None = self._seen or None
        self._noted_at = 0.0
        self._resumed_pending = False
        self._catching_up: asyncio.Task[None] | None = None
        self.was_ready = False
        context.metrics.gauge("gateway_ready", "1 while connected", lambda: float(self.is_ready()))

    async def setup_hook(self) -> None:
        """Prepare buttons and commands; the commands are sent only when they have changed."""
        self.add_dynamic_items(*BUTTONS)
        await self.tree.set_translator(CommandTranslator())
        fingerprint = await self._commands_fingerprint()
        if self.context.database.bookmark(_COMMANDS) != fingerprint:
            await self.tree.sync()
            self.context.database.set_bookmark(_COMMANDS, fingerprint)

    async def _commands_fingerprint(self) -> int:
        translator = self.tree.translator
        payloads = [
            await command.get_translated_payload(self.tree, translator) if translator else {}
            for command in self.tree.get_commands()
        ]
        described = json.dumps([self.application_id, payloads], sort_keys=True, default=str)
        digest = hashlib.blake2s(described.encode(), digest_size=6).digest()
        return int.from_bytes(digest)

    # --- messages --------------------------------------------------------------------------------

    async def on_message(self, message: discord.Message) -> None:
        """Hear a message; answer when it addresses the bot."""
        self._hear(message.id)
        await self._consider(message, late=False)

    async def _consider(self, message: discord.Message, *, late: bool) -> None:
        reception = self.context.reception
        me = me_of(self)
        text = reception.addressed(message, me)
        if text is not None:
            await reception.message(message, text, me, late=late)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Stop the work on a question that was deleted."""
        self.context.desk.withdraw(payload.message_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Stop the work on questions that were deleted."""
        for message_id in payload.message_ids:
            self.context.desk.withdraw(message_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that sent the bot away."""
        self.context.places.forget_guild(guild.id)

    # --- connection ------------------------------------------------------------------------------

    async def on_disconnect(self) -> None:
        """Remember where the gap begins."""
        self.mark_gap()

    def mark_gap(self) -> None:
        """Remember the newest message heard, unless a gap is open already."""
        if self._gap is None and self._seen:
            self._gap = self._seen

    async def on_resumed(self) -> None:
        """Close the gap: Discord has sent again what was missed."""
        self.context.metrics.count("reconnects")
        self._gap = None

    async def on_ready(self) -> None:
        """Look for what was missed before this session."""
        self.was_ready = True
        self.context.journal.note("gateway.ready", servers=len(self.guilds))
        if self._catching_up is None or self._catching_up.done():
            self._catching_up = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        context = self.context
        try:
            if not self._resumed_pending:
                self._resumed_pending = True
                await resume_pending(self, context)
            if self._gap is not None and context.settings.catch_up_minutes:
                async for message in missed_messages(self, context, self._gap):
                    await self._consider(message, late=True)
            self._gap = None
        except Exception as error:  # noqa: BLE001 - a task nobody awaits must not end in silence
            context.journal.failure("catch_up.failed", error)
        if not self._seen:
            self._hear(discord.utils.time_snowflake(discord.utils.utcnow()))

    def _hear(self, message_id: int) -> None:
        self._seen = max(self._seen, message_id)
        now = time.monotonic()
        if self._gap is None and now - self._noted_at > _NOTED_EVERY_S:
            self._noted_at = now
            self.note_seen()

    def note_seen(self) -> None:
        """Store how far the bot has heard."""
        seen = self._seen if self._gap is None else self._gap
        if seen:
            self.context.database.set_bookmark(SEEN, seen)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log an error that an event's handler let through."""
        import sys

        error = sys.exception()
        if error is not None:
            self.context.journal.failure(f"event.{event_method}", error)


class FootnoteClient(_Hearing):
    """One connection for everything."""


class ShardedFootnoteClient(_Hearing, discord.AutoShardedClient):
    """As many connections as Discord recommends."""
