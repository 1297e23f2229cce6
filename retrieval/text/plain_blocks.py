"""The blocks of text that has no markup: paragraphs, bullets, numbered steps, rows of cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from footnote.retrieval.blocks import Block, Span
from footnote.retrieval.text.sentences import split_paragraphs

_BULLET = re.compile(r"[•◦▪‣*–—-]\s+(?=\S)")
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?=\S)")
_DIGIT = re.compile(r"\d")
_SPOKEN = re.compile(r"(?:(?P<question>Q(?:uestion)?)|A(?:nswer)?) ?\d{0,3}[:.] +(?=\S)")
_LOGGED = re.compile(
    r"[\[(<]?(?:\d{4}[-/]\d\d[-/]\d\d[T ,]+\d\d?:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|"
    r"\d\d?:\d\d:\d\d\b)"
)
_DIVIDER = re.compile(r"\s*(?<!\|)\|(?!\|)\s*")


def plain_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text, as far as its lines show them.

    Lines that were wrapped in mid-sentence are one block. A single line with dividers is no table,
    and a single numbered line no list. "Q: …" with "A: …" right below it is an entry of an FAQ.
    """
    spans = split_paragraphs(text)
    kinds = [_kind(text[span.start : span.end]) for span in spans]
    blocks: list[Block] = []
    group = 0
    for place, (span, kind) in enumerate(zip(spans, kinds, strict=True)):
        beside = [kinds[n] for n in (place - 1, place + 1) if 0 <= n < len(kinds)]
        if kind == "question" and kinds[place + 1 : place + 2] == ["answer"]:
            group += 1
            blocks.append(Block("question", span.start, span.end, group=group, depth=1))
            continue
        if kind == "answer" and blocks and blocks[-1].kind == "question":
            blocks.append(Block("answer", span.start, span.end, group=group, depth=2))
            continue
        if kind not in {"row", "bullet", "step"} or kind not in beside:
            blocks.append(_alone(text, span, kind))
            continue
        follows = bool(place) and kinds[place - 1] == kind and blocks[-1].group == group > 0
        group += not follows
        words = text[span.start : span.end]
        number = _NUMBER.match(words) if kind == "step" else None
        # Rows that open a text may stand in the middle of a table.
        heads = kind == "row" and not follows and place > 0 and not _DIGIT.search(words)
        blocks.append(
            Block(
                "row" if kind == "row" else "item",
                span.start,
                span.end,
                group=group,
                depth=1,
                ordinal=int(number["number"]) if number else None,
                header=heads,
                cells=cell_spans(words, span.start) if kind == "row" else (),
            )
        )
    return tuple(blocks)


def _alone(text: str, span: Span, kind: str) -> Block:
    if kind == "bullet" and _BULLET.match(text, span.start):
        return Block("item", span.start, span.end)
    return Block("paragraph", span.start, span.end)


def _kind(line: str) -> str:
    if "\n" not in line and len(_DIVIDER.findall(line.strip("| "))) > 0:
        return "row"
    if _BULLET.match(line):
        return "bullet"
    spoken = spoken_kind(line)
    if spoken:
        return spoken
    return "step" if _NUMBER.match(line) else "paragraph"


def spoken_kind(line: str) -> Literal["question", "answer"] | None:
    """Return what a line that begins with "Q:" or "Answer 3:" is in a list of questions."""
    spoken = _SPOKEN.match(line)
    return None if spoken is None else "question" if spoken["question"] else "answer"


def is_log_line(line: str) -> bool:
    """Tell a line that begins with a moment, as those of a log do: it is one by itself."""
    return _LOGGED.match(line) is not None


def paragraph_lines(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines of each paragraph: wrapped lines are one, lines of a log one each."""
    parts: list[list[str]] = []
    rest: list[str] = []
    for line in (*lines, None):
        if rest and (line is None or is_log_line(line)):
            text = "\n".join(rest)
            parts += [text[span.start : span.end].split("\n") for span in split_paragraphs(text)]
            rest = []
        if line is not None and is_log_line(line):
            parts.append([line])
        elif line is not None:
            rest.append(line)
    return parts


def cell_spans(line: str, offset: int) -> tuple[Span, ...]:
    """Return where the cells of a line stand that ` | ` divides; `offset` is the line's own."""
    edges = [0, *(edge for match in _DIVIDER.finditer(line) for edge in match.span()), len(line)]
    return tuple(
        Span(offset + start, offset + max(start, end))
        for place, (start, end) in enumerate(pairwise(edges))
        if place % 2 == 0
    )


@dataclass(frozen=True, slots=True)
class ListMark:
    """The bullet or number a line begins with; `shown` is empty for a bullet."""

    length: int
    ordinal: int | None
    shown: str


def list_mark(line: str) -> ListMark | None:
    """Return the mark that makes a line an item of a list, or None for another line."""
    number = _NUMBER.match(line)
    if number:
        return ListMark(number.end(), int(number["number"]), number[0].strip())
    bullet = _BULLET.match(line)
    return ListMark(bullet.end(), None, "") if bullet else None
