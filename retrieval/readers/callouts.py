"""Callouts in HTML: notes, tips and warnings set apart from the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from footnote.retrieval.readers.dom import children_of, flat_words, marks_of, name_of, one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MARKED = re.compile(
    r"admonition(?:block)?|(?:theme-)?admonition-?\w*|markdown-alert|alert-\w+|custom-block"
    r"|(?:bd-)?callout(?:-\w+)?|notecard|notice|hint"
)
_KINDS = frozenset("note tip important warning caution danger attention seealso".split())
_ELEMENTS = frozenset("div aside section p blockquote details table".split())
_TITLE = re.compile(r"title|heading|label")
_FIRST_ELEMENTS = 12
"""Among how many elements from the beginning the title of a callout is looked for."""

_LONGEST = 4_000
_ENDS = (":", ".", "!", "?", "…", "。", "！", "？", "：")


@dataclass(frozen=True, slots=True)
class Callout:
    """A callout's label as a reader sees it, its content, and the elements the label is in."""

    label: str
    content: "tuple[HtmlElement, ...]"
    title: "tuple[HtmlElement, ...]" = ()

    def opening(self, words: str) -> str:
        """Return the label with the first words of the callout."""
        if not self.label or not words:
            return self.label or words
        if words.casefold().startswith(self.label.casefold()):
            return words
        joint = " " if self.label.endswith(_ENDS) else ": "
        return f"{self.label}{joint}{words}"


def read(element: "HtmlElement") -> Callout | None:
    """Return an element as a callout, or None where it is none."""
    name, marks = name_of(element), marks_of(element)
    if name not in _ELEMENTS or not marks:
        return None
    if name == "table" and "admonitionblock" not in marks:
        return None
    marked = any(_MARKED.fullmatch(mark) for mark in marks)
    if not marked and not marks & _KINDS:
        return None
    if sum(map(len, islice(element.itertext(), 2_000))) > _LONGEST and not marked:
        return None
    if name == "p":
        return Callout("", (element,))
    content = element.xpath('.//td[@class="content"]') if "admonitionblock" in marks else []
    if content:
        icon = next(iter(element.xpath('.//td[@class="icon"]')), None)
        return Callout(_label(icon), (content[0],))
    title = next(_titles(element), None)
    return Callout(_label(title), (element,), () if title is None else (title,))


def _titles(element: "HtmlElement") -> "Iterator[HtmlElement]":
    inner = (child for child in element.iter() if child is not element and name_of(child))
    for child in islice(inner, _FIRST_ELEMENTS):
        if name_of(child) == "summary" or any(_TITLE.search(mark) for mark in marks_of(child)):
            yield child


def _label(element: "HtmlElement | None") -> str:
    if element is None:
        return ""
    words = one_line(flat_words(children_of(element)))
    picture = next(element.iter("img"), None)
    return words or ("" if picture is None else (picture.get("alt") or "").strip())
