"""The way back: what one of the bot's messages said, read from its own markup."""

import re
from dataclasses import dataclass

from footnote.bot.discord.rendering.answers import SUBTEXT
from footnote.bot.discord.rendering.escaping import unescape

_QUESTION = re.compile(r"\*\*(?!\\\[\d+\\\]\*\*)(.+)\*\*")
_MARK = re.compile(r"\*\*\\(\[\d+)\\(\])\*\*")


@dataclass(frozen=True, slots=True)
class PostedText:
    """The question repeated on top of a message, where there is one, and the answer's words."""

    question: str | None
    answer: str


def read_posted(content: str) -> PostedText:
    """Return what a message of the bot said, without footnotes, notes and markup."""
    lines = content.split("\n")
    question = None
    if lines and (match := _QUESTION.fullmatch(lines[0])):
        question = unescape(match[1])
        lines = lines[1:]
    kept = [line.removeprefix("> ") for line in lines if not line.startswith(SUBTEXT)]
    return PostedText(question, unescape(_MARK.sub(r"\1\2", " ".join(kept))).strip())
