"""The door for questions: who is asking, where, whether they may, and where the answer goes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import discord

from bot.discord.asking.addressing import addressed_text
from bot.discord.asking.branch import branch_before
from bot.discord.asking.desk import Desk
from bot.discord.asking.inquiry import Asker, Inquiry, Place
from bot.discord.asking.outlets import InteractionOutlet, Outlet, ReplyOutlet
from bot.discord.asking.questions import QuestionStore, TakenQuestion
from bot.discord.language import LanguageName, language_of, say
from bot.discord.library.policy import LibraryPolicy
from bot.discord.options import DiscordSettings
from bot.discord.settings.place_settings import PlaceSettings
from bot.discord.settings.places import PlaceStore
from bot.discord.telemetry.metrics import Metrics
from retrieval.question import Filters, Turn


class Reception:
    """Turns what arrives into inquiries; what may not be asked is answered in private."""

    def __init__(
        self,
        *,
        settings: DiscordSettings,
        places: PlaceStore,
        questions: QuestionStore,
        policy: LibraryPolicy,
        desk: Desk,
        metrics: Metrics,
    ) -> None:
        self._settings = settings
        self._places = places
        self._questions = questions
        self._policy = policy
        self._desk = desk
        self._metrics = metrics

    # --- what arrives ----------------------------------------------------------------------------

    async def message(
        self,
        message: discord.Message,
        text: str,
        me: int,
        *,
        posted: discord.PartialMessage | None = None,
        again: bool = False,
        late: bool = False,
    ) -> None:
        """Take a question that a message asks.

        With `again` it was taken by an earlier process, which may have begun the reply `posted`;
        a `late` one was asked while the bot was away, and is spared the limits.
        """
        place = place_of(message.channel)
        taken = TakenQuestion(
            message.id, "message", place.channel_id, place.guild_id, message.author.id
        )
        if not again and not self._questions.take(taken):
            return
        locale = str(message.guild.preferred_locale) if message.guild else None
        inquiry = self._inquiry(message.id, text, place, asker_of(message.author), locale)
        inquiry = replace(
            inquiry,
            asked=message.created_at.astimezone(UTC).date(),
            history=_history(message, me),
        )
        outlet = ReplyOutlet(message.channel, message.author, message, posted)
        await self._admit(inquiry, outlet, message.channel, late=late or again)

    async def interaction(
        self,
        interaction: discord.Interaction,
        text: str,
        *,
        filters: Filters | None = None,
        private: bool = False,
        history: Callable[[], Awaitable[tuple[Turn, ...]]] | None = None,
    ) -> None:
        """Take a question that a command, a context menu or a button asks."""
        channel = interaction.channel
        place = place_of(channel)
        taken = TakenQuestion(
            interaction.id,
            "interaction",
            place.channel_id,
            place.guild_id,
            interaction.user.id,
            private,
            token=interaction.token,
            filters=filters or Filters(),
        )
        if not self._questions.take(taken):
            return
        asker = asker_of(interaction.user)
        inquiry = self._inquiry(interaction.id, text, place, asker, str(interaction.locale))
        inquiry = replace(
            inquiry, filters=filters or Filters(), private=private, shown=False, asked=today()
        )
        if history is not None:
            inquiry = replace(inquiry, history=history)
        await self._admit(inquiry, InteractionOutlet(interaction, private=private), channel)

    async def resumed(self, taken: TakenQuestion, text: str, outlet: Outlet) -> None:
        """Take up a command's question again that an earlier process left open."""
        place = Place(taken.guild_id, (taken.channel_id,))
        inquiry = self._inquiry(taken.id, text, place, Asker(taken.asker_id), None)
        inquiry = replace(
            inquiry, filters=taken.filters, private=taken.private, shown=False, asked=today()
        )
        await self._desk.room()
        await self._desk.take(inquiry, outlet)

    def addressed(self, message: discord.Message, me: int) -> str | None:
        """Return the question a message asks the bot, None when it does not address it."""
        wanted = self.settings_at(place_of(message.channel)).forum_posts is True
        return addressed_text(message, me, forum_posts=wanted)

    # --- what is decided -------------------------------------------------------------------------

    def settings_at(self, place: Place) -> PlaceSettings:
        """Return the operators' settings in force at a place."""
        return self._places.effective(place.guild_id, place.channel_ids)

    def library_at(self, place: Place) -> str | None:
        """Return the library asked from a place."""
        return self._policy.of(place.guild_id, self.settings_at(place))

    def language_at(self, place: Place, locale: str | None) -> LanguageName:
        """Return the language to speak at a place with someone of a locale."""
        set_here = self.settings_at(place).language
        return set_here or language_of(locale, self._settings.language)

    def may_operate(self, interaction: discord.Interaction) -> bool:
        """Return whether someone may run the library and the settings of their server."""
        if interaction.guild_id is None:
            return False
        asker = asker_of(interaction.user)
        role = self._places.of(interaction.guild_id).operator_role
        return interaction.permissions.manage_guild or asker.manager or role in asker.roles

    def _inquiry(
        self, question_id: int, text: str, place: Place, asker: Asker, locale: str | None
    ) -> Inquiry:
        return Inquiry(
            id=question_id,
            text=text,
            place=place,
            asker=asker,
            asked=today(),
            settings=self.settings_at(place),
            library=self.library_at(place) or "",
            language=self.language_at(place, locale),
        )

    async def _admit(
        self, inquiry: Inquiry, outlet: Outlet, channel: object, *, late: bool = False
    ) -> None:
        if late:
            await self._desk.room()
        refusal = self._not_permitted(inquiry)
        if refusal is None and not late:
            refusal = self._desk.turned_away(inquiry)
        if refusal is not None:
            self._questions.close(inquiry.id, "failed")
            self._metrics.count("turned_away")
            await outlet.tell(refusal)
            return
        await self._desk.take(inquiry, outlet, channel)

    def _not_permitted(self, inquiry: Inquiry) -> str | None:
        language, settings, asker = inquiry.language, inquiry.settings, inquiry.asker
        if not inquiry.library:
            return say(language, "no_direct")
        if settings.enabled is False:
            return say(language, "switched_off")
        role = settings.ask_role
        if role is not None and role not in asker.roles and not asker.manager:
            return say(language, "not_allowed")
        if not inquiry.text:
            return say(language, "no_question")
        limit = self._settings.question_max_chars
        if len(inquiry.text) > limit:
            return say(language, "question_too_long", length=len(inquiry.text), limit=limit)
        return None


def place_of(channel: object) -> Place:
    """Return the place a channel is."""
    if isinstance(channel, discord.Thread):
        return Place(channel.guild.id, (channel.id, channel.parent_id))
    if isinstance(channel, discord.abc.GuildChannel):
        return Place(channel.guild.id, (channel.id,))
    return Place(None, (getattr(channel, "id", 0),))


def asker_of(user: discord.User | discord.Member) -> Asker:
    """Return who someone is where they ask."""
    if not isinstance(user, discord.Member):
        return Asker(user.id)
    manager = user.guild_permissions.manage_guild or user.guild.owner_id == user.id
    return Asker(user.id, frozenset(role.id for role in user.roles), manager)


def today() -> date:
    """Return today's date in UTC."""
    return datetime.now(UTC).date()


def _history(message: discord.Message, me: int) -> Callable[[], Awaitable[tuple[Turn, ...]]]:
    async def read() -> tuple[Turn, ...]:
        return await branch_before(message, me)

    return read
