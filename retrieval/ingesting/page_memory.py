"""What a library remembers of the web pages it was made from."""

from footnote.retrieval.article import ETAG, LAST_MODIFIED
from footnote.retrieval.catalog import Catalog
from footnote.retrieval.fetching import Memory, Validators


def page_memory(catalog: Catalog) -> Memory:
    """Return what gives the validators stored with the article of a page.

    They are stored in one transaction with the article, so a page is never taken for unchanged
    whose article was not kept.
    """

    def remembered(url: str) -> Validators | None:
        metadata = catalog.metadata(url) or {}
        etag, modified = metadata.get(ETAG), metadata.get(LAST_MODIFIED)
        return Validators(etag, modified) if etag or modified else None

    return remembered
