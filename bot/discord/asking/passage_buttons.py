"""The buttons that show the passage under a footnote in its surroundings, and turn its pages."""

import re
from collections.abc import Callable
from typing import Any, Self

import discord

from footnote.bot.discord.context import context_of, spoken_language, tell
from footnote.bot.discord.interactions import KeptButton, guarded
from footnote.bot.discord.language import LanguageName, say
from footnote.bot.discord.places import place_of
from footnote.bot.discord.rendering.answers import SUBTEXT, describe
from footnote.bot.discord.rendering.markup import LIMIT, escape, shorten, units, visible
from footnote.bot.discord.rendering.references import FOOTNOTE_PATTERN, FootnoteReference
from footnote.retrieval.article import Article
from footnote.retrieval.quote_markdown import text_after, text_before

_LONGEST_LABEL, _LONGEST_TITLE = 40, 30


class PageButton(
    KeptButton,
    template=r"page:(?P<article>[^:]+):(?P<start>\d+)",
):
    """Shows a page of an article from a character on."""

    def __init__(self, article_id: str, start: int, label: str = "→") -> None:
        self.article_id = article_id
        self.start = start
        super().__init__(
            f"page:{article_id}:{start}", label=shorten(visible(label), _LONGEST_LABEL) or "→"
        )

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        return cls(match["article"], int(match["start"]))

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page; a page that is shown already is turned in place."""
        message, language = interaction.message, spoken_language(interaction)
        turning = message is not None and message.flags.ephemeral
        article = await _article(
            interaction,
            self.article_id,
            lambda text: self.start < len(text),
            in_place=turning,
        )
        if article is None:
            return
        text = render_page(article, self.start, language)
        view = page_turning(article, self.start, self.start + PAGE, language)
        if turning:
            await interaction.edit_original_response(content=text, view=view)
        else:
            await tell(interaction, text, view=view)


def page_turning(article: Article, start: int, end: int, language: LanguageName) -> discord.ui.View:
    """Return the buttons that lead from a span to the pages before and behind it."""
    view = discord.ui.View(timeout=None)
    if start > 0:
        before = page_before(article.text, start)
        view.add_item(PageButton(article.head.id, before, say(language, "page_before")))
    if end < len(article.text):
        view.add_item(PageButton(article.head.id, end, say(language, "page_behind")))
    return view


class FootnoteButton(KeptButton, template=FOOTNOTE_PATTERN):
    """Shows what a footnote stands on, from the library its channel asks now."""

    def __init__(self, reference: FootnoteReference, title: str = "") -> None:
        self.reference = reference
        label = f"{reference.marker} {shorten(visible(title), _LONGEST_TITLE)}".strip()
        super().__init__(reference.custom_id, label=label)

    @classmethod
    def rebuilt(cls, match: re.Match[str]) -> Self:
        """Return the button of an id."""
        reference = FootnoteReference.parse(match.string)
        if reference is None:
            raise ValueError("a footnote button without a footnote")
        return cls(reference)

    @guarded
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the passage to the one who pressed."""
        article = await _article(interaction, self.reference.article_id, self.reference.holds)
        if article is None:
            return
        language = spoken_language(interaction)
        start, end = self.reference.start, self.reference.end
        view = page_turning(article, start, end, language)
        await tell(interaction, render_extract(article, start, end, language), view=view)


async def _article(
    interaction: discord.Interaction[Any],
    article_id: str,
    holds: Callable[[str], bool],
    *,
    in_place: bool = False,
) -> Article | None:
    """Return the article a button leads to, None where the one who pressed was told why not.

    Its text has to hold what the button is for: it may have changed since.
    """
    context, language = context_of(interaction), spoken_language(interaction)
    refusal = context.reception.opened(interaction)
    if refusal is not None:
        await tell(interaction, refusal)
        return None
    await interaction.response.defer(ephemeral=True, thinking=not in_place)
    library = context.reception.library_at(place_of(interaction))
    article = await context.service.article(library, article_id) if library else None
    if article is None or not holds(article.text):
        await tell(interaction, say(language, "passage_gone"))
        return None
    return article


_SURROUNDINGS = (400, 250, 120, 0)
_LONGEST_QUOTE = 700
PAGE = 1100
"""Characters of a page of an article; escaped and with its head it fits one message."""


def render_extract(article: Article, start: int, end: int, language: LanguageName) -> str:
    """Return one message showing `article.text[start:end]` in bold with the text around it."""
    quote = article.text[start:end]
    head = SUBTEXT + describe(article.head, language, quote=quote)
    for width in _SURROUNDINGS:
        shown = "\n".join([head, *_quoted(article.text, start, end, width)])
        if units(shown) <= LIMIT:
            return shown
    return "\n".join([head, f"> **{escape(shorten(quote, _LONGEST_QUOTE // 2))}**"])


def _quoted(text: str, start: int, end: int, width: int) -> list[str]:
    before = text_before(text, start, width)
    after = text_after(text, end, width)
    runs = [(before, False), (shorten(text[start:end], _LONGEST_QUOTE), True), (after, False)]
    paragraphs: list[list[str]] = [[]]
    for run, bold in runs:
        for number, piece in enumerate(run.split("\n")):
            if number:
                paragraphs.append([])
            paragraphs[-1].append(_run(piece, bold=bold))
    return ["> " + "".join(paragraph) for paragraph in paragraphs if "".join(paragraph).strip()]


def _run(piece: str, *, bold: bool) -> str:
    text = escape(piece)
    if not text:
        return " " if piece else ""
    left = " " if piece[0].isspace() else ""
    right = " " if piece[-1].isspace() else ""
    return f"{left}**{text}**{right}" if bold else f"{left}{text}{right}"


def page_before(text: str, start: int) -> int:
    """Return where the page that ends at a character begins, at a word."""
    begin = max(0, start - PAGE)
    space = text.find(" ", begin, start)
    return 0 if begin == 0 or space < 0 else space + 1


def render_page(article: Article, start: int, language: LanguageName) -> str:
    """Return one message showing a page of an article from a character on."""
    page = article.text[start : start + PAGE]
    head = SUBTEXT + describe(article.head, language, quote=page[:60])
    while True:
        lines = [f"> {escape(line)}" for line in page.split("\n") if line.strip()]
        shown = "\n".join([head, *lines])
        if units(shown) <= LIMIT:
            return shown
        page = page[: len(page) * 4 // 5]  # markup grows when it is made inert
