"""Messages into articles and out again, each step so that a crash leaves nothing behind."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from hashlib import blake2s
from typing import Any, Self

import discord

from footnote.bot.answering_service import GivenArticle
from footnote.bot.discord.context import BotContext, context_of, spoken_language, tell
from footnote.bot.discord.interactions import KeptButton, guarded
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.rendering.markup import shorten
from footnote.bot.discord.teaching.store import Taught
from footnote.retrieval.errors import LibraryMissing

_LONGEST_TITLE = 90
LINK = "https://discord.com/channels/{guild}/{channel}/{message}"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message, or a whole post, as it is to stand in a library."""

    message_id: int
    channel_id: int
    guild_id: int
    author_id: int
    article: GivenArticle
    from_source: bool

    @property
    def version(self) -> str:
        """What changes with the words."""
        words = f"{self.article.title}\n{self.article.text}"
        return blake2s(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def lesson_of(
    message: discord.Message,
    *,
    title: str | None = None,
    text: str | None = None,
    channel_id: int | None = None,
    from_source: bool,
) -> Lesson:
    """Return a message as a lesson: author, date and link kept, its first line the title.

    `channel_id` is that of the source it belongs to, for a post of a forum. The author's id is
    kept only of a message that an operator chose: its author is told, and may take it back.
    """
    guild_id = message.guild.id if message.guild is not None else 0
    said = text if text is not None else message.content
    first = next((line for line in said.splitlines() if line.strip()), "")
    link = LINK.format(guild=guild_id, channel=message.channel.id, message=message.id)
    article = GivenArticle(
        title=shorten(title or first.strip("#*_ "), _LONGEST_TITLE),
        text=said,
        url=link,
        published=message.created_at.astimezone(UTC).date(),
        source=f"#{getattr(message.channel, 'name', '')}",
        author=message.author.display_name,
    )
    return Lesson(
        message.id,
        channel_id or message.channel.id,
        guild_id,
        0 if from_source else message.author.id,
        article,
        from_source,
    )


class Teacher:
    """Writes lessons into libraries and takes them out; `learnt` hears which libraries grew."""

    def __init__(self, context: BotContext) -> None:
        self._service = context.service
        self._store = context.taught
        self._metrics = context.metrics
        self._journal = context.journal
        self._most = context.settings.articles_per_server
        self.learnt: Callable[[str], None] | None = None

    async def teach(self, library: str, lessons: Sequence[Lesson]) -> list[str | None]:
        """Make articles of lessons; returns their ids, None without text and where it is full.

        They are noted before they are written: whatever a crash leaves in the library is known.
        """
        if not lessons:
            return []
        known = {
            one.message_id: one
            for one in await self._store.get([lesson.message_id for lesson in lessons])
        }
        taken = await self._fitting(library, lessons, known)
        if len(taken) < len(lessons):
            self._journal.note("library.full", library=library, left=len(lessons) - len(taken))
        if not taken:
            return [None] * len(lessons)
        begun = [self._noted(library, lesson, "") for lesson in taken]
        await self._store.put(
            [
                replace(one, article_id=known[one.message_id].article_id, version="")
                if one.message_id in known
                else replace(one, version="")
                for one in begun
            ]
        )
        ids = await self._service.take(library, [lesson.article for lesson in taken])
        kept = [
            replace(one, article_id=article_id)
            for one, article_id in zip(begun, ids, strict=True)
            if article_id is not None
        ]
        await self._store.put(kept)
        empty = [one.message_id for one, name in zip(begun, ids, strict=True) if name is None]
        await self.withdraw(empty)
        self._metrics.taught.inc(len(kept))
        if kept and self.learnt is not None:
            self.learnt(library)
        made = {one.message_id: name for one, name in zip(begun, ids, strict=True)}
        return [made.get(lesson.message_id) for lesson in lessons]

    async def room(self, library: str) -> int:
        """Return how many more articles a library may hold."""
        try:
            return self._most - (await self._service.status(library)).articles
        except LibraryMissing:
            return self._most

    async def _fitting(
        self, library: str, lessons: Sequence[Lesson], known: Collection[int]
    ) -> list[Lesson]:
        """Return the lessons there is room for: those that are articles already, and some more."""
        room = await self.room(library)
        taken = []
        for lesson in lessons:
            if lesson.message_id not in known:
                room -= 1
                if room < 0:
                    continue
            taken.append(lesson)
        return taken

    async def withdraw(self, message_ids: Sequence[int]) -> int:
        """Delete the articles that messages are; returns how many messages were any."""
        taught = await self._store.get(message_ids)
        by_library: defaultdict[str, list[Taught]] = defaultdict(list)
        for one in taught:
            by_library[one.library].append(one)
        for library, gone in by_library.items():
            names = [one.article_id for one in gone if one.article_id]
            links = {link for one in gone if not one.article_id for link in _links(one)}
            try:
                if links:  # a crash kept their ids from being noted
                    heads = await self._service.articles(library)
                    names += [head.id for head in heads if head.url in links]
                if names:
                    await self._service.forget(library, names)
            except LibraryMissing:  # nothing of it is left to be deleted
                pass
        await self._store.delete([one.message_id for one in taught])
        return len(taught)

    def _noted(self, library: str, lesson: Lesson, article_id: str) -> Taught:
        return Taught(
            lesson.message_id,
            lesson.channel_id,
            lesson.guild_id,
            lesson.author_id,
            library,
            article_id,
            lesson.version,
            lesson.from_source,
        )


def _links(taught: Taught) -> tuple[str, str]:
    """Return where a message may stand: in its channel, or as the first of a post of its id."""
    ids = {"guild": taught.guild_id, "message": taught.message_id}
    return (
        LINK.format(channel=taught.channel_id, **ids),
        LINK.format(channel=taught.message_id, **ids),
    )


class TakeBackButton(
    KeptButton,
    template=r"take-back:(?P<message>\d+)",
):
    """Deletes the article of a message, for its author."""

    def __init__(self, message_id: int, language: LanguageName) -> None:
        self.message_id = message_id
        super().__init__(
            f"take-back:{message_id}",
            label=say(language, "take_back_button"),
            style=discord.ButtonStyle.danger,
        )

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        return cls(int(match["message"]), "en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Delete the article; nobody but the author may."""
        context, language = context_of(interaction), spoken_language(interaction)
        taught = await context.taught.get([self.message_id])
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not any(one.author_id == interaction.user.id for one in taught):
            await tell(interaction, say(language, "take_back_gone"))
            return
        await Teacher(context).withdraw([self.message_id])
        context.journal.note("library.taken_back", message=self.message_id)
        await tell(interaction, say(language, "take_back_done"))
