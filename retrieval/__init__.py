"""Articles in, cited answers out.

`footnote` offers the names below too; they are stable, and load what they need at first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrieval.answer import Answer, Citation, Hit
    from retrieval.article import Article, ArticleHead, Passage
    from retrieval.errors import FootnoteError
    from retrieval.footnote import Footnote
    from retrieval.options import RetrievalOptions
    from retrieval.question import Filters, Question, Turn

if __name__ == "retrieval":  # the old name of this folder, in a checkout
    from footnote.old_names import stand_in

    stand_in(__name__)

_HOMES = {
    "Answer": "retrieval.answer",
    "Article": "retrieval.article",
    "ArticleHead": "retrieval.article",
    "Citation": "retrieval.answer",
    "Filters": "retrieval.question",
    "Footnote": "retrieval.footnote",
    "FootnoteError": "retrieval.errors",
    "Hit": "retrieval.answer",
    "Passage": "retrieval.article",
    "Question": "retrieval.question",
    "RetrievalOptions": "retrieval.options",
    "Turn": "retrieval.question",
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
