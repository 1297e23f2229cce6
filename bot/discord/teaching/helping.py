"""Open questions: shown to those who can help, and answered when an article comes that does."""

import asyncio
from contextlib import aclosing

import discord

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.answer_buttons import answer_views
from footnote.bot.discord.asking.inquiry import Inquiry
from footnote.bot.discord.asking.patience import UNREACHABLE
from footnote.bot.discord.asking.place_rules import Once
from footnote.bot.discord.asking.reception import today
from footnote.bot.discord.context import BotContext
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.rendering.answers import question_line, render_answer
from footnote.bot.discord.rendering.markup import escape, shorten
from footnote.bot.discord.teaching.gaps import Gap
from footnote.bot.discord.teaching.teacher import LINK
from footnote.retrieval.answer import Answer
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.question import Question

_LOOKED_AT = 40
_PAUSE_S = 1.0
_LONGEST_QUESTION = 500
_NOBODY = discord.AllowedMentions.none()


class Helping:
    """Takes note of questions without an answer, and of the articles that answer them later."""

    def __init__(self, client: discord.Client, context: BotContext) -> None:
        self._client = client
        self._context = context
        self._looking: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._pinged = Once(context.settings.helper_ping_minutes * 60)

    @property
    def _service(self) -> AnswerService:
        return self._context.service

    # --- a question without an answer ------------------------------------------------------------

    async def unanswered(self, inquiry: Inquiry, ids: list[int]) -> None:
        """Remember an open question, and show it to the helpers the server has chosen."""
        settings, place = inquiry.settings, inquiry.place
        if place.guild_id is None or settings.gaps is False:
            return
        gap = Gap(
            inquiry.id,
            place.guild_id,
            place.channel_id,
            inquiry.asker.id,
            inquiry.library,
            inquiry.text,
            inquiry.private,
            inquiry.id if inquiry.shown else (ids[0] if ids else None),
        )
        await self._context.gaps.add(gap)
        if inquiry.private:
            return
        if settings.helpers_channel is not None:
            await self._show_helpers(gap, inquiry)
        elif settings.unanswered == "role" and settings.helper_role is not None:
            await self._call_helpers(gap, inquiry)

    async def answered(self, inquiry: Inquiry, _ids: list[int]) -> None:
        """Forget an open question that was edited into one the articles answer."""
        await self._context.gaps.drop(inquiry.id)

    async def _show_helpers(self, gap: Gap, inquiry: Inquiry) -> None:
        settings = inquiry.settings
        channel = self._client.get_channel(settings.helpers_channel or 0)
        if not isinstance(channel, discord.TextChannel) or channel.guild.id != gap.guild_id:
            return
        link = LINK.format(
            guild=gap.guild_id, channel=gap.channel_id, message=gap.reply_to or gap.question_id
        )
        shown = escape(shorten(gap.question, _LONGEST_QUESTION))
        text = say(inquiry.language, "gap_notice", question=shown, link=link)
        text, mentions = self._naming(text, settings.helper_role)
        try:
            notice = await channel.send(text, suppress_embeds=True, allowed_mentions=mentions)
        except UNREACHABLE as error:
            self._context.journal.failure("gap.unshown", error, question=gap.question_id)
            return
        await self._context.gaps.note_notice(gap.question_id, notice.id)

    async def _call_helpers(self, gap: Gap, inquiry: Inquiry) -> None:
        channel = self._client.get_partial_messageable(gap.channel_id, guild_id=gap.guild_id)
        text = say(inquiry.language, "gap_role")
        text, mentions = self._naming(text, inquiry.settings.helper_role)
        try:
            notice = await channel.send(text, suppress_embeds=True, allowed_mentions=mentions)
        except UNREACHABLE as error:
            self._context.journal.failure("gap.unshown", error, question=gap.question_id)
            return
        await self._context.gaps.note_notice(gap.question_id, notice.id)

    def _naming(self, text: str, role: int | None) -> tuple[str, discord.AllowedMentions]:
        """Return a text that names a role, which alone is pinged: an operator chose it for that.

        It is pinged once in a while only: whoever asks much must not call the helpers as often.
        """
        if role is None:
            return text, _NOBODY
        pinged = [] if self._pinged.again(role) else [discord.Object(role)]
        mentions = discord.AllowedMentions(
            everyone=False, users=False, roles=pinged, replied_user=False
        )
        return f"<@&{role}> {text}", mentions

    # --- an article that may be the answer -------------------------------------------------------

    def learnt(self, library: str) -> None:
        """Look in the background whether open questions are answered now."""
        running = self._looking.get(library)
        if running is not None and not running.done():
            self._again.add(library)
            return
        self._looking[library] = asyncio.create_task(self._look(library))

    async def settled(self) -> None:
        """Wait until what is being looked at is."""
        while tasks := [task for task in self._looking.values() if not task.done()]:
            await asyncio.wait(tasks)

    async def stop(self) -> None:
        """Stop looking."""
        for task in self._looking.values():
            task.cancel()
        if self._looking:
            await asyncio.wait(self._looking.values())

    async def _look(self, library: str) -> None:
        while True:
            await asyncio.sleep(_PAUSE_S)
            self._again.discard(library)
            try:
                for gap in await self._context.gaps.open_in(library, _LOOKED_AT):
                    answer = await self._answer(gap)
                    if answer is not None and await self._context.gaps.fill(gap.question_id):
                        await self._tell(gap, answer)
            except Exception as error:  # noqa: BLE001 - a task nobody awaits must not end in silence
                self._context.journal.failure("gap.unlooked", error, library=library)
            if library not in self._again:
                return

    async def _answer(self, gap: Gap) -> Answer | None:
        last: Answer | None = None
        question = Question(gap.question, today())
        try:
            snapshots = self._service.answer(gap.library, question)
            async with aclosing(snapshots) as stream:  # type: ignore[type-var]
                async for snapshot in stream:
                    last = snapshot
        except FootnoteError as error:
            self._context.journal.failure("gap.unlooked", error, library=gap.library)
            return None
        return last if last is not None and last.status == "answered" else None

    async def _tell(self, gap: Gap, answer: Answer) -> None:
        """Tell who asked: below their question, or directly where they asked in private."""
        language = self._language_of(gap)
        lead = say(language, "gap_filled")
        body = render_answer(answer, language)[0]
        try:
            if gap.private or gap.reply_to is None:
                if gap.asker_id:
                    person = await self._client.fetch_user(gap.asker_id)
                    lines = [lead, *question_line(gap.question), body]
                    await person.send(
                        "\n".join(lines), suppress_embeds=True, allowed_mentions=_NOBODY
                    )
                return
            channel = self._client.get_partial_messageable(gap.channel_id, guild_id=gap.guild_id)
            await channel.send(
                f"{lead}\n{body}",
                view=answer_views(answer, language, 1, False)[0],
                reference=channel.get_partial_message(gap.reply_to).to_reference(
                    fail_if_not_exists=False
                ),
                mention_author=True,
                suppress_embeds=True,
                allowed_mentions=_NOBODY,
            )
        except UNREACHABLE as error:
            self._context.journal.failure("gap.untold", error, question=gap.question_id)

    def _language_of(self, gap: Gap) -> LanguageName:
        guild = self._client.get_guild(gap.guild_id or 0)
        locale = str(guild.preferred_locale) if guild is not None else None
        own = self._context.places.of(gap.guild_id or 0).language
        return own or self._context.reception.language_for(locale)
