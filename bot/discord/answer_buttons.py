"""The buttons under answers; their custom ids carry all they need, so they outlive restarts."""

from collections.abc import Sequence
from typing import Any

import discord

from footnote.bot.discord.asking.further_buttons import MoreButton, RestButton, ShareButton
from footnote.bot.discord.asking.passage_buttons import FootnoteButton, PageButton
from footnote.bot.discord.corrections.marking import AgainButton
from footnote.bot.discord.feedback.verdict import VerdictButton
from footnote.bot.discord.language import LanguageName
from footnote.bot.discord.library.reports import StopButton
from footnote.bot.discord.rendering.answers import nearest_hits
from footnote.bot.discord.rendering.references import FootnoteReference
from footnote.bot.discord.teaching.take_back import TakeBackButton
from footnote.retrieval.answer import Answer

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
