"""From a quote to the entry of a manual it is part of: the option's name, its default, its text."""

from dataclasses import replace

from footnote.retrieval.answer import QuotedBlock
from footnote.retrieval.answering.quoting import SHORT_PARAGRAPH, Quote, columns, quoted_block
from footnote.retrieval.blocks import Outline, Span

SHORT_ENTRY = SHORT_PARAGRAPH
"""Up to so many characters a section below a name is quoted whole. Of 524 answers about seven
products 393 hold the gold words without this, 401 with it, 405 with `NEAR_NAME` too, 406 with 600
characters; characters an answer: 463, 477, 479, 494. Below any heading 407 hold them, at 506."""

NEAR_NAME = 100
"""A quote no more characters below a name begins with it: its default often stands between."""


def with_name(outline: Outline, quote: Quote) -> Quote:
    """Return a quote with the name it stands below, and whole where that section is short.

    A name is a heading of one word that is no plain one with a capital, in a script that parts
    words. Without a name a quote stays as it is, and so does a part of a list.
    """
    place = outline.overlapping(quote.span.start, quote.span.end).start
    above = outline.headings_above(place)
    named = bool(quote.heading and above) and outline.blocks[place].kind != "heading"
    if quote.more or not named or not _is_name(outline.words(above[-1])):
        return quote
    head = outline.blocks[above[-1]]
    section = Span(head.start, outline.blocks[_end_of_section(outline, place) - 1].end)
    if columns(outline.text[section.start : section.end]) <= SHORT_ENTRY:
        span = Span(section.start, max(section.end, quote.span.end))
    elif quote.span.start - head.end <= NEAR_NAME:
        span = Span(head.start, quote.span.end)
    else:
        return quote
    outer = (shown for shown in quote.blocks if shown.block.end <= span.start)
    return replace(quote, span=span, blocks=(*outer, *_shown(outline, span)))


def _is_name(heading: str) -> bool:
    """Tell "engineStrict", "--quiet" and "63" from "Summary", "OPTIONS", or any Chinese heading."""
    is_plain = heading.isalpha() and (heading.istitle() or heading.isupper())
    return len(heading.split()) == 1 and columns(heading) == len(heading) and not is_plain


def _end_of_section(outline: Outline, place: int) -> int:
    blocks = outline.blocks
    stop = place + 1
    while stop < len(blocks) and blocks[stop].kind != "heading":
        stop += 1
    return stop


def _shown(outline: Outline, span: Span) -> list[QuotedBlock]:
    """Return the blocks of a span, the last as far as it goes."""
    blocks = [outline.blocks[place] for place in outline.overlapping(span.start, span.end)]
    if blocks[-1].end > span.end:
        blocks[-1] = replace(blocks[-1], end=span.end)
    return [quoted_block(outline, block) for block in blocks]
