"""Ranked passages for a question, as a LangChain retriever."""

import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.answer import Hit
from retrieval.question import Question
from retrieval.reranking import Reranker
from retrieval.search import Searcher


class FootnoteRetriever(BaseRetriever):
    """Find and rerank passages; usable wherever LangChain takes a retriever.

    `invoke("…")` returns documents whose metadata names article, span, source and date, best
    first; `hits(question)` returns the same as typed hits and honours filters and `as_of`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    reranker: Reranker

    def hits(self, question: Question) -> list[Hit]:
        """Return the ranked context of a question, best first."""
        return self.timed_hits(question)[0]

    def timed_hits(
        self, question: Question, evidence: Sequence[str] = ()
    ) -> tuple[list[Hit], dict[str, float]]:
        """Return the ranked context and the milliseconds that search and reranking took.

        `evidence` names passages of earlier turns to look at again, whatever search finds.
        """
        started = time.perf_counter()
        candidates = self.searcher.search(question, evidence)
        searched = time.perf_counter()
        hits = self.reranker.rerank(question, candidates, self.searcher.prior(question))
        reranked = time.perf_counter()
        return hits, {
            "search": (searched - started) * 1000,
            "rerank": (reranked - searched) * 1000,
        }

    def warm_up(self) -> None:
        """Load the models now."""
        self.searcher.warm_up()
        self.reranker.encoder.warm_up()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        question = Question(text=query, as_of=date.today())  # noqa: DTZ011 - the asker's own day
        return [as_document(hit) for hit in self.hits(question)]


def as_document(hit: Hit) -> Document:
    """Return a hit as a LangChain document; `id` is the passage id, dates are ISO strings."""
    head = hit.article
    return Document(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            "article": head.id,
            "title": head.title,
            "url": head.url,
            "path": head.path,
            "source": head.source,
            "published": head.published.isoformat() if head.published else None,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": hit.score,
        },
    )
