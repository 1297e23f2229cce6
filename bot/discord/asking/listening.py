"""What a message asks the bot: its own words, or those it hangs on."""

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass

import discord
from discord.abc import Messageable

from footnote.bot.discord.asking.addressing import (
    calls,
    is_spoken,
    is_unseen_call,
    opens_a_post,
    replied_to,
    speaks_to_others,
    words_of,
)
from footnote.bot.discord.asking.branch import starter_of
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.rendering.markup import shorten
from footnote.bot.discord.settings.place_settings import PlaceSettings, PlaceStore
from footnote.retrieval.conversation.small_talk import what_is_asked

_ANCHOR = "When was the lighthouse built?"
_TEXT_TYPES = ("text/", "application/json")
_TEXT_NAMES = (".txt", ".md", ".log", ".csv", ".json")
_LARGEST_FILE = 64 * 1024
_MOST_THREADS = 5_000
_LOOKBACK = 20


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that speaks to the bot.

    `talk` tells that it asks nothing: a greeting, thanks, a call without a question. `about` is
    what it hangs on where it asks something of its own. `unread` says what kept it from being
    read: the key of a sentence. `called` tells that the bot was spoken to expressly.
    """

    text: str
    called: bool = True
    talk: bool = False
    about: str = ""
    unread: str | None = None


def is_talk(text: str) -> bool:
    """Return whether words add nothing to a question they stand beside: a call, thanks, a sign."""
    return not text.strip() or what_is_asked(f"{_ANCHOR}\n{text}") == _ANCHOR


class Listening:
    """Hears which messages are meant for the bot, and reads what they point at."""

    def __init__(self, questions: QuestionStore, *, limit: int, sees_content: bool) -> None:
        self._questions = questions
        self._limit = limit
        self._sees_content = sees_content
        self._own_threads: OrderedDict[int, bool] = OrderedDict()

    def may_concern(self, message: discord.Message, me: int, places: PlaceStore) -> bool:
        """Return whether a message may be meant for the bot, at no cost: most are not."""
        if not is_spoken(message):
            return False
        if calls(message, me):
            return True
        guild_id = message.guild.id if message.guild is not None else None
        if guild_id is None or not message.content:
            return False
        return isinstance(message.channel, discord.Thread) or places.listens(guild_id)

    async def hear(
        self, message: discord.Message, me: int, settings: PlaceSettings
    ) -> Heard | None:
        """Return what a message asks; None when it does not speak to the bot."""
        if not is_spoken(message):
            return None
        if calls(message, me):
            return await self._called(message, me)
        words = words_of(message, me)
        if opens_a_post(message):
            title = getattr(message.channel, "name", "")
            wanted = settings.forum_posts is True
            return Heard(f"{title}\n{words}".strip(), called=False) if wanted else None
        if (
            not words
            or speaks_to_others(message, me)
            or not await self._is_asked(message, me, settings)
        ):
            return None
        return None if is_talk(words) else Heard(words, called=False)

    async def _is_asked(self, message: discord.Message, me: int, settings: PlaceSettings) -> bool:
        """Return whether every message is a question here: by setting, or below an answer."""
        channel = message.channel
        if not isinstance(channel, discord.Thread):
            return settings.ask_channel is True
        if channel.id not in self._own_threads:
            try:
                found = await self._questions.is_answer(channel.id)
            except sqlite3.Error:  # a broken file costs memory, never a question
                starter = await starter_of(channel)
                return starter is not None and starter.author.id == me
            self._own_threads[channel.id] = found or channel.owner_id == message.guild.me.id  # type: ignore[union-attr]
            while len(self._own_threads) > _MOST_THREADS:
                self._own_threads.popitem(last=False)
        return self._own_threads[channel.id]

    async def _called(self, message: discord.Message, me: int) -> Heard:
        if is_unseen_call(message) and not self._sees_content:
            return Heard("", unread="role_unread")
        words = words_of(message, me)
        attached = await self._attached(message)
        if attached is not None:
            text = attached if is_talk(words) else f"{attached}\n{words}"
            return Heard(shorten(text, self._limit))
        if not words and message.attachments:
            return Heard("", unread="attachment_unread")
        replied = replied_to(message)
        if replied is not None and replied.author.id == me:
            return Heard(words, talk=is_talk(words))
        before = await self._hangs_on(message, me, open_questions=is_talk(words))
        if not is_talk(words):
            return Heard(words, about=before or "")
        if before:
            return Heard(shorten(before, self._limit))
        if message.reference is not None and before == "" and not self._sees_content:
            return Heard("", unread="reply_unread")
        return Heard(words, talk=True)

    async def _hangs_on(
        self, message: discord.Message, me: int, *, open_questions: bool
    ) -> str | None:
        """Return the words of the message that one replies to, or of its thread; None without.

        With `open_questions` a later question of the thread comes before what opened it.
        """
        if message.reference is not None and message.reference.message_id is not None:
            replied = replied_to(message) or await _fetch(
                message.channel, message.reference.message_id
            )
            return words_of(replied, me) if replied is not None else None
        if not isinstance(message.channel, discord.Thread):
            return None
        thread = message.channel
        found = await self._open_question(thread, message, me) if open_questions else None
        return found or await self._opening(thread, me)

    async def _open_question(
        self, thread: discord.Thread, before: discord.Message, me: int
    ) -> str | None:
        """Return the newest question of a thread that the bot has not answered."""
        try:
            earlier = [m async for m in thread.history(limit=_LOOKBACK, before=before)]
        except discord.HTTPException:
            earlier = []
        for message in earlier:
            if message.author.id == me:
                break
            words = words_of(message, me)
            if "?" in words and not is_talk(words) and message.id != thread.id:
                return words
        return None

    async def _opening(self, thread: discord.Thread, me: int) -> str | None:
        """Return what a thread was opened with, unless that is an answer of the bot's."""
        starter = await starter_of(thread)
        if starter is not None and starter.author.id == me:
            return None
        said = words_of(starter, me) if starter is not None else ""
        is_post = starter is not None and starter.channel.id == thread.id
        return f"{thread.name}\n{said}".strip() if is_post else said or None

    async def _attached(self, message: discord.Message) -> str | None:
        """Return the text of the first text file of a message: Discord makes one of a long one."""
        for attachment in message.attachments:
            kind, name = attachment.content_type or "", attachment.filename.lower()
            if not (kind.startswith(_TEXT_TYPES) or name.endswith(_TEXT_NAMES)):
                continue
            if attachment.size > _LARGEST_FILE:
                continue
            try:
                content = await attachment.read()
            except discord.HTTPException:
                continue
            text = content.decode("utf-8", "replace").strip()
            if text:
                return text
        return None


async def _fetch(channel: Messageable, message_id: int) -> discord.Message | None:
    try:
        return await channel.fetch_message(message_id)
    except discord.HTTPException:
        return None
