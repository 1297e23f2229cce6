"""The buttons under answers; their custom ids carry all they need, so they outlive restarts."""

import discord

from bot.discord.asking.footnote_button import FootnoteButton
from bot.discord.asking.more_button import MoreButton
from bot.discord.corrections.again import AgainButton
from bot.discord.feedback.verdict import VerdictButton
from bot.discord.language import LanguageName
from bot.discord.rendering.references import FootnoteReference
from retrieval.answer import Answer

BUTTONS = (FootnoteButton, MoreButton, VerdictButton, AgainButton)
_MOST_FOOTNOTES = 20
_OTHERS = 3
_ROW = 5

__all__ = ["BUTTONS", "again_view", "answer_view"]


def answer_view(answer: Answer, language: LanguageName) -> discord.ui.View:
    """Return the buttons under an answer: its footnotes, more like it, and the verdicts."""
    view = discord.ui.View(timeout=None)
    for citation in answer.citations[:_MOST_FOOTNOTES]:
        view.add_item(FootnoteButton(FootnoteReference.of(citation)))
    footnotes = min(len(answer.citations), _MOST_FOOTNOTES)
    last_row = 0 if footnotes + _OTHERS <= _ROW else -(-footnotes // _ROW)
    if answer.citations:
        first = answer.citations[0]
        view.add_item(MoreButton(first.article.id, first.passage_id, language, row=last_row))
    view.add_item(VerdictButton("up", row=last_row))
    view.add_item(VerdictButton("down", row=last_row))
    return view


def again_view(language: LanguageName) -> discord.ui.View:
    """Return the button under an answer whose article has changed."""
    view = discord.ui.View(timeout=None)
    view.add_item(AgainButton(language))
    return view
