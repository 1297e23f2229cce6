"""Questions and answers in HTML: what is marked up as an entry of an FAQ, or written as one."""

import re
from typing import TYPE_CHECKING

from footnote.retrieval.readers.dom import children_of, flat_words, one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ASKED = re.compile(r"Q(?:uestion)?\s?\d{0,3}\s?[:.)]\s+\S", re.IGNORECASE)
_ANSWERED = re.compile(r"(?<=[?？])\s+(?=A(?:nswer)?\s?\d{0,3}\s?[:.)]\s)", re.IGNORECASE)
_MARKS = ("?", "？")


def is_question(words: str, declared: frozenset[str]) -> bool:
    """Tell a line that asks: "Q: …", or one of the questions a page declares as its own."""
    return words.casefold() in declared or (
        words.rstrip().endswith(_MARKS) and _ASKED.match(words) is not None
    )


def reads_like_one(words: str, declared: frozenset[str]) -> bool:
    """Tell a question among the lines that unfold something."""
    return words.rstrip().endswith(_MARKS) or words.casefold() in declared


def divided(line: str) -> list[str]:
    """Return a question and the answer on the same line as two, any other line alone."""
    return _ANSWERED.split(line, maxsplit=1) if _ASKED.match(line) else [line]


def marked_up(element: "HtmlElement") -> "tuple[str, list[HtmlElement]] | None":
    """Return what is marked up as a schema.org question and its answers."""
    if not (element.get("itemtype") or "").rstrip("/").endswith("schema.org/Question"):
        return None
    name = next(iter(element.xpath('.//*[@itemprop="name"]')), None)
    answers = element.xpath('.//*[@itemprop="acceptedAnswer" or @itemprop="suggestedAnswer"]')
    if name is None or not answers:
        return None
    return one_line(flat_words(children_of(name))), answers
