"""From a raw page to an article: main text, title, dates and source; chrome and repeats gone."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from footnote.retrieval.article import FETCH_FACTS, Article, ArticleHead, RawPage
from footnote.retrieval.blocks import Block, Span
from footnote.retrieval.cleaning.deciding import Decision, decide, is_wall
from footnote.retrieval.cleaning.lines import (
    LINE_ENDS,
    Line,
    classify,
    code_line,
    normalised_lines,
    one_line,
)
from footnote.retrieval.cleaning.metadata import PageFacts, Said, read_around
from footnote.retrieval.errors import InputError
from footnote.retrieval.text.dates import Moment
from footnote.retrieval.text.laying_out import PLACES, Lines, Places, row_text
from footnote.retrieval.text.plain_blocks import plain_blocks

CLEANER_VERSION = "4"
"""Moves whenever the same page would be cleaned to other text or fields."""

MAX_TITLE_CHARACTERS = 300


def clean(raw: RawPage) -> Article:
    """Return the article of a page; raises `InputError` where it holds none.

    Dates are only those the reader found, a stamp states, or a line between title and text consists
    of; `updated` never becomes `published`. A title the page does not declare is a headline found
    in it, which stays in the text as a heading, or the name of its file.
    """
    page = _PageLines(raw)
    title = one_line(raw.title or "") or None
    source = one_line(raw.source) if raw.source else _host(raw.url)
    facts = PageFacts(title, raw.authors, source, raw.scraped)
    decision = decide(page.classified(), facts)
    kept = page.without_blanks(decision.kept)
    text, blocks = page.text_of(kept, decision.title_line)
    if not any(character.isalnum() for character in text):
        raise InputError("has no text besides site chrome", origin=raw.origin)
    title = (decision.title or _name(raw))[:MAX_TITLE_CHARACTERS]
    if raw.scraped and is_wall(title, text):
        raise InputError("holds a request for consent and no article", origin=raw.origin)
    around = Said()
    if raw.shown and decision.title:
        shown = normalised_lines(raw.shown)
        around = read_around(shown, replace(facts, title=title), frozenset(text.split("\n")))
    return _article(raw, title, source, _Content(text, blocks, kept), decision, around)


@dataclass(frozen=True, slots=True)
class _Content:
    """What stays of a page: its text, the text's blocks, the numbers of its lines."""

    text: str
    blocks: tuple[Block, ...]
    lines: Sequence[int]


def _article(
    raw: RawPage,
    title: str,
    source: str | None,
    content: _Content,
    decision: Decision,
    around: Said,
) -> Article:
    said = decision.said
    published = _surest(said.published, around.published)
    updated = _surest(said.updated, around.updated)
    head = ArticleHead(
        id=article_id(raw.key),
        title=title,
        url=raw.url,
        path=raw.path,
        source=source,
        published=raw.published or (published.day if published else None),
        updated=raw.updated or (updated.day if updated else None),
        authors=raw.authors or around.authors or said.authors,
    )
    metadata = {
        **_exact_times(raw, published, updated),
        **raw.metadata,
        **_places(raw.places, content.lines),
    }
    return Article(
        head=head,
        key=raw.key,
        text=content.text,
        content_hash=_content_hash(head, content.text, content.blocks, metadata),
        metadata=metadata,
        blocks=content.blocks,
        scraped=bool(raw.scraped),
    )


class _PageLines:
    """The lines of a raw page, normalised, with the block each belongs to."""

    def __init__(self, raw: RawPage) -> None:
        self._structured = bool(raw.blocks)
        ends = " " if raw.places is not None else "\n"
        text = raw.text if raw.blocks else LINE_ENDS.sub(ends, raw.text.replace("\r\n", "\n"))
        self._lines = Lines(text, raw.blocks)
        self._cells: dict[int, tuple[str, ...]] = {}
        self._texts = [] if raw.blocks else normalised_lines(text)
        for number, line in enumerate(self._lines.texts if raw.blocks else ()):
            block = self._lines.block(number)
            if block is not None and block.kind == "row":
                self._cells[number] = tuple(map(one_line, self._lines.cells(number)))
                self._texts.append(row_text(self._cells[number])[0])
            elif block is not None and block.kind == "code":
                self._texts.append(code_line(line))
            else:
                self._texts.append(one_line(line))

    def classified(self) -> list[Line]:
        """Return the lines with what each says."""
        return [classify(text, self._lines.block(n)) for n, text in enumerate(self._texts)]

    def without_blanks(self, kept: Sequence[int]) -> list[int]:
        """Leave out blank lines but one between two others; those within code are kept."""
        shown: list[int] = []
        for number in kept:
            inside = self._lines.block(number) is not None
            if self._texts[number] or inside or (shown and self._texts[shown[-1]]):
                shown.append(number)
        while shown and not self._texts[shown[-1]]:
            shown.pop()
        return shown

    def text_of(self, kept: Sequence[int], title_line: int | None) -> tuple[str, tuple[Block, ...]]:
        """Return the text of the lines that stay, and its blocks."""
        if self._structured:
            return self._lines.kept(self._texts, kept, self._cells)
        texts = [self._texts[number] for number in kept]
        text = "\n".join(texts)
        if title_line is None:
            return text, plain_blocks(text)
        start = sum(len(line) + 1 for line in texts[: kept.index(title_line)])
        end = start + len(self._texts[title_line])
        above, below = plain_blocks(text[:start]), plain_blocks(text[end:])
        groups = max((block.group for block in above), default=0)
        moved = (_moved(block, end, groups) for block in below)
        return text, (*above, Block("heading", start, end, level=1), *moved)


def _moved(block: Block, offset: int, groups: int) -> Block:
    """Return a block of a text's later part as a block of the whole."""
    return replace(
        block,
        start=block.start + offset,
        end=block.end + offset,
        group=block.group and block.group + groups,
        cells=tuple(Span(cell.start + offset, cell.end + offset) for cell in block.cells),
    )


def article_id(key: str) -> str:
    """Return the stable id of the article with this identity."""
    return "a" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _surest(*moments: Moment | None) -> Moment | None:
    """Return the first of some moments; where one of the same day has a time, that one."""
    stated = [moment for moment in moments if moment is not None]
    same_day = [moment for moment in stated if moment.day == stated[0].day]
    return next((moment for moment in same_day if moment.exact), stated[0] if stated else None)


def _exact_times(raw: RawPage, published: Moment | None, updated: Moment | None) -> dict[str, str]:
    """Return the exact times of stamps, where they say more of the page's days than its reader."""
    times = {}
    if published and published.exact and raw.published in {None, published.day}:
        times["published_at"] = published.exact
    if updated and updated.exact and raw.updated in {None, updated.day}:
        times["updated_at"] = updated.exact
    return times


def _places(places: Places | None, kept: Sequence[int]) -> dict[str, Any]:
    if places is None:
        return {}
    return {PLACES: Places(places.unit, [places.numbers[number] for number in kept]).as_json()}


def _name(raw: RawPage) -> str:
    """Return what a page without a title is called: the name of its file, or of its address."""
    address = ""
    with suppress(ValueError):
        address = urlsplit(raw.url or "").path.rstrip("/")
    stem = PurePath(address or raw.path or "").stem
    words = " ".join(re.split(r"[\s_-]+", unquote(stem))).strip()
    if not any(map(str.isalnum, words)):
        return one_line(raw.origin)
    line = raw.key.rpartition("#")[2] if raw.path and "#" in raw.key else ""
    named = words[:1].upper() + words[1:]
    return f"{named}, line {line}" if line.isdecimal() else named


def _host(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _content_hash(
    head: ArticleHead, text: str, blocks: Sequence[Block], metadata: Mapping[str, Any]
) -> str:
    parts = [CLEANER_VERSION, text, head.title, head.url, head.path, head.source]
    parts += [str(head.published), str(head.updated), *head.authors]
    lasting = {name: value for name, value in metadata.items() if name not in FETCH_FACTS}
    parts += [json.dumps(lasting, sort_keys=True, default=str), *map(repr, blocks)]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()
