"""Articles as JSON, for `sources` and `show`."""

from collections.abc import Sequence
from typing import Any

from footnote.retrieval.answer_json import head_fields
from footnote.retrieval.article import Article, ArticleHead, Passage


def head_as_json(head: ArticleHead) -> dict[str, Any]:
    """Return what is known of an article; dates are ISO strings."""
    return {
        **head_fields(head),
        "updated": head.updated.isoformat() if head.updated else None,
        "authors": list(head.authors),
    }


def article_as_json(article: Article, passages: Sequence[Passage]) -> dict[str, Any]:
    """Return an article with its text, blocks, metadata and passages."""
    return {
        **head_as_json(article.head),
        "text": article.text,
        "blocks": [
            {"kind": block.kind, "start": block.start, "end": block.end}
            for block in article.outline().blocks
        ],
        "metadata": dict(article.metadata),
        "passages": [
            {
                "passage": item.id,
                "start": item.start,
                "end": item.end,
                "text": item.text,
                "headings": list(item.headings),
            }
            for item in passages
        ],
    }
