"""A small newspaper for the tests of catalogs, and what is asked of it."""

from datetime import date

from footnote.retrieval.article import Article
from footnote.retrieval.catalog import Catalog
from footnote.retrieval.question import Filters
from tests.support.shelf import make_article, make_passages

BRIDGE = make_article("bridge", "The bridge opens in May.\nThe mayor cut a ribbon.")
FERRY = make_article(
    "ferry", "The old ferry stops in June.", source="Tidende", published=date(2022, 6, 2)
)
UNDATED = make_article("undated", "Nobody knows when.", source=None, published=None)


def put(catalog: Catalog, *articles: Article) -> None:
    with catalog.writing() as writer:
        for article in articles:
            writer.put(article, make_passages(article))
        writer.next_generation()


def found(catalog: Catalog, *terms: str, filters: Filters | None = None) -> set[str]:
    hits = catalog.lexical_search(terms, 20, filters or Filters())
    passages = catalog.passages_by_ids([passage_id for passage_id, _ in hits])
    return {passage.text for passage, _ in passages}
