"""Code in HTML: its words as they stand, and the language it is marked with."""

import re
from typing import TYPE_CHECKING

from footnote.retrieval.readers.dom import BLOCKS, children_of, marks_of, name_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
        names += [found["name"] for mark in marks if (found := _LANGUAGE.fullmatch(mark))]
        names += [found["name"] for mark in marks if (found := _HIGHLIGHT.fullmatch(mark))]
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
