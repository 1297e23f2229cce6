"""HTML that is all content, as in books and feeds: its blocks as lines of text."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    "p div section article header footer aside h1 h2 h3 h4 h5 h6 li dt dd blockquote pre figure "
    "figcaption table ul ol dl hr body tr".split()
)
_DROPPED = frozenset("script style template noscript iframe object svg math nav head".split())
_FULL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_CELLS = frozenset(["td", "th"])


def parse(markup: bytes | str) -> "HtmlElement | None":
    """Return the root of some HTML, or None where there is none to parse."""
    from lxml import etree, html

    content = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    try:
        return html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def block_text(root: "HtmlElement") -> str:
    """Return the text of all blocks, a line each, table cells divided by ` | `."""
    from lxml import etree

    parts: list[str] = []
    inside_dropped = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            inside_dropped += name in _DROPPED
            if not inside_dropped:
                parts.append(_before(name) + _folded(_own_text(element, name)))
            continue
        if event == "end":
            if not inside_dropped:
                parts.append(_after(name))
            inside_dropped -= name in _DROPPED
        if not inside_dropped:
            parts.append(_folded(element.tail))
    lines = (" ".join(line.split()).strip(" |") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _own_text(element: "HtmlElement", name: str) -> str | None:
    """Return an element's text; for a marked-up time the time it means, which says more."""
    if name == "time" and _FULL_TIME.match(element.get("datetime") or ""):
        return str(element.get("datetime"))
    return element.text  # type: ignore[no-any-return]


def _before(name: str) -> str:
    if name == "li":
        return "\n• "
    return "\n" if name in _BLOCKS or name == "br" else ""


def _after(name: str) -> str:
    if name in _CELLS:
        return " | "
    return "\n" if name in _BLOCKS else ""


def _folded(text: str | None) -> str:
    """Return text with its line ends as spaces: in HTML they mean no more."""
    return (text or "").replace("\n", " ").replace("\r", " ")
