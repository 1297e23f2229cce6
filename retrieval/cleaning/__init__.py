"""From a raw page to an article: main text, title, dates and source; chrome and repeats gone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from retrieval.article import FETCH_FACTS, Article, ArticleHead, RawPage
from retrieval.blocks import Block
from retrieval.cleaning.chrome import is_chrome
from retrieval.cleaning.closing import away
from retrieval.cleaning.normalising import (
    LINE_ENDS,
    code_line,
    normalised_lines,
    one_line,
)
from retrieval.cleaning.opening import Opening, read_opening
from retrieval.cleaning.stamps import Stamp, read_stamp
from retrieval.cleaning.surroundings import read_surroundings
from retrieval.cleaning.titles import after_title, found_title
from retrieval.cleaning.walls import is_wall
from retrieval.errors import InputError
from retrieval.text.dates import Moment
from retrieval.text.laying_out import Lines, row_text
from retrieval.text.places import PLACES, Places
from retrieval.text.plain_blocks import plain_blocks

CLEANER_VERSION = "3"
"""Moves whenever the same page would be cleaned to other text or fields."""

MAX_TITLE_CHARACTERS = 300


def clean(raw: RawPage) -> Article:
    """Return the article of a page; raises `InputError` where it holds none.

    Dates are only those the reader found, a stamp states, or a line between title and text consists
    of; `updated` never becomes `published`.
    """
    page = _Page(raw)
    lines = page.lines
    title = one_line(raw.title or "") or found_title(lines)
    body = page.body(title)
    source = one_line(raw.source) if raw.source else _host(raw.url)
    said = read_surroundings(normalised_lines(raw.shown), title, raw.authors, source)
    authors = raw.authors or said.authors
    opening = read_opening(lines, body, authors, source) if raw.scraped else Opening()
    kept, stamp = page.without_chrome([each for each in body if each not in opening.lines])
    text, blocks = page.text_of(kept)
    if not any(character.isalnum() for character in text):
        raise InputError("has no text besides site chrome", origin=raw.origin)
    if raw.scraped and title and is_wall(title, text):
        raise InputError("holds a request for consent and no article", origin=raw.origin)
    published = _surest(stamp.published, opening.published, said.published)
    updated = _surest(stamp.updated, said.updated)
    head = ArticleHead(
        id=article_id(raw.key),
        title=(title or _first_words(text))[:MAX_TITLE_CHARACTERS],
        url=raw.url,
        path=raw.path,
        source=source,
        published=raw.published or (published.day if published else None),
        updated=raw.updated or (updated.day if updated else None),
        authors=authors or opening.authors,
    )
    metadata = {
        **_exact_times(raw, published, updated),
        **raw.metadata,
        **_places(raw.places, kept),
    }
    return Article(
        head=head,
        key=raw.key,
        text=text,
        content_hash=_content_hash(head, text, blocks, metadata),
        metadata=metadata,
        blocks=blocks,
    )


class _Page:
    """The lines of a raw page, normalised, with what is known of each."""

    def __init__(self, raw: RawPage) -> None:
        self._raw = raw
        ends = " " if raw.places is not None else "\n"
        text = raw.text if raw.blocks else LINE_ENDS.sub(ends, raw.text.replace("\r\n", "\n"))
        self._lines = Lines(text, raw.blocks)
        self.lines: list[str] = []
        self._cells: dict[int, tuple[str, ...]] = {}
        if not raw.blocks:
            self.lines = normalised_lines(text)
            return
        for number, line in enumerate(self._lines.texts):
            block = self._lines.block(number)
            if block is not None and block.kind == "row":
                self._cells[number] = tuple(map(one_line, self._lines.cells(number)))
                self.lines.append(row_text(self._cells[number])[0])
            elif block is not None and block.kind == "code":
                self.lines.append(code_line(line))
            else:
                self.lines.append(one_line(line))

    def body(self, title: str | None) -> list[int]:
        """Return the numbers of the lines that are no repeat of a scraped page's title."""
        if self._raw.blocks or not title:
            return list(range(len(self.lines)))
        return after_title(self.lines, title)

    def without_chrome(self, body: Sequence[int]) -> tuple[list[int], Stamp]:
        """Return the numbers of the lines to keep, and what stamps among the others state."""
        kept: list[int] = []
        stamps: list[Stamp] = []
        for number in body:
            stamp = read_stamp(self.lines[number]) if self._may_be_chrome(number) else None
            if stamp is not None:
                stamps.append(stamp)
            elif not (self._may_be_chrome(number) and is_chrome(self.lines[number])):
                kept.append(number)
        if self._raw.scraped:
            gone = away([self.lines[number] for number in kept])
            kept = [
                number
                for place, number in enumerate(kept)
                if place not in gone or not self._may_be_chrome(number)
            ]
        shown = self._without_blanks(kept)
        published = next((stamp.published for stamp in stamps if stamp.published), None)
        updated = next((stamp.updated for stamp in stamps if stamp.updated), None)
        return shown, Stamp(published, updated)

    def text_of(self, kept: Sequence[int]) -> tuple[str, tuple[Block, ...]]:
        """Return the text of the lines that stay, and its blocks."""
        if self._raw.blocks:
            return self._lines.kept(self.lines, kept, self._cells)
        text = "\n".join(self.lines[number] for number in kept)
        return text, plain_blocks(text)

    def _may_be_chrome(self, number: int) -> bool:
        """Tell lines a site may have put there from those that are some block of an article."""
        block = self._lines.block(number)
        return self._raw.scraped and (block is None or block.kind == "paragraph")

    def _without_blanks(self, kept: list[int]) -> list[int]:
        """Leave out blank lines but one between two others; those within code are kept."""
        shown: list[int] = []
        for number in kept:
            inside = self._lines.block(number) is not None
            if self.lines[number] or inside or (shown and self.lines[shown[-1]]):
                shown.append(number)
        while shown and not self.lines[shown[-1]]:
            shown.pop()
        return shown


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


def _first_words(text: str) -> str:
    """Return the first words of a text, as the title of an article that has none."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= 80 else line[:80].rsplit(" ", 1)[0] + " …"


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
