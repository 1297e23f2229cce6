"""Which part of a web page is its content, and what in that part is the site's."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footnote.retrieval.readers.dom import BLOCKS, HEADINGS, flat_words, name_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DOCUMENTATION = (
    '//body[div[@id="content"] and (div[@id="header"] or //meta[@name="generator"'
    ' and starts-with(@content, "Asciidoctor")])]',
    '//body[//meta[@name="generator" and contains(@content, "DocBook")]]',
    '//*[@role="main"]//*[contains(@class, "rst-content")]',
    '//div[contains(@class, "body") and @role="main"]',
    '//div[contains(@class, "theme-doc-markdown")]',
    '//article[contains(@class, "md-content__inner")]',
    '//*[contains(@class, "markdown-body")]',
    '//div[contains(@class, "mw-parser-output")]',
    '//*[contains(concat(" ", @class, " "), " vp-doc ")]',
    '//div[@id="content"]/main | //main[contains(@class, "td-main")]',
    '//*[@id="main-content" and contains(@class, "content")]',
    '//div[contains(@class, "contents") and preceding::*[contains(@class, "headertitle")]]',
)
"""Where tools that make documentation put it: Asciidoctor, DocBook, Sphinx, Docusaurus, MkDocs,
GitHub, MediaWiki, VitePress, mdBook, Docsy, rustdoc, Doxygen."""

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|social|promos?|newsletter|ads?|advert\w*|sponsor\w*|comments?"
    r"|sidebar|widget|caption|credit|pull-?quote|byline|author|bio|meta|breadcrumbs?|tags?|toc|nav\w*"
    r"|menu|cookie\w*|popup|modal|paywall|signature|stats?|recommend\w*|more|embed\w*|tweet|twitter\S*)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and ids of what stands beside an article in news and blogs."""

_AROUND = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|toc|tocwrapper|table-of-contents|tableofcontents|contents-list"
    r"|nav|navbar|navigation|navbox|navheader|navfooter|prev-next|prevnext|pagination\S*|pager"
    r"|page-?nav\S*|skip-?link|edit-?this-?page|edit-page|sphinxsidebar\w*|cookie\S*|site-footer"
    r"|docs-feedback|feedback|was-this-helpful|last-updated|catlinks|printfooter|mw-editsection"
    r"|contributors)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and ids of what stands around documentation."""

_OUTSIDE = frozenset("aside nav footer form figure figcaption header".split())
_ALWAYS_OUTSIDE = frozenset(["nav", "form"])
_KEPT_SHARE = 0.3
"""From this share of its characters on, what an extractor kept of a part keeps the part."""

_SURE_SHARE = 0.6
_LABEL = 120
"""Characters from which on a line above the headline is text."""

_LINKED = 0.5
_SHORT = 20
_FOOTERS = ("footer", "colophon")


@dataclass(frozen=True, slots=True)
class Content:
    """The element that holds a page's content, and the elements in it that are not of it.

    `documentation` says that a tool made the page, so that nothing else of a site is in it.
    """

    root: "HtmlElement"
    left_out: "frozenset[HtmlElement]" = frozenset()
    documentation: bool = False


def documentation(tree: "HtmlElement") -> Content | None:
    """Return the content of a page that a documentation tool has made, None for another page."""
    for path in _DOCUMENTATION:
        found = tree.xpath(path)
        if found and any("".join(each.itertext()).strip() for each in found):
            root = max(found, key=lambda each: sum(map(len, each.itertext())))
            return Content(root, frozenset(_around(root)), documentation=True)
    return None


def as_extracted(tree: "HtmlElement", text: str) -> Content:
    """Return the part of a page that an extracted text was taken from, gaps included.

    What the extractor left out between parts it kept belongs to the content, unless its
    surroundings or its links mark it as the site's.
    """
    leaves = [leaf for leaf in tree.iter(*BLOCKS) if _is_leaf(leaf)]
    shown = {leaf: _bare(flat_words([leaf])) for leaf in leaves}
    leaves = [leaf for leaf in leaves if shown[leaf]]
    lines, whole = {_bare(line) for line in text.split("\n")}, _squeezed(text)
    kept = {leaf for leaf in leaves if _is_kept(leaf, shown[leaf], lines, whole)}
    if "\n" not in text.strip():
        kept = _telling(kept, shown, len(whole))
    if not kept:
        return whole_page(tree)
    root = _around_all([leaf for leaf in leaves if leaf in kept])
    inside = [leaf for leaf in leaves if leaf is root or root in leaf.iterancestors()]
    left_out = {part for part in _beside(root) if not _mostly_kept(part, shown, kept)}
    left_out.update(_above_headline(tree, inside, shown))
    places = [place for place, leaf in enumerate(inside) if leaf in kept]
    last = inside[places[-1]]
    for place, leaf in enumerate(inside):
        if leaf in kept or name_of(leaf) == "h1":
            continue
        before, after = place < places[0], place > places[-1]
        in_list = leaf.getparent() is last.getparent() and name_of(leaf) in {"li", "dt", "dd"}
        if before or (after and not in_list) or _is_linked(leaf, shown[leaf]):
            left_out.add(leaf)
    return Content(_with_headline(root, left_out), frozenset(left_out))


def whole_page(tree: "HtmlElement") -> Content:
    """Return all of a page but what surrounds it on every site."""
    mains = tree.xpath('//main | //*[@role="main"]') or tree.xpath("//article")
    bodies = list(tree.iter("body"))
    root = mains[0] if len(mains) == 1 else bodies[0] if bodies else tree
    outside = {part for part in root.iter("footer", "aside") if "".join(part.itertext()).strip()}
    return Content(root, frozenset(outside | set(_around(root))))


def _around(root: "HtmlElement") -> "Iterator[HtmlElement]":
    for element in root.iter():
        name = name_of(element)
        if not name or element is root:
            continue
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_footer = name in BLOCKS and (element.get("id") or "") in _FOOTERS
        if name in _ALWAYS_OUTSIDE or is_footer or (_AROUND.search(marks) and name not in HEADINGS):
            yield element


def _beside(root: "HtmlElement") -> "Iterator[HtmlElement]":
    for element in root.iter():
        name = name_of(element)
        if not name or element is root or name in {"body", "article", "main", "html"}:
            continue
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if name in _OUTSIDE or (name not in HEADINGS and _FURNITURE.search(marks)):
            yield element


def _mostly_kept(
    part: "HtmlElement", shown: "dict[HtmlElement, str]", kept: "set[HtmlElement]"
) -> bool:
    if name_of(part) == "nav":
        return False
    inside = [leaf for leaf in part.iter(*BLOCKS) if leaf in shown]
    whole = sum(len(shown[leaf]) for leaf in inside)
    return bool(whole) and sum(len(shown[leaf]) for leaf in inside if leaf in kept) >= (
        _KEPT_SHARE * whole
    )


def _telling(
    kept: "set[HtmlElement]", shown: "dict[HtmlElement, str]", whole: int
) -> "set[HtmlElement]":
    """Return what surely is text where a short page came as one line, furniture and all."""
    sure = {leaf for leaf in kept if name_of(leaf) not in {"div", "center", "section", "header"}}
    return sure if sum(len(shown[leaf]) for leaf in sure) >= _SURE_SHARE * whole else kept


def _above_headline(
    tree: "HtmlElement", leaves: "Sequence[HtmlElement]", shown: "dict[HtmlElement, str]"
) -> "Iterator[HtmlElement]":
    """Yield the labels that stand above the heading which the page's title repeats."""
    title = _squeezed(tree.findtext(".//title") or "").casefold()
    for place, leaf in enumerate(leaves):
        if name_of(leaf) in HEADINGS and shown[leaf].casefold() in title:
            yield from (above for above in leaves[:place] if len(shown[above]) < _LABEL)
            return


def _is_leaf(element: "HtmlElement") -> bool:
    return next((inner for inner in element.iter(*BLOCKS) if inner is not element), None) is None


def _is_kept(leaf: "HtmlElement", words: str, lines: set[str], whole: str) -> bool:
    if words in lines:
        return True
    part = len(words) >= _SHORT or name_of(leaf) in {"td", "th"}
    return part and words in whole


def _around_all(leaves: "Sequence[HtmlElement]") -> "HtmlElement":
    """Return the smallest element that holds all leaves, or one that is nothing but text."""
    first, last = leaves[0], leaves[-1]
    around = {first, *first.iterancestors()}
    root: Any = next(each for each in (last, *last.iterancestors()) if each in around)
    inside = set(root.iter())
    while root.getparent() is not None and not inside.issuperset(leaves):
        root = root.getparent()
        inside = set(root.iter())
    if len(leaves) == 1 and root.getparent() is not None:
        root = root.getparent()
    while name_of(root) in {"ul", "ol", "dl", "tr", "tbody", "table"}:
        root = root.getparent()
    return root


def _with_headline(root: "HtmlElement", left_out: "set[HtmlElement]") -> "HtmlElement":
    """Return the element around a content that holds the headline right above it too."""
    if next(root.iter("h1"), None) is not None:
        return root
    around = root.getparent()
    if around is None or name_of(around) not in {"article", "main"}:
        return root
    if next(around.iter("h1"), None) is None:
        return root
    for sibling in around:
        if sibling is root or not name_of(sibling):
            continue
        if name_of(sibling) == "h1":
            continue
        if next(sibling.iter("h1"), None) is None:
            left_out.add(sibling)
        else:
            left_out.discard(sibling)
            left_out.update(
                leaf for leaf in sibling.iter(*BLOCKS) if _is_leaf(leaf) and name_of(leaf) != "h1"
            )
    return around


def _is_linked(leaf: "HtmlElement", words: str) -> bool:
    linked = sum(len(_bare("".join(link.itertext()))) for link in leaf.iter("a"))
    return linked > _LINKED * len(words)


def _bare(text: str) -> str:
    return _squeezed(text).removeprefix("- ").rstrip("¶#").strip()


def _squeezed(text: str) -> str:
    return " ".join(text.split())
