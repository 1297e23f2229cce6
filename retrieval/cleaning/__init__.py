"""From a raw page to an article: main text, title, dates and source; chrome and repeats gone."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from retrieval.article import FETCH_FACTS, Article, ArticleHead, RawPage
from retrieval.cleaning.chrome import is_chrome
from retrieval.cleaning.closing import away
from retrieval.cleaning.normalising import (
    LINE_ENDS,
    normalised_lines,
    one_line,
    without_blanks,
)
from retrieval.cleaning.opening import read_opening
from retrieval.cleaning.stamps import Stamp, read_stamp
from retrieval.cleaning.surroundings import read_surroundings
from retrieval.cleaning.titles import after_title, found_title
from retrieval.cleaning.walls import is_wall
from retrieval.errors import InputError
from retrieval.text.dates import Moment
from retrieval.text.places import PLACES, Places

CLEANER_VERSION = "2"
"""Moves whenever the same page would be cleaned to other text or fields."""

MAX_TITLE_CHARACTERS = 300


def clean(raw: RawPage) -> Article:
    """Return the article of a page; raises `InputError` where it holds none.

    Dates are only those the reader found, a stamp states, or a line between title and text consists
    of; `updated` never becomes `published`.
    """
    lines = _lines(raw)
    title = one_line(raw.title or "") or found_title(lines)
    body = after_title(lines, title) if title else list(range(len(lines)))
    source = one_line(raw.source) if raw.source else _host(raw.url)
    said = read_surroundings(normalised_lines(raw.shown), title, raw.authors, source)
    authors = raw.authors or said.authors
    opening = read_opening(lines, body, authors, source)
    kept, stamp = _without_chrome(lines, [number for number in body if number not in opening.lines])
    text = "\n".join(lines[number] for number in kept)
    if not any(character.isalnum() for character in text):
        raise InputError("has no text besides site chrome", origin=raw.origin)
    if title and is_wall(title, text):
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
        content_hash=_content_hash(head, text, metadata),
        metadata=metadata,
    )


def article_id(key: str) -> str:
    """Return the stable id of the article with this identity."""
    return "a" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _lines(raw: RawPage) -> list[str]:
    """Return a page's lines, normalised, each of them one line of the raw text."""
    if raw.places is None:
        return normalised_lines(LINE_ENDS.sub("\n", raw.text))
    return normalised_lines(LINE_ENDS.sub(" ", raw.text.replace("\r\n", "\n")))


def _without_chrome(lines: Sequence[str], body: Iterable[int]) -> tuple[list[int], Stamp]:
    """Return the numbers of the lines to keep, and what stamps among the others state."""
    kept: list[int] = []
    stamps: list[Stamp] = []
    for number in body:
        stamp = read_stamp(lines[number])
        if stamp is not None:
            stamps.append(stamp)
        elif not is_chrome(lines[number]):
            kept.append(number)
    gone = away([lines[number] for number in kept])
    kept = [number for place, number in enumerate(kept) if place not in gone]
    shown = without_blanks([lines[number] for number in kept])
    published = next((stamp.published for stamp in stamps if stamp.published), None)
    updated = next((stamp.updated for stamp in stamps if stamp.updated), None)
    return [kept[place] for place in shown], Stamp(published, updated)


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


def _content_hash(head: ArticleHead, text: str, metadata: Mapping[str, Any]) -> str:
    parts = [CLEANER_VERSION, text, head.title, head.url, head.path, head.source]
    parts += [str(head.published), str(head.updated), *head.authors]
    lasting = {name: value for name, value in metadata.items() if name not in FETCH_FACTS}
    parts += [json.dumps(lasting, sort_keys=True, default=str)]
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()
