"""Lines that recur across a site: found, learnt by the library, cut from articles."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from footnote.retrieval.article import Article
from footnote.retrieval.catalog import Catalog, CatalogWriter
from footnote.retrieval.cleaning.lines import without_blanks
from footnote.retrieval.text.laying_out import PLACES, Lines, Places

if TYPE_CHECKING:
    from footnote.retrieval.ingesting.reading_ahead import Cleaned
    from footnote.retrieval.storage.library import Library

MIN_PAGES = 8
"""A site of fewer pages teaches nothing."""

_MIN_RECURRENCE = 5
_SHARE = 0.3
"""The share of a site's pages a line has to stand on."""

_LENGTHS = range(3, 301)

_MAY_RECUR = frozenset(["paragraph", "item"])

Learnt = dict[str, dict[str, str]]
"""By source: the digest of a line, and the id of the one article that keeps it."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """As much of a page as learning needs."""

    article_id: str
    title: str
    text: str


def learn(pages: Mapping[str, Sequence[SeenPage]], known: Learnt) -> Learnt:
    """Return the recurring lines of sites, those known before among them.

    What has been learnt stays learnt, and does not depend on the order of the pages. Copies of one
    story do not make its lines recur: pages with the same title count once.
    """
    learnt = {source: dict(lines) for source, lines in known.items()}
    for source, seen in pages.items():
        found = _recurring(seen)
        if found:
            learnt[source] = found | learnt.get(source, {})
    return learnt


def _recurring(pages: Sequence[SeenPage]) -> dict[str, str]:
    titles: dict[str, set[str]] = defaultdict(set)
    keeper: dict[str, str] = {}
    for page in pages:
        for line in set(page.text.split("\n")):
            if len(line) in _LENGTHS and any(map(str.isalpha, line)):
                name = digest(line)
                titles[name].add(page.title)
                keeper[name] = min(keeper.get(name, page.article_id), page.article_id)
    count = len({page.title for page in pages})
    if count < MIN_PAGES:
        return {}
    needed = max(_MIN_RECURRENCE, ceil(_SHARE * count))
    return {name: keeper[name] for name, found in titles.items() if len(found) >= needed}


def trimmed(article: Article, learnt: Learnt) -> Article:
    """Return an article without its site's recurring lines, where a site's may stand in it.

    Headings, rows, terms and code recur in any manual and stay.

    The one article that keeps a line keeps it, so that nothing a site says is lost altogether. An
    article of such lines only stays as it is.
    """
    lines = learnt.get(article.head.source or "")
    if not lines or not article.scraped:
        return article
    text_lines = Lines(article.text, article.blocks)
    texts = text_lines.texts
    kept = [
        number
        for number, line in enumerate(texts)
        if lines.get(digest(line), article.head.id) == article.head.id
        or ((block := text_lines.block(number)) is not None and block.kind not in _MAY_RECUR)
    ]
    shown = [kept[place] for place in without_blanks([texts[number] for number in kept])]
    cells = {number: found for number in shown if (found := text_lines.cells(number))}
    text, blocks = text_lines.kept(texts, shown, cells)
    if len(shown) == len(texts) or not any(map(str.isalnum, text)):
        return article
    metadata = dict(article.metadata)
    if PLACES in metadata:
        places = Places.from_json(metadata[PLACES], len(texts))
        numbers = [places.numbers[number] for number in shown]
        metadata[PLACES] = Places(places.unit, numbers).as_json()
    content_hash = f"{article.content_hash}.{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return replace(article, text=text, blocks=blocks, metadata=metadata, content_hash=content_hash)


def same_page(first_hash: str, second_hash: str) -> bool:
    """Tell by their content hashes whether two articles were made of the same page.

    Lines learnt in the meantime make no new version of an article.
    """
    return first_hash.partition(".")[0] == second_hash.partition(".")[0]


def digest(line: str) -> str:
    """Return what is kept of a line: enough to know it again, too little to read it."""
    return hashlib.blake2s(line.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def by_source(articles: Iterable[Article]) -> dict[str, list[SeenPage]]:
    """Return articles as pages of their sources."""
    pages: dict[str, list[SeenPage]] = defaultdict(list)
    for article in articles:
        if article.head.source and article.scraped:
            page = SeenPage(article.head.id, article.head.title, article.text)
            pages[article.head.source].append(page)
    return dict(pages)


_NOTE = "site_lines"


def recall(catalog: Catalog) -> Learnt:
    """Return the recurring lines that the library has stored per site."""
    note = catalog.noted(_NOTE)
    return dict(json.loads(note)) if note else {}


def remember(writer: CatalogWriter, learnt: Learnt) -> None:
    """Store what has been learnt, or nothing where there is nothing."""
    writer.note(_NOTE, json.dumps(learnt) if learnt else None)


def unlearn(catalog: Catalog, writer: CatalogWriter, gone: Collection[str]) -> None:
    """Forget the lines that only articles of these ids kept, and the sites that have none left.

    The next page with such a line keeps it, until the line recurs again.
    """
    known = recall(catalog)
    if known:
        kept = {
            source: {line: keeper for line, keeper in lines.items() if keeper not in gone}
            for source, lines in known.items()
        }
        remember(writer, {source: lines for source, lines in kept.items() if lines})


_WINDOW_ARTICLES = 1_000
_WINDOW_CHARACTERS = 8_000_000
_WINDOW_FETCHED = 32
"""Fetched pages come once per second, so fewer of them are held before they are stored."""

_STORED_PAGES = 50
"""Articles already stored that are looked at beside a site's new ones."""


def without_site_lines(found: "Iterable[Cleaned]", library: "Library") -> "Iterator[Cleaned]":
    """Yield articles in their order, each read together with those around it.

    Memory is bounded by the window. The same articles in the same order are treated alike.
    """
    learning = _Learning(library)
    window: list[Cleaned] = []
    characters = fetched = 0
    for origin, article in found:
        window.append((origin, article))
        if isinstance(article, Article):
            characters += len(article.text)
            fetched += article.head.path is None
        full = len(window) >= _WINDOW_ARTICLES or characters >= _WINDOW_CHARACTERS
        if full or fetched >= _WINDOW_FETCHED:
            yield from learning.freed(window)
            window, characters, fetched = [], 0, 0
    yield from learning.freed(window)


class _Learning:
    """What one run knows of the sites in a library."""

    def __init__(self, library: "Library") -> None:
        self._library = library

    def freed(self, window: "list[Cleaned]") -> "Iterator[Cleaned]":
        """Learn from a window and the stored articles of its sites, then yield it freed."""
        pages = by_source(article for _, article in window if isinstance(article, Article))
        for source, seen in pages.items():
            if len(seen) < _STORED_PAGES:
                here = {page.article_id for page in seen}
                stored = self._library.catalog.texts_of(source, _STORED_PAGES)
                seen += [SeenPage(*row) for row in stored if row[0] not in here]
        # Looked up each time: another process may have had the library forget some.
        known = recall(self._library.catalog)
        learnt = learn(pages, known)
        if learnt != known:
            with self._library.locked(vectors=False), self._library.catalog.writing() as writer:
                learnt = learn(pages, recall(self._library.catalog))
                remember(writer, learnt)
        for origin, article in window:
            if isinstance(article, Article):
                yield origin, trimmed(article, learnt)
            else:
                yield origin, article
