"""Blocks an extractor left out between those it kept: headings, list items, short answers."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LEAVES = ("p", "li", "dt", "dd", "h2", "h3", "h4", "h5", "h6", "blockquote", "summary")
_OUTSIDE = frozenset("aside nav footer form figure figcaption button header iframe script".split())
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|social|promos?|newsletter|ads?|advert\w*|sponsor\w*|comments?"
    r"|sidebar|widget|caption|credit|pull-?quote|byline|author|bio|meta|breadcrumbs?|tags?|toc|nav\w*"
    r"|menu|cookie\w*|popup|modal|paywall|signature|stats?|recommend\w*|more|embed\w*|tweet|twitter\S*)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_ENOUGH = 0.6
_LINKED = 0.5
"""The share of a block's text that may be links."""


def filled(tree: "HtmlElement", text: str) -> str:
    """Return an extracted text with the blocks of the page that belong between its lines.

    A block is taken back when it stands between two kept ones, or follows the last one in the same
    list, and neither its surroundings nor its links mark it as furniture.
    """
    lines = text.split("\n")
    places = {_bare(line): number for number, line in reversed(list(enumerate(lines)))}
    leaves = [(leaf, _bare(leaf.text_content())) for leaf in tree.iter(*_LEAVES)]
    leaves = [(leaf, shown) for leaf, shown in leaves if shown and not _has_leaves(leaf)]
    kept = [number for number, (_, shown) in enumerate(leaves) if shown in places]
    if not kept:
        return _divided(leaves, text)
    last = leaves[kept[-1]][0]
    inserts: dict[int, list[str]] = {}
    place = places[leaves[kept[0]][1]]
    for number, (leaf, shown) in enumerate(leaves[kept[0] :], start=kept[0]):
        if shown in places:
            place = max(place, places[shown])
        elif number > kept[-1] and not (
            leaf.getparent() is last.getparent() and leaf.tag in {"li", "dt", "dd"}
        ):
            break
        elif _belongs(leaf, shown) and (len(shown) < 20 or shown not in text):
            inserts.setdefault(place, []).append(f"- {shown}" if leaf.tag == "li" else shown)
    return "\n".join(
        line
        for number, kept_line in enumerate(lines)
        for line in (kept_line, *inserts.get(number, ()))
    )


def _divided(leaves: list[tuple["HtmlElement", str]], text: str) -> str:
    """Return a text that came as one line, as it does from short pages, in the page's blocks."""
    whole = _bare(text)
    blocks = [shown for leaf, shown in leaves if shown in whole and _belongs(leaf, shown)]
    enough = sum(map(len, blocks)) >= _ENOUGH * len(whole)
    return "\n".join(dict.fromkeys(blocks)) if enough else text


def _bare(text: str) -> str:
    return " ".join(text.split()).removeprefix("- ").rstrip("¶#").strip()


def _has_leaves(leaf: "HtmlElement") -> bool:
    return next((inner for inner in leaf.iter(*_LEAVES) if inner is not leaf), None) is not None


def _belongs(leaf: "HtmlElement", shown: str) -> bool:
    linked = sum(len(_bare(link.text_content())) for link in leaf.iter("a"))
    if linked > _LINKED * len(shown):
        return False
    for element in (leaf, *leaf.iterancestors()):
        if element.tag in {"body", "article", "main", "html"}:
            return True
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in _OUTSIDE or _FURNITURE.search(marks):
            return False
    return True
