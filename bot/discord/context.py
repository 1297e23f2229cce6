"""What commands and buttons work with, opened once and carried by the client."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

import discord

from bot.answering_service import AnswerService
from bot.discord.asking.desk import Desk
from bot.discord.asking.questions import QuestionStore
from bot.discord.asking.reception import Reception, place_of
from bot.discord.corrections.posted import PostedStore
from bot.discord.database import Database
from bot.discord.feedback.store import FeedbackStore
from bot.discord.language import LanguageName
from bot.discord.library.policy import LibraryPolicy
from bot.discord.options import DiscordSettings
from bot.discord.settings.places import PlaceStore
from bot.discord.telemetry.journal import Journal
from bot.discord.telemetry.metrics import Metrics


@dataclass(frozen=True)
class BotContext:
    """The parts of a running bot.

    `inbox` is where attachments for libraries are kept while they are read; whoever puts some
    there holds `inbox_turn`, since two files of one name have one place.
    """

    settings: DiscordSettings
    inbox: Path
    service: AnswerService
    database: Database
    places: PlaceStore
    questions: QuestionStore
    posted: PostedStore
    feedback: FeedbackStore
    policy: LibraryPolicy
    desk: Desk
    reception: Reception
    journal: Journal
    metrics: Metrics
    inbox_turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class HasContext(Protocol):
    """A client that carries the context."""

    context: BotContext


def context_of(interaction: discord.Interaction) -> BotContext:
    """Return the context of the client an interaction came through."""
    return cast("HasContext", interaction.client).context


def spoken_language(interaction: discord.Interaction) -> LanguageName:
    """Return the language to answer an interaction in."""
    place = place_of(interaction.channel)
    return context_of(interaction).reception.language_at(place, str(interaction.locale))


async def tell(interaction: discord.Interaction, text: str) -> None:
    """Say something to the one who acted, and to nobody else."""
    mentions = discord.AllowedMentions.none()
    if interaction.response.is_done():
        await interaction.followup.send(
            text, ephemeral=True, suppress_embeds=True, allowed_mentions=mentions
        )
    else:
        await interaction.response.send_message(
            text, ephemeral=True, suppress_embeds=True, allowed_mentions=mentions
        )
