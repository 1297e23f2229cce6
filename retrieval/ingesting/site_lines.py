"""Lines that recur across a site: learnt, remembered by the library, cut from articles."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from footnote.retrieval.article import Article
from footnote.retrieval.catalog import Catalog, CatalogWriter
from footnote.retrieval.cleaning.recurring import SeenPage, by_source, learn, trimmed

if TYPE_CHECKING:
    from footnote.retrieval.cleaning.recurring import Learnt
    from footnote.retrieval.ingesting.reading_ahead import Cleaned
    from footnote.retrieval.storage.library import Library

_NOTE = "site_lines"


def recall(catalog: Catalog) -> "Learnt":
    """Return the recurring lines that the library has stored per site."""
    note = catalog.noted(_NOTE)
    return dict(json.loads(note)) if note else {}


def remember(writer: CatalogWriter, learnt: "Learnt") -> None:
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
