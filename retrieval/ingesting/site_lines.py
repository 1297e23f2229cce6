"""Articles on their way into a library, freed of the lines that recur across their site."""

from collections.abc import Iterable, Iterator

from footnote.retrieval.article import Article
from footnote.retrieval.cleaning.recurring import SeenPage, by_source, learn, trimmed
from footnote.retrieval.ingesting.learnt_lines import recall, remember
from footnote.retrieval.ingesting.reading_ahead import Cleaned
from footnote.retrieval.storage.library import Library

_WINDOW_ARTICLES = 1_000
_WINDOW_CHARACTERS = 8_000_000
_WINDOW_FETCHED = 32
"""Fetched pages come one a second: fewer of them are waited for before they are stored."""

_STORED_PAGES = 50
"""Articles already stored that are looked at beside a site's new ones."""


def without_site_lines(found: Iterable[Cleaned], library: Library) -> Iterator[Cleaned]:
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

    def __init__(self, library: Library) -> None:
        self._library = library

    def freed(self, window: list[Cleaned]) -> Iterator[Cleaned]:
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
