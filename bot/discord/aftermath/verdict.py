"""The buttons 👍 and 👎; 👎 asks what the answer should have been and keeps it as a fixture."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

import discord
from discord.ext import commands

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.aftermath.feedback import Feedback, Verdict, stands_in
from footnote.bot.discord.asking.branch import question_of
from footnote.bot.discord.context import BotContext, context_of, spoken_language, tell
from footnote.bot.discord.interactions import KeptButton, guarded, report
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.places import place_of
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.question import Question


async def quoted_articles(service: AnswerService, library: str, evidence: str) -> tuple[str, ...]:
    """Return the ids of the articles that a reader's evidence stands in."""
    if not evidence.strip():
        return ()
    try:
        hits = await service.similar(library, Question(evidence, datetime.now(UTC).date()))
        ids = dict.fromkeys(hit.article.id for hit in hits)
        articles = [await service.article(library, article_id) for article_id in ids]
    except FootnoteError:
        return ()
    return tuple(found.head.id for found in articles if found and stands_in(evidence, found))


class Quotes:
    """Deletes quotes whose article was deleted, by whichever process and however."""

    def __init__(self, context: BotContext) -> None:
        self._context = context
        self._looked: dict[str, int] = {}

    async def look(self) -> int:
        """Look at each library that has changed; return how many quotes went."""
        count = 0
        for library, quoted in (await self._context.feedback.quoted()).items():
            try:
                generation = await self._context.service.generation(library)
                if self._looked.get(library) == generation:
                    continue
                there = await self._context.service.versions(library, sorted(quoted))
            except FootnoteError as error:
                self._context.journal.failure("quotes.failed", error, library=library)
                continue
            gone = quoted.difference(there)
            count += await self._context.feedback.forget_quoted(library, gone)
            self._looked[library] = generation
        return count


KEPT_DAYS = 30
_FORM = re.compile(r"wanted:(?P<message>\d+):(?P<user>\d+)")


class VerdictButton(KeptButton, template=r"vote:(?P<way>up|down)"):
    """Keeps one verdict a person and answer."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(f"vote:{verdict}", emoji="👍" if verdict == "up" else "👎")

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        return cls("up" if match["way"] == "up" else "down")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Count the verdict; thank for a 👍, show the form for a 👎."""
        context, language = context_of(interaction), spoken_language(interaction)
        message = interaction.message
        if message is None:
            return
        if self.verdict == "down":
            await interaction.response.send_modal(wanted_form(message, interaction.user, language))
            await context.feedback.press(_feedback(interaction, message.id, message, "down"))
            return
        await context.feedback.press(_feedback(interaction, message.id, message, "up"))
        await tell(interaction, say(language, "thanks_up"))


def wanted_form(
    message: discord.Message, user: discord.User | discord.Member, language: LanguageName
) -> discord.ui.Modal:
    """Return the form that asks one person what one answer should have said.

    Its id says whose it is and about what, so that nothing is kept while it is filled: it may be
    sent after a restart, by several people at once, or never.
    """
    custom_id = f"wanted:{message.id}:{user.id}"
    form = discord.ui.Modal(title=say(language, "form_title"), custom_id=custom_id)
    form.add_item(
        discord.ui.TextInput(
            label=say(language, "form_answer"),
            style=discord.TextStyle.paragraph,
            max_length=500,
            custom_id="wanted",
        )
    )
    form.add_item(
        discord.ui.TextInput(
            label=say(language, "form_evidence"),
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=800,
            custom_id="evidence",
        )
    )
    form.stop()  # so that discord.py does not keep it: what is sent finds its own way
    return form


class FeedbackCog(commands.Cog):
    """Takes the 👎 forms that are sent."""

    def __init__(self, context: BotContext, client: commands.Bot) -> None:
        self.context = context
        self.client = client

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Keep a form as a candidate fixture."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data or {}
        match = _FORM.fullmatch(str(data.get("custom_id", "")))
        if match is None:
            return
        try:
            await self._keep(interaction, int(match["message"]), int(match["user"]), data)
        except Exception as error:  # noqa: BLE001 - the seam where nothing may end in silence
            await report(interaction, error)

    async def _keep(
        self, interaction: discord.Interaction[Any], message_id: int, user_id: int, data: Any
    ) -> None:
        context = self.context
        language = context.language_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        message = interaction.message
        if user_id != interaction.user.id or message is None or message.id != message_id:
            await tell(interaction, say(language, "question_gone"))
            return
        me = self.client.user.id if self.client.user else 0
        question = await question_of(message, me)
        if question is None:
            await tell(interaction, say(language, "question_gone"))
            return
        written = dict(_written(data.get("components", [])))
        feedback = replace(
            _feedback(interaction, message_id, message, "down"),
            question=question,
            wanted=written.get("wanted", ""),
            evidence=written.get("evidence", ""),
        )
        if context.reception.pressed(interaction) is None:  # else the search is left out
            quoted = await quoted_articles(context.service, feedback.library, feedback.evidence)
            feedback = replace(feedback, quoted=quoted)
        await context.feedback.add(feedback)
        context.journal.note("feedback.down", message=message_id, text=question)
        await tell(interaction, say(language, "thanks_down", days=KEPT_DAYS))


def _written(components: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a form that was sent, however they are wrapped."""
    for component in components:
        if "custom_id" in component and "value" in component:
            yield component["custom_id"], component["value"]
        if "component" in component:
            yield from _written([component["component"]])
        yield from _written(component.get("components", []))


def _feedback(
    interaction: discord.Interaction[Any],
    message_id: int,
    message: discord.Message,
    verdict: Verdict,
) -> Feedback:
    library = context_of(interaction).reception.library_at(place_of(interaction))
    return Feedback(
        message_id,
        interaction.user.id,
        interaction.guild_id,
        library or "",
        verdict,
        asked=message.created_at.astimezone(UTC).date(),
    )
