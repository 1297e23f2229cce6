"""Channels that are sources: their messages are articles, and stay in step with the library."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator

import discord

from footnote.bot.discord.asking.patience import patiently
from footnote.bot.discord.context import BotContext
from footnote.bot.discord.teaching.store import Source
from footnote.bot.discord.teaching.teacher import Lesson, Teacher, lesson_of

_AT_ONCE = 50
_MOST_OF_A_POST = 60
_RETRY_S = 5.0
_KINDS = (discord.MessageType.default, discord.MessageType.reply)
Message = discord.Message


class Sources:
    """Keeps libraries like channels: live, and once over everything after a start.

    What happens in a channel waits in one place and is done in order, many messages at a time: a
    deletion that comes while its message is being written follows it.
    """

    def __init__(self, client: discord.Client, context: BotContext, teacher: Teacher) -> None:
        self._client = client
        self._store = context.taught
        self._policy = context.policy
        self._teacher = teacher
        self._journal = context.journal
        self._waiting: defaultdict[int, dict[int, Lesson | None]] = defaultdict(dict)
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._reading: dict[int, asyncio.Task[None]] = {}

    # --- what happens ----------------------------------------------------------------------------

    async def heard(self, message: Message) -> None:
        """Take a new or edited message of a source into its library."""
        source = self._of(message.channel)
        if source is None or message.guild is None:
            return
        if isinstance(message.channel, discord.Thread):
            await self._post_changed(message.channel, source)
        elif _is_article(message, self._client):
            self._put(source, message.id, lesson_of(message, from_source=True))
        elif message.edited_at is not None:
            self._put(source, message.id, None)

    async def deleted(self, message_ids: list[int], channel_id: int) -> None:
        """Delete the articles of messages that are gone; of a post, write what is left of it."""
        source = self._store.sources.get(channel_id)
        if source is not None:
            for message_id in message_ids:
                self._put(source, message_id, None)
            return
        channel = self._client.get_channel(channel_id)
        around = self._of(channel)
        if around is None or not isinstance(channel, discord.Thread):
            return
        if channel.id in message_ids:
            self._put(around, channel.id, None)
        else:
            await self._post_changed(channel, around)

    async def post_changed(self, thread: discord.Thread) -> None:
        """Look at a post of a forum again: its tags, its title, its messages."""
        source = self._of(thread)
        if source is not None:
            await self._post_changed(thread, source)

    def post_deleted(self, thread_id: int, forum_id: int) -> None:
        """Delete the article of a post that is gone."""
        source = self._store.sources.get(forum_id)
        if source is not None:
            self._put(source, thread_id, None)

    # --- everything ------------------------------------------------------------------------------

    def read_all(self) -> None:
        """Bring every source of a server that is let in in step, in the background."""
        for source in list(self._store.sources.values()):
            if self._policy.admitted(source.guild_id):
                self.read(source)

    def read(self, source: Source) -> None:
        """Bring one source in step, in the background."""
        running = self._reading.get(source.channel_id)
        if running is None or running.done():
            self._reading[source.channel_id] = asyncio.create_task(self._read(source))

    async def settled(self) -> None:
        """Wait until everything that waits is done."""
        while tasks := [
            t for t in (*self._reading.values(), *self._workers.values()) if not t.done()
        ]:
            await asyncio.wait(tasks)

    async def stop(self) -> None:
        """Stop; the next start brings everything in step."""
        tasks = [*self._reading.values(), *self._workers.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _read(self, source: Source) -> None:
        try:
            channel = self._client.get_channel(source.channel_id)
            if channel is None:
                channel = await patiently(lambda: self._client.fetch_channel(source.channel_id))
            known = await self._store.of_channel(source.channel_id)
            there: set[int] = set()
            async for lesson in self._lessons(channel, source):
                there.add(lesson.message_id)
                before = known.get(lesson.message_id)
                if before is None or before.version != lesson.version:
                    self._put(source, lesson.message_id, lesson, newer=False)
            for message_id in known.keys() - there:
                self._put(source, message_id, None, newer=False)
            self._journal.note("source.read", channel=source.channel_id, messages=len(there))
        except discord.NotFound:
            for message_id in await self._store.of_channel(source.channel_id):
                self._put(source, message_id, None)
            await self._store.remove_source(source.channel_id)
        except Exception as error:  # noqa: BLE001 - a task nobody awaits must not end in silence
            self._journal.failure("source.unreadable", error, channel=source.channel_id)

    async def _lessons(self, channel: object, source: Source) -> AsyncIterator[Lesson]:
        if isinstance(channel, discord.ForumChannel):
            archived = [thread async for thread in channel.archived_threads(limit=None)]
            for thread in (*channel.threads, *archived):
                lesson = await self._post(thread, source)
                if lesson is not None:
                    yield lesson
        elif isinstance(channel, discord.TextChannel | discord.Thread):
            async for message in channel.history(limit=None, oldest_first=True):
                if _is_article(message, self._client):
                    yield lesson_of(message, from_source=True)

    # --- posts of forums -------------------------------------------------------------------------

    async def _post_changed(self, thread: discord.Thread, source: Source) -> None:
        try:
            self._put(source, thread.id, await self._post(thread, source))
        except discord.HTTPException as error:
            self._journal.failure("source.unreadable", error, channel=thread.id)

    async def _post(self, thread: discord.Thread, source: Source) -> Lesson | None:
        """Return a post with the tag of its source as one lesson: what was asked and answered."""
        wanted = source.tag.casefold()
        if wanted and all(tag.name.casefold() != wanted for tag in thread.applied_tags):
            return None
        said = [
            message
            async for message in thread.history(limit=_MOST_OF_A_POST, oldest_first=True)
            if _is_article(message, self._client)
        ]
        if not said or said[0].id != thread.id:
            return None
        text = "\n\n".join(message.content.strip() for message in said)
        return lesson_of(
            said[0], title=thread.name, text=text, channel_id=source.channel_id, from_source=True
        )

    def _of(self, channel: object) -> Source | None:
        """Return the source that a channel or a post belongs to, in a server that is let in."""
        channel_id = getattr(channel, "id", 0)
        if isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel):
            channel_id = channel.parent_id
        found = self._store.sources.get(channel_id)
        return found if found is not None and self._policy.admitted(found.guild_id) else None

    # --- writing ---------------------------------------------------------------------------------

    def _put(
        self, source: Source, message_id: int, lesson: Lesson | None, *, newer: bool = True
    ) -> None:
        """Let a message be written, or deleted for None; what history says never beats an event."""
        waiting = self._waiting[source.channel_id]
        if newer:
            waiting[message_id] = lesson
        else:
            waiting.setdefault(message_id, lesson)
        running = self._workers.get(source.channel_id)
        if running is None or running.done():
            self._workers[source.channel_id] = asyncio.create_task(self._work(source))

    async def _work(self, source: Source) -> None:
        waiting = self._waiting[source.channel_id]
        while waiting:
            batch = dict(list(waiting.items())[:_AT_ONCE])
            for message_id in batch:
                del waiting[message_id]
            try:
                lessons = [lesson for lesson in batch.values() if lesson is not None]
                await self._teacher.teach(source.library, lessons)
                await self._teacher.withdraw([m for m, lesson in batch.items() if lesson is None])
            except Exception as error:  # noqa: BLE001 - whatever it is, the channel must stay in step
                self._journal.failure("source.unwritten", error, channel=source.channel_id)
                for message_id, lesson in batch.items():
                    waiting.setdefault(message_id, lesson)
                await asyncio.sleep(_RETRY_S)


def _is_article(message: Message, client: discord.Client) -> bool:
    mine = client.user is not None and message.author.id == client.user.id
    return message.type in _KINDS and bool(message.content.strip()) and not mine
