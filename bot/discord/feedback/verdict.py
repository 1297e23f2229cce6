"""The buttons 👍 and 👎; 👎 asks what the answer should have been and keeps it as a fixture."""

import re
from dataclasses import replace
from datetime import UTC
from typing import Any, Self

import discord

from bot.discord.asking.branch import question_of
from bot.discord.asking.reception import place_of
from bot.discord.context import context_of, spoken_language, tell
from bot.discord.feedback.quotes import quoted_articles
from bot.discord.feedback.store import Feedback, Verdict
from bot.discord.guard import guarded, report
from bot.discord.language import LanguageName, say


class VerdictButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"vote:(?P<way>up|down)"
):
    """Keeps one verdict a person and answer."""

    def __init__(self, verdict: Verdict, row: int | None = None) -> None:
        self.verdict = verdict
        super().__init__(
            discord.ui.Button(
                emoji="👍" if verdict == "up" else "👎",
                style=discord.ButtonStyle.secondary,
                custom_id=f"vote:{verdict}",
                row=row,
            )
        )

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        _item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """Rebuild the button from what Discord kept of it."""
        return cls("up" if match["way"] == "up" else "down")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Thank for a 👍, show the form for a 👎."""
        language = spoken_language(interaction)
        if self.verdict == "down" and interaction.message is not None:
            await interaction.response.send_modal(WantedForm(interaction.message, language))
            return
        if interaction.message is not None:
            context_of(interaction).feedback.add(_feedback(interaction, interaction.message, "up"))
        await tell(interaction, say(language, "thanks_up"))


class WantedForm(discord.ui.Modal):
    """Asks what an answer should have said."""

    def __init__(self, message: discord.Message, language: LanguageName) -> None:
        super().__init__(title=say(language, "form_title"), custom_id=f"wanted:{message.id}")
        self._message = message
        self.wanted: discord.ui.TextInput[Self] = discord.ui.TextInput(
            label=say(language, "form_answer"),
            style=discord.TextStyle.paragraph,
            max_length=500,
            custom_id="wanted",
        )
        self.evidence: discord.ui.TextInput[Self] = discord.ui.TextInput(
            label=say(language, "form_evidence"),
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=800,
            custom_id="evidence",
        )
        self.add_item(self.wanted)
        self.add_item(self.evidence)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the form as a candidate fixture."""
        context, language = context_of(interaction), spoken_language(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        me = interaction.client.user.id if interaction.client.user else 0
        question = await question_of(self._message, me)
        if question is None:
            await tell(interaction, say(language, "question_gone"))
            return
        feedback = _feedback(
            interaction,
            self._message,
            "down",
            question=question,
            wanted=self.wanted.value,
            evidence=self.evidence.value,
        )
        quoted = await quoted_articles(context.service, feedback.library, feedback.evidence)
        context.feedback.add(replace(feedback, quoted=quoted))
        context.journal.note("feedback.down", message=self._message.id, text=question)
        await tell(interaction, say(language, "thanks_down"))

    async def on_error(  # type: ignore[override]  # discord.py gives forms two arguments
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Tell and log."""
        await report(interaction, error)


def _feedback(
    interaction: discord.Interaction[Any],
    message: discord.Message,
    verdict: Verdict,
    *,
    question: str = "",
    wanted: str = "",
    evidence: str = "",
) -> Feedback:
    context = context_of(interaction)
    place = place_of(interaction.channel)
    return Feedback(
        message.id,
        interaction.user.id,
        interaction.guild_id,
        context.reception.library_at(place) or "",
        verdict,
        question,
        message.created_at.astimezone(UTC).date(),
        wanted,
        evidence,
    )
