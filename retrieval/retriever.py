"""Ranked passages for a question, as a LangChain retriever."""

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.answer import Hit
from retrieval.answer_json import head_fields
from retrieval.context import ContextFinder
from retrieval.question import Question


class FootnoteRetriever(BaseRetriever):
    """Find and rerank passages; usable wherever LangChain takes a retriever.

    `invoke("…")` returns documents whose metadata names article, span, source and date, best
    first; `Footnote.search` returns the same as typed hits and honours filters and `as_of`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    finder: ContextFinder

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        question = Question(text=query, as_of=date.today())  # noqa: DTZ011 - the asker's own day
        return [as_document(hit) for hit in self.finder.hits(question)]


def as_document(hit: Hit) -> Document:
    """Return a hit as a LangChain document; `id` is the passage id, dates are ISO strings."""
    return Document(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            **head_fields(hit.article),
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": hit.score,
        },
    )
