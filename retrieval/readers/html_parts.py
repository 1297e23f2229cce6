"""What HTML marks beyond its tags: callouts, code and its language, questions and answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from footnote.retrieval.readers.dom import (
    BLOCKS,
    children_of,
    flat_words,
    marks_of,
    name_of,
    one_line,
)

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


def read_callout(element: "HtmlElement") -> Callout | None:
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


_LANGUAGE = re.compile(
    r"(?:language|lang|highlight-source|highlight-text|brush|src)-(?P<name>[\w+#.-]+)"
)
_HIGHLIGHT = re.compile(r"highlight-(?P<name>[a-z][\w+#]*)")
_NO_LANGUAGE = frozenset(
    "none default text txt plain plaintext nohighlight code notranslate literal".split()
)
_NUMBERS = frozenset(
    "lineno linenos ln lnt line-number line-numbers line-numbers-rows hljs-ln-numbers gutter "
    "rouge-gutter linenodiv blob-num".split()
)
_OUTSIDE = frozenset("button script style template noscript svg".split())


def code_words(element: "HtmlElement") -> str:
    """Return the characters of code, without the numbers and buttons a page shows beside it."""
    parts: list[str] = []
    _collect(element, parts)
    return "".join(parts)


def code_language(element: "HtmlElement") -> str:
    """Return the language that code, its surroundings or its first part are marked with."""
    inner = next(element.iter("code"), None)
    around = element.getparent()
    outer = around.getparent() if around is not None else None
    for candidate in (inner, element, around, outer):
        if candidate is None:
            continue
        given = candidate.get("data-lang") or candidate.get("data-language")
        marks = (candidate.get("class") or "").replace("brush: ", "brush-").split()
        if "sourceCode" in marks and len(marks) > 1:
            given = given or next(mark for mark in [*marks, ""] if mark != "sourceCode")
        names = [given or ""]
        names += [match["name"] for mark in marks if (match := _LANGUAGE.fullmatch(mark))]
        names += [match["name"] for mark in marks if (match := _HIGHLIGHT.fullmatch(mark))]
        for name in names:
            if name and name.lower() not in _NO_LANGUAGE:
                return name.lower()
    return ""


def _collect(element: "HtmlElement", parts: list[str]) -> None:
    waiting: list[HtmlElement | str] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        name = name_of(node)
        if name in _OUTSIDE or marks_of(node) & _NUMBERS:
            continue
        if name == "br":
            parts.append("\n")
            continue
        waiting.extend(reversed(list(children_of(node))))
        if name in BLOCKS and node is not element:
            waiting.insert(len(waiting) - len(list(children_of(node))), "\n")


_ASKED = re.compile(r"Q(?:uestion)?\s?\d{0,3}\s?[:.)]\s+\S", re.IGNORECASE)
_ANSWERED = re.compile(r"(?<=[?？])\s+(?=A(?:nswer)?\s?\d{0,3}\s?[:.)]\s)", re.IGNORECASE)
_MARKS = ("?", "？")


def is_question(words: str, declared: frozenset[str]) -> bool:
    """Tell a line that asks: "Q: …", or one of the questions a page declares as its own."""
    return words.casefold() in declared or (
        words.rstrip().endswith(_MARKS) and _ASKED.match(words) is not None
    )


def reads_like_a_question(words: str, declared: frozenset[str]) -> bool:
    """Tell a question among the lines that unfold something."""
    return words.rstrip().endswith(_MARKS) or words.casefold() in declared


def question_and_answer(line: str) -> list[str]:
    """Return a question and the answer on the same line as two, any other line alone."""
    return _ANSWERED.split(line, maxsplit=1) if _ASKED.match(line) else [line]


def marked_question(element: "HtmlElement") -> "tuple[str, list[HtmlElement]] | None":
    """Return what is marked up as a schema.org question and its answers."""
    if not (element.get("itemtype") or "").rstrip("/").endswith("schema.org/Question"):
        return None
    name = next(iter(element.xpath('.//*[@itemprop="name"]')), None)
    answers = element.xpath('.//*[@itemprop="acceptedAnswer" or @itemprop="suggestedAnswer"]')
    if name is None or not answers:
        return None
    return one_line(flat_words(children_of(name))), answers
