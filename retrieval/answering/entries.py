"""From a quote to the entry of a manual it is part of: the option's name, its text, its example."""

from dataclasses import replace

from footnote.retrieval.answer import QuotedBlock
from footnote.retrieval.answering.quoting import SHORT_PARAGRAPH, Quote, columns, quoted_block
from footnote.retrieval.blocks import Outline, Span

SHORT_ENTRY = SHORT_PARAGRAPH
"""Up to so many characters a section below a name is quoted whole. Of 524 answers about seven
products 393 hold the gold words without this and `NEAR_NAME`, 404 with both; characters an answer:
463 and 477."""

NEAR_NAME = 100
"""A quote no more characters below a name begins with it: its default often stands between."""

SHORT_WITH_CODE = 400
"""Up to so many characters a quote comes with the code right below it. Of 611 answers that nothing
was chosen on 501 instead of 496 hold the gold words, at 492 instead of 488 characters an answer;
with 300 and with 1,000 as many do."""


def whole_entry(outline: Outline, quote: Quote) -> Quote:
    """Return a quote with the name it stands below and short code below it, else as it is.

    A name is a heading of one word that is no plain one with a capital, in a script that parts
    words; where the section below it is short, all of that is quoted. A part of a list stays one.
    """
    if quote.more:
        return quote
    below = _with_code(outline, quote.span)
    span = _with_name(outline, below) if quote.heading else below
    if span == quote.span:
        return quote
    outer = (shown for shown in quote.blocks if shown.block.end <= span.start)
    return replace(quote, span=span, blocks=(*outer, *_shown(outline, span)))


def _with_code(outline: Outline, span: Span) -> Span:
    below = outline.overlapping(span.start, span.end).stop
    if below == len(outline.blocks):
        return span
    last, code = outline.blocks[below - 1], outline.blocks[below]
    follows = code.kind == "code" != last.kind and last.end <= span.end
    fits = code.end - span.start <= SHORT_WITH_CODE
    return Span(span.start, code.end) if follows and fits else span


def _with_name(outline: Outline, span: Span) -> Span:
    place = outline.overlapping(span.start, span.end).start
    section = outline.section(place)
    head = outline.blocks[section.start]
    named = section.start < place and head.kind == "heading"
    if not named or not _is_name(outline.words(section.start)):
        return span
    end = outline.blocks[section.stop - 1].end
    if columns(outline.text[head.start : end]) <= SHORT_ENTRY:
        return Span(head.start, max(end, span.end))
    return Span(head.start, span.end) if span.start - head.end <= NEAR_NAME else span


def _is_name(heading: str) -> bool:
    """Tell "engineStrict", "--quiet" and "63" from "Summary", "OPTIONS", or any Chinese heading."""
    is_plain = heading.isalpha() and (heading.istitle() or heading.isupper())
    return len(heading.split()) == 1 and columns(heading) == len(heading) and not is_plain


def _shown(outline: Outline, span: Span) -> list[QuotedBlock]:
    """Return the blocks of a span, the first from where and the last as far as it goes."""
    blocks = [outline.blocks[place] for place in outline.overlapping(span.start, span.end)]
    blocks[0] = replace(blocks[0], start=max(blocks[0].start, span.start))
    blocks[-1] = replace(blocks[-1], end=min(blocks[-1].end, span.end))
    return [quoted_block(outline, block) for block in blocks]
