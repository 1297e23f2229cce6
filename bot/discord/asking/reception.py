"""The door for questions: who is asking, where, whether they may, and where the answer goes."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import discord
from discord.abc import Messageable

from footnote.bot.discord.asking.branch import branch_before
from footnote.bot.discord.asking.desk import Desk
from footnote.bot.discord.asking.inquiry import Asker, Inquiry, TakenQuestion
from footnote.bot.discord.asking.interaction_outlet import InteractionOutlet
from footnote.bot.discord.asking.listening import Heard
from footnote.bot.discord.asking.outlets import Outlet, QuietOutlet, ReplyOutlet
from footnote.bot.discord.asking.patience import UNREACHABLE, PrivateWord
from footnote.bot.discord.asking.place_rules import Once, PlaceRules, RateLimit, asker_of
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.language import say
from footnote.bot.discord.library.policy import LibraryPolicy
from footnote.bot.discord.monitoring import Metrics
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.places import Place, place_of
from footnote.bot.discord.rendering.markup import shorten
from footnote.bot.discord.settings.place_settings import PlaceStore
from footnote.bot.discord.state import STORE_FAILED
from footnote.retrieval.question import Filters, Turn

_TEXTS_REMEMBERED = 5_000
_MINUTE_S = 60.0


class Reception(PlaceRules):
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
        journal: Journal,
        words: PrivateWord,
    ) -> None:
        super().__init__(settings, places, questions, policy, journal)
        self._desk = desk
        self._metrics = metrics
        self._words = words
        self._texts: OrderedDict[int, str] = OrderedDict()
        # What was asked while the bot was away counts by the time it was asked at.
        self._late_at = 0.0
        self._late_people = RateLimit(
            settings.questions_per_user_per_minute, clock=lambda: self._late_at
        )
        self._late_told = Once(_MINUTE_S)

    # --- what arrives ----------------------------------------------------------------------------

    async def message(
        self,
        message: discord.Message,
        heard: Heard,
        place: Place,
        me: int,
        *,
        posted: ReplyOutlet | None = None,
        again: bool = False,
        late: bool = False,
        edited: bool = False,
    ) -> None:
        """Take a question that a message asks.

        With `again` it was taken before, and `posted` may hold the reply begun then, or given when
        it is `edited`; a `late` one was asked while the bot was away. What an earlier process left,
        or was asked meanwhile, waits for its turn instead of being turned away.
        """
        taken = TakenQuestion(
            message.id, "message", place.channel_id, place.guild_id, message.author.id
        )
        claimed = True if again else await self._claimed(taken)
        if claimed is False:
            return
        self._remember(message.id, heard.text)
        locale = str(message.guild.preferred_locale) if message.guild else None
        inquiry = self._inquiry(message.id, heard.text, place, asker_of(message.author), locale)
        inquiry = replace(
            inquiry,
            asked=message.created_at.astimezone(UTC).date(),
            history=_history(message, me, heard.about),
            quiet=inquiry.settings.unanswered == "silent" and not heard.called,
        )
        outlet: Outlet = posted or await self._reply_to(message, inquiry, heard)
        if claimed is None and not await self._taken_late(taken, inquiry, outlet):
            return
        if heard.unread is not None or heard.talk:
            await self._questions.close(message.id, "failed")
            await self._say_back(message, inquiry, heard, outlet)
            return
        if late and self._asked_too_much(message):
            await self._questions.close(message.id, "failed")
            if not self._late_told.again(message.author.id):
                await outlet.tell(say(inquiry.language, "away_limit"), refusal=True)
            return
        waits = late or claimed is None or (again and not edited)
        await self._admit(inquiry, outlet, message.channel, late=waits)

    async def interaction(
        self,
        interaction: discord.Interaction[Any],
        text: str,
        *,
        filters: Filters | None = None,
        private: bool = False,
        history: Callable[[], Awaitable[tuple[Turn, ...]]] | None = None,
    ) -> None:
        """Take a question that a command, a context menu or a button asks."""
        place = place_of(interaction)
        channel_id = getattr(interaction.channel, "id", None) or place.channel_id
        taken = TakenQuestion(
            interaction.id,
            "interaction",
            channel_id,
            place.guild_id,
            interaction.user.id,
            private,
            token=interaction.token,
            filters=filters or Filters(),
        )
        claimed = await self._claimed(taken)
        if claimed is False:
            return
        inquiry = self._of_interaction(interaction, text)
        inquiry = replace(inquiry, filters=filters or Filters(), private=private)
        if history is not None:
            inquiry = replace(inquiry, history=history)
        outlet = InteractionOutlet(interaction, self._words, private=private)
        if claimed is None and not await self._taken_late(taken, inquiry, outlet):
            return
        await self._admit(inquiry, outlet, interaction.channel, late=claimed is None)

    async def _claimed(self, taken: TakenQuestion) -> bool | None:
        """Claim a question; None while the bot's memory is away."""
        try:
            return await self._questions.take(taken)
        except STORE_FAILED:
            return None

    async def _taken_late(self, taken: TakenQuestion, inquiry: Inquiry, outlet: Outlet) -> bool:
        """Say, where the answer will stand, that the bot's memory is away; claim it afterwards."""
        if not self.not_permitted(inquiry):
            try:
                await outlet.open(say(inquiry.language, "memory_away"))
            except UNREACHABLE as error:
                self._journal.failure("question.unopened", error, question=inquiry.id)
        return await self._questions.take_late(taken)

    async def resumed(
        self, taken: TakenQuestion, text: str, outlet: Outlet, place: Place | None = None
    ) -> None:
        """Take up a command's question again that an earlier process left open."""
        place = place or Place(taken.guild_id, (taken.channel_id,))
        inquiry = self._inquiry(taken.id, text, place, Asker(taken.asker_id), None)
        inquiry = replace(
            inquiry, filters=taken.filters, private=taken.private, shown=False, asked=today()
        )
        await self._desk.room(place.server)
        await self._desk.take(inquiry, outlet)

    def changed(self, message_id: int, heard: Heard) -> bool | None:
        """Return whether an edit changed what a message asks; None where that is not known."""
        before = self._texts.get(message_id)
        return None if before is None else before != heard.text

    # --- what is decided -------------------------------------------------------------------------

    def pressed(self, interaction: discord.Interaction[Any]) -> str | None:
        """Return why a button's search is refused, as a question would be; None to do it.

        A search that is done counts in the limits like a question.
        """
        inquiry = self._of_interaction(interaction, "-")
        refusal = self.not_permitted(inquiry) or self._desk.turned_away(inquiry, presses=True)
        if refusal is None:
            self._desk.count(inquiry)
        return refusal

    def opened(self, interaction: discord.Interaction[Any]) -> str | None:
        """Return why what a button shows may not be seen here; None to show it."""
        return self.not_permitted(self._of_interaction(interaction, "-"))

    def _of_interaction(self, interaction: discord.Interaction[Any], text: str) -> Inquiry:
        asker = asker_of(interaction.user)
        inquiry = self._inquiry(
            interaction.id, text, place_of(interaction), asker, str(interaction.locale)
        )
        return replace(inquiry, shown=False)

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

    async def _reply_to(self, message: discord.Message, inquiry: Inquiry, heard: Heard) -> Outlet:
        """Return where a message is answered: below it, or in a thread of its own by setting."""
        channel: Messageable = message.channel
        reference: discord.Message | None = message
        settings = inquiry.settings
        threads = settings.auto_threads is True and isinstance(channel, discord.TextChannel)
        if threads and not heard.talk and not self.not_permitted(inquiry):
            try:
                name = shorten(heard.text.splitlines()[0] if heard.text else "?", 90)
                channel, reference = await message.create_thread(name=name), None
            except (discord.HTTPException, ValueError) as error:
                self._journal.failure("thread.refused", error, question=inquiry.id)
        outlet = ReplyOutlet(channel, message.author, reference, self._words, key=message.id)
        return QuietOutlet(outlet) if inquiry.quiet else outlet

    async def _say_back(
        self, message: discord.Message, inquiry: Inquiry, heard: Heard, outlet: Outlet
    ) -> None:
        """Answer what asks nothing with a word or a sign."""
        if self.not_permitted(inquiry, asks=False):
            return
        if heard.unread is not None:
            await outlet.tell(say(inquiry.language, heard.unread), refusal=True)
            return
        if not heard.text and message.guild is not None:
            await outlet.tell(say(inquiry.language, "no_question"), refusal=True)
            return
        if self._words.just_said(message.author.id):
            return
        try:
            await message.add_reaction("👋" if message.reference is None else "👍")
        except discord.HTTPException:
            await outlet.tell(say(inquiry.language, "hello"), refusal=True)

    def _asked_too_much(self, message: discord.Message) -> bool:
        self._late_at = message.created_at.timestamp()
        if self._late_people.wait_s(message.author.id) > 0:
            return True
        self._late_people.note(message.author.id)
        return False

    async def _admit(
        self, inquiry: Inquiry, outlet: Outlet, channel: object, *, late: bool = False
    ) -> None:
        refusal = self.not_permitted(inquiry)
        if refusal is None and late:
            await self._desk.room(inquiry.place.server)
        elif refusal is None:
            refusal = self._desk.turned_away(inquiry)
        if refusal is None:
            refusal = await self.over_the_day(inquiry)
        if refusal is not None:
            self._metrics.turned_away.inc()
            await outlet.tell(refusal, refusal=True)
            await self._questions.close(inquiry.id, "failed")
            return
        await self._desk.take(inquiry, outlet, channel)

    def _remember(self, message_id: int, text: str) -> None:
        self._texts[message_id] = text
        while len(self._texts) > _TEXTS_REMEMBERED:
            self._texts.popitem(last=False)


def today() -> date:
    """Return today's date in UTC."""
    return datetime.now(UTC).date()


def _history(
    message: discord.Message, me: int, about: str
) -> Callable[[], Awaitable[tuple[Turn, ...]]]:
    async def read() -> tuple[Turn, ...]:
        turns = await branch_before(message, me)
        return (*turns, Turn(about, "")) if about else turns

    return read
