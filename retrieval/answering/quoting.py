"""From the words that answer to what is quoted: the whole step, row, entry or short paragraph."""

from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from footnote.retrieval.answer import QuotedBlock, QuoteKind
from footnote.retrieval.blocks import Block, Outline, Span
from footnote.retrieval.text.laying_out import CELL_JOINT
from footnote.retrieval.text.sentences import split_sentences
from footnote.retrieval.text.text_fragment import anchor_at
from footnote.retrieval.text.untrusted import unmarked

MOST_CHARACTERS = 1_000
"""Of a quote; a longer list, entry or code is cut between its parts."""

SHORT_PARAGRAPH = 400
"""Up to so many characters a paragraph is quoted whole, of a longer one what answers and what
follows: sentences lean on each other, and the next one often takes back what one says. Of 53
answers from documentation 40 hold the gold words with 400 or 600 characters, 35 with 200; of 287
on short facts (XQuAD-en, our own) 269 with any. Characters of double width count twice."""

CAPTION = 80
"""Characters at most of a line between an announcement and its code: the name of a file."""

SHORT_BESIDE = 320
"""Up to so many characters a paragraph comes with code it speaks of, or with its question."""

MOST_HEADINGS = 2
"""Headings shown above a list, a row or code that nothing announces."""

_UNANNOUNCED = frozenset(["item", "row", "code"])
_PROSE = frozenset(["paragraph", "quotation", "callout", "answer", "definition"])
_ENTRIES = frozenset(["term", "definition", "question", "answer"])


@dataclass(frozen=True, slots=True)
class Quote:
    """What is quoted of an article, and what it is; see `Citation` for its parts."""

    span: Span
    kind: QuoteKind
    heading: tuple[str, ...] = ()
    anchor: str = ""
    blocks: tuple[QuotedBlock, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class _Run:
    """Blocks quoted together; `more` counts the items left out after them."""

    places: range
    kind: QuoteKind
    more: int = 0


def quote_around(outline: Outline, start: int, end: int, title: str = "") -> Quote:
    """Return the quote for the words `[start, end)` that answer: the block around them, whole.

    A step comes with its list and the sentence that announces it, a row with the row that heads
    its table, code with its announcement, a definition with its term, an answer with its question.
    Of a long paragraph the words and the sentences after them are quoted, as many as fit. A quote
    never ends in an announcement.
    """
    places = outline.overlapping(start, end)
    place = places.start
    run = _run(outline, place)
    if run is None:
        last = outline.blocks[max(places.stop - 1, place)]
        span = Span(start, end) if last.start <= end else Span(start, last.end)
        span = _with_next(outline, place, span)
    else:
        blocks = outline.blocks
        span = Span(blocks[run.places.start].start, blocks[run.places.stop - 1].end)
        if span.end < end:  # the words reach beyond what was found around their beginning
            span = Span(span.start, end)
    above = outline.headings_above(place)
    path = above[1:] if above and _repeats(outline, above[0], title) else above
    heading = tuple(" ".join(outline.words(other).split()) for other in path)
    return Quote(
        span,
        "sentence" if run is None else run.kind,
        heading,
        anchor_at(outline, outline.blocks[place].start),
        _shown(outline, run, path),
        0 if run is None else run.more,
    )


def _run(outline: Outline, place: int) -> _Run | None:
    """Return the blocks to quote around one, None where its own words are enough."""
    block = outline.blocks[place]
    if block.kind in _ENTRIES:
        return _entry(outline, place) or _Run(range(place, place + 1), "definition")
    if block.kind in {"row", "item", "code"}:
        return _structure(outline, place)
    if _is_caption(outline, place):
        return _structure(outline, place + 1)
    following = place + 1
    announces = following < len(outline.blocks) and outline.announces(place)
    if announces and outline.blocks[following].kind == "row":
        return _table(outline, place)
    if announces and outline.blocks[following].kind != "heading":
        announced = _structure(outline, following + _is_caption(outline, following))
        if announced is None:
            return _Run(range(place, following + 1), "sentence")
        return replace(announced, places=range(place, announced.places.stop))
    question = _heading_question(outline, place)
    if question is not None:
        return _Run(range(question, following), "faq")
    if block.kind == "callout" or columns(outline.words(place)) <= SHORT_PARAGRAPH:
        return _Run(range(place, following), "sentence")
    return None


def _with_next(outline: Outline, place: int, span: Span) -> Span:
    """Return a span that begins in a block with the sentences after it, as many as fit."""
    block, stop = outline.blocks[place], span.end
    for sentence in split_sentences(outline.text[block.start : block.end]):
        end = block.start + sentence.end
        if columns(outline.text[span.start : end]) > SHORT_PARAGRAPH:
            break
        stop = max(stop, end)
    return Span(span.start, stop)


def columns(text: str) -> int:
    """Return how long a text is; characters of double width count twice."""
    return len(text) + sum(east_asian_width(character) in "WF" for character in text)


def _heading_question(outline: Outline, place: int) -> int | None:
    """Return the heading right above a block that it answers, where the block is short."""
    before = place - 1
    if before < 0 or outline.blocks[before].kind != "heading":
        return None
    asks = outline.words(before).rstrip().endswith(("?", "？"))
    short = outline.blocks[place].end - outline.blocks[place].start <= SHORT_BESIDE
    return before if asks and short else None


def _structure(outline: Outline, place: int) -> _Run | None:
    block = outline.blocks[place]
    if block.kind == "row":
        return _Run(range(place, place + 1), "table")
    if block.kind == "code" and not block.group:
        return _Run(range(_announcement(outline, place), place + 1), "code")
    if block.group and outline.blocks[outline.group(place).start].kind in _ENTRIES:
        return _entry(outline, place) or _Run(outline.belonging(place), "list")
    if block.group:
        return _list(outline, place)
    return _Run(range(place, place + 1), "list") if block.kind == "item" else None


def _table(outline: Outline, lead: int) -> _Run:
    """Return a table from its announcement on, as many rows as fit."""
    group = outline.group(lead + 1)
    stop = lead + 2
    while stop < group.stop and _length(outline, range(lead, stop + 1)) <= MOST_CHARACTERS:
        stop += 1
    return _Run(range(lead, stop), "table", more=group.stop - stop)


def _announcement(outline: Outline, place: int) -> int:
    """Return the paragraph before code that speaks of it, else the code itself."""
    before = place - 1
    if before < 0 or outline.blocks[before].kind not in _PROSE:
        return place
    if _is_caption(outline, before):
        return before - 1
    announced = outline.lead_in(place) is not None
    block = outline.blocks[before]
    return before if announced or block.end - block.start <= SHORT_BESIDE else place


def _is_caption(outline: Outline, place: int) -> bool:
    """Tell whether a block is a short line between an announcement and its code."""
    blocks = outline.blocks
    return (
        0 < place < len(blocks) - 1
        and blocks[place].kind == "paragraph"
        and blocks[place + 1].kind == "code"
        and blocks[place].end - blocks[place].start <= CAPTION
        and blocks[place - 1].kind in {*_PROSE, "item"}
        and outline.announces(place - 1)
    )


def _list(outline: Outline, place: int) -> _Run:
    """Return a list with its announcement; of a long one the part around a block."""
    blocks = outline.blocks
    group = outline.group(place)
    lead = outline.lead_in(place)
    first = group.start if lead is None else lead
    steps = any(blocks[other].ordinal is not None for other in group)
    kind: QuoteKind = "steps" if steps else "list"
    if _length(outline, range(first, group.stop)) <= MOST_CHARACTERS:
        return _Run(range(first, group.stop), kind)
    items = [n for n in group if blocks[n].kind == "item" and blocks[n].depth == 1]
    own = max((n for n in items if n <= place), default=group.start)
    stop = first + 1
    for item in items:
        end = outline.belonging(item).stop
        if _length(outline, range(first, end)) > MOST_CHARACTERS:
            break
        stop = end
    if place < stop and steps:
        return _Run(range(first, stop), kind, more=sum(item >= stop for item in items))
    whole = outline.belonging(own)
    if _length(outline, whole) > MOST_CHARACTERS:
        whole = outline.belonging(place)
    return _Run(whole, kind if len(whole) > 1 else "list")


def _entry(outline: Outline, place: int) -> _Run | None:
    """Return a term with its definition, a question with its answer; of a long one a part.

    An entry within an entry comes with what is around it where all of that fits, else by itself.
    """
    heads = [place]
    while (above := outline.owner(heads[-1])) is not None:
        heads.append(above)
    entries = [(head, _named(outline, head)) for head in reversed(heads)]
    for head, whole in entries:
        if len(whole) > 1 and _length(outline, whole) <= MOST_CHARACTERS:
            return _Run(whole, _entry_kind(outline, head))
    for head, whole in entries:
        first, stop = whole.start, head + 1
        while stop < whole.stop and _length(outline, range(first, stop + 1)) <= MOST_CHARACTERS:
            stop += 1
        if place < stop and stop > head + 1:
            return _Run(range(first, stop), _entry_kind(outline, head))
    return None


def _named(outline: Outline, head: int) -> range:
    """Return a block with all that belongs to it, and the other names of the same thing."""
    first = head
    while first > 0 and outline.blocks[first].kind == "term" == outline.blocks[first - 1].kind:
        first -= 1
    return range(first, outline.belonging(head).stop)


def _entry_kind(outline: Outline, head: int) -> QuoteKind:
    return "faq" if outline.blocks[head].kind in {"question", "answer"} else "definition"


def _length(outline: Outline, places: range) -> int:
    return outline.blocks[places.stop - 1].end - outline.blocks[places.start].start


def _repeats(outline: Outline, place: int, title: str) -> bool:
    return " ".join(outline.words(place).split()).casefold() == title.casefold()


def _shown(outline: Outline, run: _Run | None, path: tuple[int, ...]) -> tuple[QuotedBlock, ...]:
    if run is None or (run.kind == "sentence" and len(run.places) == 1):
        return ()
    places = list(run.places)
    first = outline.blocks[places[0]].kind
    if first in _UNANNOUNCED:
        # The section says what the items are of, such as the version they changed in.
        places = [*path[-MOST_HEADINGS:], *places]
    if run.kind == "table":
        group = outline.group(run.places.start)
        heads = [n for n in group if outline.blocks[n].header and n < run.places.start]
        places = [*places[: -len(run.places)], *heads[-1:], *run.places]
    return tuple(quoted_block(outline, outline.blocks[place]) for place in places)


def quoted_block(outline: Outline, block: Block) -> QuotedBlock:
    """Return a block with its words."""
    cells = tuple(outline.text[cell.start : cell.end] for cell in block.cells)
    return QuotedBlock(block, outline.text[block.start : block.end], cells)


def shown_text(blocks: tuple[QuotedBlock, ...], more: int = 0) -> str:
    """Return the words of quoted blocks line by line, with what is left out.

    Nothing in them can be taken for a footnote, but for code, which stays as it is.
    """
    words = [CELL_JOINT.join(each.cells) if each.cells else each.words for each in blocks]
    lines = [
        line if each.block.kind == "code" else unmarked(line)
        for line, each in zip(words, blocks, strict=True)
    ]
    return "\n".join([*lines, f"… {more} more"] if more else lines)
