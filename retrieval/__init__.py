"""Articles in, cited answers out.

`footnote` offers the names below too; they are stable, and load what they need at first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from footnote.retrieval.answer import Answer, Citation, Hit
    from footnote.retrieval.article import Article, ArticleHead, Passage
    from footnote.retrieval.errors import FootnoteError
    from footnote.retrieval.footnote import Footnote
    from footnote.retrieval.options import RetrievalOptions
    from footnote.retrieval.question import Filters, Question, Turn

if __name__ == "retrieval":  # the old name of this folder, in a checkout
    from footnote.old_names import stand_in

    stand_in(__name__)

_HOMES = {
    "Answer": "footnote.retrieval.answer",
    "Article": "footnote.retrieval.article",
    "ArticleHead": "footnote.retrieval.article",
    "Citation": "footnote.retrieval.answer",
    "Filters": "footnote.retrieval.question",
    "Footnote": "footnote.retrieval.footnote",
    "FootnoteError": "footnote.retrieval.errors",
    "Hit": "footnote.retrieval.answer",
    "Passage": "footnote.retrieval.article",
    "Question": "footnote.retrieval.question",
    "RetrievalOptions": "footnote.retrieval.options",
    "Turn": "footnote.retrieval.question",
}

__all__ = [
    "Answer",
    "Article",
    "ArticleHead",
    "Citation",
    "Filters",
    "Footnote",
    "FootnoteError",
    "Hit",
    "Passage",
    "Question",
    "RetrievalOptions",
    "Turn",
]


def __getattr__(name: str) -> Any:
    """Load a public name at first use, so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'footnote.retrieval' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
