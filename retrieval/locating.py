"""Articles looked at while an answer is made: their outlines, and the places of footnotes."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from footnote.retrieval.answer import Citation
from footnote.retrieval.article import Article
from footnote.retrieval.blocks import Outline
from footnote.retrieval.storage.library import Library
from footnote.retrieval.text.laying_out import Place, place_at

_REMEMBERED = 32


class Outlines:
    """The outlines of one library's articles; remembered until a search finds it changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, Outline | None] = {}
        self._generation = -1
        self._lock = Lock()

    def __call__(self, article_id: str) -> Outline | None:
        """Return the outline of an article, None where it is gone."""
        generation = self._library.last_generation
        with self._lock:
            if generation != self._generation or len(self._known) >= _REMEMBERED:
                self._known, self._generation = {}, generation
            if article_id in self._known:
                return self._known[article_id]
        article = self._library.article(article_id)
        outline = None if article is None else article.outline()
        with self._lock:
            if generation == self._generation:
                self._known[article_id] = outline
        return outline


class Locator:
    """Find the places of citations in one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def located(self, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        """Return the citations with their places, where their files have any."""
        ids = {citation.article.id for citation in citations if citation.article.path}
        articles = {name: self._library.article(name) for name in ids}
        return tuple(
            replace(citation, place=_place(citation, articles.get(citation.article.id)))
            for citation in citations
        )


def _place(citation: Citation, article: Article | None) -> Place | None:
    if article is None or article.text[citation.start : citation.end] != citation.quote:
        return None
    return place_at(article.metadata, article.text, citation.start)
