"""Elements of HTML and the words a reader sees in them."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li listing "
    "main menu nav ol optgroup p plaintext pre search section summary table tbody td tfoot th "
    "thead tr ul xmp".split()
)
"""Elements that begin and end a line of their own."""

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

MOST_NESTED = 120
"""Elements inside each other beyond which a page is read flat."""

_DROPPED = frozenset(
    "annotation annotation-xml applet area audio base canvas col colgroup datalist del embed head "
    "iframe input link map meta noembed noframes noscript object option param progress rp rt s "
    "script select source strike style svg template textarea title track video".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNFOLDS = re.compile(r"tab|accord|collaps|panel|answer|faq|toggl|expand|dropdown", re.IGNORECASE)
_MARKS = frozenset("¶ # § 🔗 ↩ ↩︎ ↩️ ⏎ ^ ↑ ⚓ ⚓︎".split())
_NOTE_LINKS = frozenset(
    "footnote-ref footnote-backref footnote-reference reversefootnote mw-editsection "
    "headerlink header-anchor hash-link anchorjs-link footnote-back edit-link".split()
)
_NOTE_ROLES = frozenset(["doc-noteref", "doc-backlink"])
_NOTE_WORDS = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡])\s*[\])]?\s*")
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_POWER = re.compile(r"[-+−]?(?:\d{1,4}|n)")
_PICTURE_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|ico)$", re.IGNORECASE)
_NO_WORDS = re.compile(
    r"(?:(?:a |the )?(?:screen ?shots?|screen ?grab|image|photo|picture|logo|icon|banner|badge|alt"
    r"|diagram|figure|thumbnail|avatar|gif|demo|preview|untitled|placeholder)\b[\s\d:.#-]*)+",
    re.IGNORECASE,
)
_BADGE = re.compile(r"shields\.io|badge|/actions/workflows/", re.IGNORECASE)


def parse(markup: bytes | str) -> "HtmlElement | None":
    """Return the root of some HTML, or None where there is none to parse."""
    from lxml import etree, html

    content = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    try:
        return html.document_fromstring(
            content, parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        return None


def name_of(node: "HtmlElement") -> str:
    """Return an element's name in small letters, nothing for a comment."""
    return node.tag.lower() if isinstance(node.tag, str) else ""


def marks_of(element: "HtmlElement") -> set[str]:
    """Return an element's classes in small letters."""
    return set((element.get("class") or "").lower().split())


def is_dropped(element: "HtmlElement") -> bool:
    """Tell an element of which a reader sees no words: scripts, what is hidden or struck out."""
    name = name_of(element)
    if name in _DROPPED or not name:
        return True
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return not _may_unfold(element)
    style = element.get("style")
    if style and _HIDDEN.search(style):
        return not _may_unfold(element)
    if name == "button":
        return not _speaks(element)
    return name in {"a", "sup", "span"} and _is_mark(element, name)


def flat_words(nodes: "Iterable[HtmlElement | str]") -> str:
    """Return the words of some nodes, with a line feed where a line begins or breaks."""
    parts: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(_folded(node))
        else:
            _collect(node, parts, 0)
    return "".join(parts)


def children_of(element: "HtmlElement") -> "Iterator[HtmlElement | str]":
    """Yield the texts and elements right inside an element, in order."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def one_line(text: str) -> str:
    """Return words on one line, without the mark of a permanent link at their end."""
    words = " ".join(text.split())
    return words[:-1].rstrip() if words.endswith("¶") else words


def anchor_of(element: "HtmlElement") -> str:
    """Return the id by which a heading or term is linked to, also where it is around or in it."""
    own = element.get("id")
    if own:
        return str(own)
    for inner in element.iter():
        name = inner.get("id") or (inner.get("name") if name_of(inner) == "a" else None)
        if name:
            return str(name)
    around = element.getparent()
    first = around is not None and next(around.iterchildren("*"), None) is element
    is_section = around is not None and (
        name_of(around) == "section" or any(mark.startswith("sect") for mark in marks_of(around))
    )
    return str(around.get("id") or "") if around is not None and first and is_section else ""


def _collect(element: "HtmlElement", parts: list[str], depth: int) -> None:
    name = name_of(element)
    if is_dropped(element):
        return
    if name == "br":
        parts.append("\n")
    elif name == "wbr":
        pass
    elif name == "img":
        parts.append(_alternative(element))
    elif name == "sup" and _POWER.fullmatch(raised := "".join(element.itertext()).strip()):
        after_word = bool(parts) and parts[-1][-1:].isalnum()
        parts.append(raised.translate(_RAISED) if after_word else raised)
    elif depth > MOST_NESTED:
        parts.append(" ".join(element.itertext()))
    else:
        opened, closed = _edges(name)
        parts.append(opened)
        for node in children_of(element):
            if isinstance(node, str):
                parts.append(_folded(node))
            else:
                _collect(node, parts, depth + 1)
        parts.append(closed)


def _edges(name: str) -> tuple[str, str]:
    if name == "q":
        return "“", "”"
    if name in {"td", "th"}:
        return " ", " "
    if name == "dt":
        return "\n", ": "
    if name == "dd":
        return "", "\n"
    return ("\n", "\n") if name in BLOCKS else ("", "")


def _may_unfold(element: "HtmlElement") -> bool:
    """Tell what opens at a click, such as a tab or an answer, from what is never shown."""
    marks = " ".join(element.get(key) or "" for key in ("class", "id", "role"))
    return element.get("aria-hidden") != "true" and bool(_UNFOLDS.search(marks))


def _speaks(button: "HtmlElement") -> bool:
    """Tell a button that is a question or a heading from one that only does something."""
    parent = button.getparent()
    if parent is not None and name_of(parent) in HEADINGS:
        return True
    words = "".join(button.itertext()).strip()
    return words.endswith(("?", "？"))


def _is_mark(element: "HtmlElement", name: str) -> bool:
    """Tell links to footnotes and headings, whose words are no part of the text around them."""
    if marks_of(element) & _NOTE_LINKS or element.get("role") in _NOTE_ROLES:
        return True
    if name == "span":
        return False
    if name == "sup":
        if "reference" in marks_of(element):
            return True
        target = next((str(link.get("href") or "") for link in element.iter("a")), "")
    else:
        target = element.get("href") or ""
    words = "".join(element.itertext())
    if words.strip() in _MARKS:
        return name == "a" and target.startswith("#")
    if not target.startswith("#") or len(words) > 8:
        return False
    is_note = name == "sup" or "footnote" in (element.get("class") or "")
    is_note = is_note or bool(re.match(r"#(?:_footnote|fnref|cite_ref)", target))
    return is_note and bool(_NOTE_WORDS.fullmatch(words) or not words.strip())


def _alternative(image: "HtmlElement") -> str:
    """Return what a picture says in words, where it says something."""
    words = " ".join((image.get("alt") or "").split())
    source = image.get("src") or ""
    if not words or _PICTURE_FILE.match(words) or _NO_WORDS.fullmatch(words):
        return ""
    if _BADGE.search(source):
        return ""
    parent = image.getparent()
    alone = parent is None or not any(
        isinstance(node, str) and node.strip() for node in children_of(parent)
    )
    says = len(words) > 2 if not alone else len(words.split()) > 3
    return f" {words} " if says else ""


def _folded(text: str) -> str:
    """Return text with its line ends as spaces: in HTML they mean no more."""
    return text.replace("\n", " ").replace("\r", " ")
