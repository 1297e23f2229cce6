"""What cogs and buttons work with, opened once and carried by the client."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import discord

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.aftermath.feedback import FeedbackStore
from footnote.bot.discord.aftermath.posted import PostedStore
from footnote.bot.discord.asking.catching_up import Hearing
from footnote.bot.discord.asking.desk import Desk
from footnote.bot.discord.asking.job import Rests
from footnote.bot.discord.asking.listening import Listening
from footnote.bot.discord.asking.patience import PrivateWord
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.asking.reception import Reception
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.language import LanguageName
from footnote.bot.discord.library.additions import Additions
from footnote.bot.discord.library.policy import LibraryPolicy
from footnote.bot.discord.monitoring import Metrics
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.places import Placing, place_of
from footnote.bot.discord.settings.place_settings import PlaceStore
from footnote.bot.discord.state import Share, StateDatabase
from footnote.bot.discord.teaching.gaps import GapStore
from footnote.bot.discord.teaching.store import TeachingStore


@dataclass(frozen=True)
class BotContext:
    """The parts of a running bot; `inbox` is where files for libraries are kept until read."""

    settings: DiscordSettings
    inbox: Path
    service: AnswerService
    database: StateDatabase
    share: Share
    places: PlaceStore
    placing: Placing
    questions: QuestionStore
    posted: PostedStore
    feedback: FeedbackStore
    gaps: GapStore
    taught: TeachingStore
    policy: LibraryPolicy
    hearing: Hearing
    listening: Listening
    words: PrivateWord
    rests: Rests
    desk: Desk
    reception: Reception
    additions: Additions
    journal: Journal
    metrics: Metrics

    async def load(self) -> None:
        """Read what an earlier process left in the store."""
        await self.places.load()
        await self.hearing.load()
        await self.taught.load(self.share.shard)

    def language_of(self, interaction: discord.Interaction[Any]) -> LanguageName:
        """Return the language to answer an interaction in."""
        return self.reception.language_at(place_of(interaction), str(interaction.locale))


class HasContext(Protocol):
    """A client that carries the context."""

    context: BotContext


def context_of(interaction: discord.Interaction[Any]) -> BotContext:
    """Return the context of the client an interaction came through."""
    return cast("HasContext", interaction.client).context


def spoken_language(interaction: discord.Interaction[Any]) -> LanguageName:
    """Return the language to answer an interaction in."""
    return context_of(interaction).language_of(interaction)


async def tell(interaction: discord.Interaction[Any], text: str, **more: Any) -> None:
    """Say something to the one who acted, and to nobody else."""
    send = (
        interaction.followup.send
        if interaction.response.is_done()
        else interaction.response.send_message
    )
    await send(
        text,
        ephemeral=True,
        suppress_embeds=True,
        allowed_mentions=discord.AllowedMentions.none(),
        **more,
    )
