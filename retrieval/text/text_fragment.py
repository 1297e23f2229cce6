"""Links that open a page at the quoted words (WICG "URL Fragment Text Directives")."""

import re
from collections.abc import Sequence
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from footnote.retrieval.blocks import Outline
from footnote.retrieval.text.laying_out import CELL_JOINT, ITEM_MARK

_WHOLE_QUOTE = 80
"""Longest quote in characters that is put into a link whole."""

_EDGE_WORDS = 5
_JOINT = re.compile(rf"\n|{re.escape(CELL_JOINT)}")


def quote_link(url: str | None, quote: str, anchor: str = "") -> str | None:
    """Return an http(s) link that scrolls to a quote, or None for any other address.

    A long quote is given by its first and last words. In front of the text directive stands the
    element fragment the address already has, or else `anchor`, the id of the quote's heading.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    base, _, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0] or percent_encode(anchor, safe="")
    return f"{base}#{fragment}:~:text={text_directive(quote)}"


def anchor_at(outline: Outline, offset: int) -> str:
    """Return the id nearest above a character that a link can name, nothing where there is none.

    That is the term or question a block belongs to, else the innermost heading with an id.
    """
    place = outline.at(offset)
    if place is None:
        return ""
    owner: int | None = place
    while owner is not None:
        if outline.blocks[owner].anchor:
            return outline.blocks[owner].anchor
        owner = outline.owner(owner)
    above = (outline.blocks[heading].anchor for heading in outline.headings_above(place)[::-1])
    return next(filter(None, above), "")


def text_directive(quote: str) -> str:
    """Return the value of a text directive: a quote, or its first and last words, encoded.

    Neither may reach from one block of the page into the next, and the marks of a list are no text
    of a page: of a quote of several lines or cells the first and the last are named.
    """
    parts = [ITEM_MARK.sub("", part).split() for part in _JOINT.split(quote)]
    parts = [words for words in parts if words] or [quote.split()]
    if len(parts) > 1:
        first, last = parts[0][:_EDGE_WORDS], parts[-1][-_EDGE_WORDS:]
    elif len(quote) <= _WHOLE_QUOTE or len(parts[0]) <= 2 * _EDGE_WORDS:
        return _encoded(parts[0])
    else:
        first, last = parts[0][:_EDGE_WORDS], parts[0][-_EDGE_WORDS:]
    return f"{_encoded(first)},{_encoded(last)}"


def _encoded(words: Sequence[str]) -> str:
    text = " ".join(words)
    # Bare `-` and `,` have a meaning of their own inside a text directive.
    return percent_encode(text.encode("utf-8", "replace"), safe="").replace("-", "%2D")
