"""What a button remembers in its id, and the way back from one of the bot's messages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2s
from typing import Self

from footnote.bot.discord.rendering.answers import SUBTEXT
from footnote.bot.discord.rendering.markup import unescape
from footnote.retrieval.answer import Citation

CUSTOM_ID_LIMIT = 100
FOOTNOTE_PATTERN = (
    r"fn:(?P<marker>\d+):(?P<article>[^:]+):(?P<passage>[^:]+)"
    r":(?P<start>\d+):(?P<end>\d+):(?P<digest>[0-9a-f]{6})"
)
_FOOTNOTE = re.compile(FOOTNOTE_PATTERN)


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """One footnote as its button carries it; `digest` tells whether the quote is still there."""

    marker: int
    article_id: str
    passage_id: str
    start: int
    end: int
    digest: str

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Return the reference of a citation."""
        return cls(
            citation.marker,
            citation.article.id,
            citation.passage_id,
            citation.start,
            citation.end,
            quote_digest(citation.quote),
        )

    @classmethod
    def parse(cls, custom_id: str) -> Self | None:
        """Return the reference a custom id carries, or None when it is no footnote's."""
        match = _FOOTNOTE.fullmatch(custom_id)
        if match is None:
            return None
        return cls(
            int(match["marker"]),
            match["article"],
            match["passage"],
            int(match["start"]),
            int(match["end"]),
            match["digest"],
        )

    @property
    def custom_id(self) -> str:
        """The button's custom id."""
        return (
            f"fn:{self.marker}:{self.article_id}:{self.passage_id}"
            f":{self.start}:{self.end}:{self.digest}"
        )

    def holds(self, article_text: str) -> bool:
        """Return whether the article still has the quote at its place."""
        quote = article_text[self.start : self.end]
        return len(quote) == self.end - self.start and quote_digest(quote) == self.digest


def quote_digest(quote: str) -> str:
    """Return six hexadecimal digits that change with the quote."""
    return blake2s(quote.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()


def references(custom_ids: Iterable[str]) -> list[FootnoteReference]:
    """Return the footnotes among a message's custom ids."""
    found = (FootnoteReference.parse(custom_id) for custom_id in custom_ids)
    return [reference for reference in found if reference is not None]


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
