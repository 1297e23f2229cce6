"""Footnotes traced to the page or line of the file their article came from."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.answer import Citation
from retrieval.article import Article
from retrieval.storage.library import Library
from retrieval.text.places import Place, place_at


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
