"""An article ready to be stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from footnote.retrieval.article import Article, Passage
from footnote.retrieval.catalog.packing import Vector
from footnote.retrieval.storage.vector_store import VectorRow


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, its passages and one vector for each."""

    article: Article
    passages: Sequence[Passage]
    vectors: Sequence[Vector]

    def rows(self) -> list[VectorRow]:
        """Return what the vector store keeps of it."""
        pairs = zip(self.passages, self.vectors, strict=True)
        return [VectorRow(passage.id, self.article.head, vector) for passage, vector in pairs]
