"""The buttons for more of an answer: its rest, a private one for everyone, further passages."""

import re
from typing import Any, Self

import discord

from footnote.bot.discord.asking.reception import today
from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.interactions import KeptButton, guarded
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.answers import describe
from footnote.bot.discord.rendering.escaping import escape, shorten
from footnote.bot.discord.rendering.splitting import split
from footnote.retrieval.answer import Hit
from footnote.retrieval.question import Question

_SHOWN = 3
_LONGEST_EXTRACT = 260


class RestButton(KeptButton, template=r"rest:(?P<question>\d+)"):
    """Shows the rest of an answer to the one who presses."""

    def __init__(self, question_id: int, language: LanguageName) -> None:
        self.question_id = question_id
        super().__init__(
            f"rest:{question_id}",
            label=say(language, "rest_button"),
            style=discord.ButtonStyle.primary,
        )

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        return cls(int(match["question"]), "en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the rest, in as many messages as it takes."""
        context = context_of(interaction)
        refusal = context.reception.opened(interaction) if interaction.guild_id else None
        parts = context.rests.of(self.question_id)
        if refusal is not None or not parts:
            await tell(interaction, refusal or say(spoken_language(interaction), "rest_gone"))
            return
        for part in parts:
            await tell(interaction, part)


class ShareButton(KeptButton, template="share:all"):
    """Posts the answer it stands under, with its other buttons, as the answer of who pressed it."""

    ID = "share:all"

    def __init__(self, language: LanguageName) -> None:
        super().__init__(self.ID, label=say(language, "share_button"))

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        return cls("en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show everyone, within the limits of questions."""
        message = interaction.message
        refusal = context_of(interaction).reception.pressed(interaction)
        if refusal is not None or message is None:
            await tell(interaction, refusal or "-")
            return
        view = discord.ui.View(timeout=None)
        for row in message.components:
            if isinstance(row, discord.ActionRow):
                for child in row.children:
                    if isinstance(child, discord.Button) and child.custom_id != self.ID:
                        view.add_item(discord.ui.Button.from_component(child))
        view.stop()  # so that discord.py does not keep it: the buttons find their own way back
        await interaction.response.send_message(
            message.content,
            view=view,
            suppress_embeds=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )


class MoreButton(
    KeptButton,
    template=r"more:(?P<article>[^:]+):(?P<passage>[^:]+)",
):
    """Searches with the words of the first footnote's passage."""

    def __init__(self, article_id: str, passage_id: str, language: LanguageName) -> None:
        self.article_id = article_id
        self.passage_id = passage_id
        super().__init__(f"more:{article_id}:{passage_id}", label=say(language, "more_button"))

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        return cls(match["article"], match["passage"], "en")

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the nearest passages to the one who pressed."""
        context, language = context_of(interaction), spoken_language(interaction)
        refusal = context.reception.pressed(interaction)
        if refusal is not None:
            await tell(interaction, refusal)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        library = context.reception.library_at(place_of(interaction))
        article = await context.service.article(library, self.article_id) if library else None
        if library is None or article is None:
            await tell(interaction, say(language, "passage_gone"))
            return
        about = shorten(f"{article.head.title} {article.text}", 400)
        hits = await context.service.similar(library, Question(about, today()))
        others = [hit for hit in hits if hit.article.id != self.article_id]
        await tell(interaction, _listed(others, language))


def _listed(hits: list[Hit], language: LanguageName) -> str:
    nearest = {hit.article.id: hit for hit in reversed(hits)}
    shown = sorted(nearest.values(), key=hits.index)[:_SHOWN]
    if not shown:
        return say(language, "nothing_similar")
    lines = [say(language, "similar")]
    for hit in shown:
        lines.append(describe(hit.article, language, quote=hit.passage.text[:60]))
        lines.append("> " + escape(shorten(hit.passage.text, _LONGEST_EXTRACT)))
    return split("\n".join(lines))[0]
