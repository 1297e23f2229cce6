"""The buttons under answers; their custom ids carry all they need, so they outlive restarts."""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord

from footnote.bot.discord.aftermath.upkeep import AgainButton
from footnote.bot.discord.aftermath.verdict import VerdictButton
from footnote.bot.discord.asking.passage_buttons import FootnoteButton, PageButton
from footnote.bot.discord.asking.reception import today
from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.interactions import KeptButton, guarded
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.library.reports import StopButton
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.answers import describe, nearest_hits
from footnote.bot.discord.rendering.markup import escape, shorten, split
from footnote.bot.discord.rendering.references import FootnoteReference
from footnote.bot.discord.teaching.teacher import TakeBackButton
from footnote.retrieval.answer import Answer, Hit
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


BUTTONS = (
    FootnoteButton,
    PageButton,
    MoreButton,
    VerdictButton,
    ShareButton,
    RestButton,
    AgainButton,
    StopButton,
    TakeBackButton,
)
_MOST_FOOTNOTES = 20
_ROW = 5


def answer_views(
    answer: Answer, language: LanguageName, parts: int, private: bool, rest_of: int | None = None
) -> Sequence[discord.ui.View]:
    """Return the buttons of each message of an answer.

    Footnotes, or the nearest articles of a refusal, stand under the first: whoever replies to it
    follows them up. More like it and the verdicts stand under the last, with the button that shows
    the rest of the answer to the question `rest_of`, where there is any.
    """
    views = [discord.ui.View(timeout=None) for _ in range(parts)]
    first, last = views[0], views[-1]
    for citation in answer.citations[:_MOST_FOOTNOTES]:
        first.add_item(FootnoteButton(FootnoteReference.of(citation), citation.article.title))
    if answer.status == "refused":
        for hit in nearest_hits(answer.passages):
            first.add_item(PageButton(hit.article.id, hit.passage.start, hit.article.title))
    others: list[discord.ui.Item[Any]] = []
    if rest_of is not None:
        others.append(RestButton(rest_of, language))
    if answer.citations:
        cited = answer.citations[0]
        others.append(MoreButton(cited.article.id, cited.passage_id, language))
    others += [VerdictButton("up"), VerdictButton("down")]
    if private:
        others.append(ShareButton(language))
    shared_row = 0 if len(last.children) + len(others) <= _ROW else -(-len(last.children) // _ROW)
    for item in others:
        item.row = shared_row
        last.add_item(item)
    return views
