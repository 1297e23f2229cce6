"""LangChain's side: ranked passages as a retriever, the whole way to an answer as Runnables."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Annotated, Any, Self

from langchain_core.callbacks import (
    AsyncCallbackManagerForRetrieverRun,
    CallbackManagerForRetrieverRun,
)
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, run_in_executor
from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from footnote.retrieval.answer import Answer, Hit
from footnote.retrieval.answer_json import head_fields
from footnote.retrieval.closing import iterate_in_thread
from footnote.retrieval.context import ContextFinder
from footnote.retrieval.errors import UsageError
from footnote.retrieval.pipeline import AnswerPipeline, as_question
from footnote.retrieval.question import Question, day_of, filters_of
from footnote.retrieval.stages import Found, Judged, Understood, Written

Day = Annotated[date, BeforeValidator(day_of)]

_PER_CALL = ("as_of", "since", "until", "source", "k")
_LANGCHAINS_OWN = frozenset(["verbose"])


class FootnoteRetriever(BaseRetriever):
    """Find and rerank passages; usable wherever LangChain takes a retriever.

    `invoke("…")` returns documents best first, see `as_document`. `as_of` is the question's today
    (default: the day it is asked), `since`, `until` and `source` are its `Filters`; days are dates
    or YYYY-MM-DD. `k` is the most documents to return, of the `search.passages` that are ranked.
    All five may be given with a call as well, `invoke("…", as_of="2024-05-01", k=3)`, and count
    for that call; None takes a limit away.

    Raises:
        ValidationError: A limit given to the constructor cannot be one.
        UsageError: A limit given with a call cannot be one, or `since` is after `until`.
        QuestionError: The question is empty or far too long.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    finder: ContextFinder
    as_of: Day | None = None
    since: Day | None = None
    until: Day | None = None
    source: Annotated[str, Field(min_length=1)] | None = None
    k: Annotated[int, Field(ge=1, strict=True)] | None = None

    @model_validator(mode="after")
    def _articles_can_match(self) -> Self:
        filters_of(self.since, self.until, self.source)
        return self

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        limits = self._limited(kwargs)
        as_of = limits.as_of or date.today()  # noqa: DTZ011 - the asker's own day
        filters = filters_of(limits.since, limits.until, limits.source)
        question = Question(query, as_of, filters)
        as_question(question)  # small talk is told by its lines: they are only checked here
        return [as_document(hit) for hit in self.finder.hits(question)[: limits.k]]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        return await run_in_executor(
            None, self._get_relevant_documents, query, run_manager=run_manager.get_sync(), **kwargs
        )

    def _limited(self, given: dict[str, Any]) -> "FootnoteRetriever":
        """Return the retriever with the limits of one call."""
        limits = {name: given[name] for name in given if name not in _LANGCHAINS_OWN}
        unknown = [name for name in limits if name not in _PER_CALL]
        if unknown:
            known = ", ".join(_PER_CALL)
            raise UsageError(f"The retriever knows no “{unknown[0]}”: a call takes {known}.")
        own = {name: getattr(self, name) for name in _PER_CALL}
        try:
            return FootnoteRetriever(finder=self.finder, **(own | limits))
        except ValidationError as error:
            first = error.errors()[0]
            raise UsageError(f"The retriever's {first['loc'][0]}: {first['msg']}") from error


def as_document(hit: Hit) -> Document:
    """Return a hit as a LangChain document; `id` is the passage id, dates are ISO strings.

    The metadata name the article (`article`, `title`, `url`, `path`, `source`, `published`), the
    headings above the passage (`heading`), its characters in the article (`start`, `end`) and its
    `score`, higher is better.
    """
    return Document(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            **head_fields(hit.article),
            "heading": list(hit.passage.headings),
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": hit.score,
        },
    )


class AnswerChain(Runnable[Question | str, Answer]):
    """Answer questions from one library.

    `invoke` and `batch` return whole answers; `stream` and `astream` yield growing snapshots of
    one answer, every sentence of which is already checked; the last has `complete=True`.
    Raises `QuestionError` for a question that is empty or far too long.

    The stages `understand`, `find`, `judge`, `write` and `cite` are Runnables of their own, which
    callbacks and traces see by these names below the chain; of a stream `cite` runs once a
    snapshot. They can be joined with `|` and others put between them.
    """

    def __init__(self, pipeline: AnswerPipeline) -> None:
        self._pipeline = pipeline
        self.understand: Runnable[Question | str, Understood] = RunnableLambda(
            pipeline.understand, name="understand"
        )
        self.find: Runnable[Understood, Found] = RunnableLambda(pipeline.find, name="find")
        self.judge: Runnable[Found, Judged] = RunnableLambda(pipeline.judge, name="judge")
        self.write: Runnable[Judged, Written] = RunnableLambda(
            pipeline.write, self._awrite, name="write"
        )
        self.cite: Runnable[Written, Answer] = RunnableLambda(pipeline.cite, name="cite")

    def invoke(
        self,
        input: Question | str,  # noqa: A002 - LangChain names it
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Answer:
        """Return the whole answer."""
        # LangChain gives a function those of its arguments that the function names.
        whole: Any = self._answer
        return self._call_with_config(whole, input, config, run_type="chain")

    def stream(
        self,
        input: Question | str,  # noqa: A002 - LangChain names it
        config: RunnableConfig | None = None,
        **kwargs: Any | None,
    ) -> Iterator[Answer]:
        """Yield snapshots of the answer as sentences pass their checks."""
        growing: Any = self._snapshots
        yield from self._transform_stream_with_config(
            iter([input]), growing, config, run_type="chain"
        )

    async def astream(
        self,
        input: Question | str,  # noqa: A002 - LangChain names it
        config: RunnableConfig | None = None,
        **kwargs: Any | None,
    ) -> AsyncIterator[Answer]:
        """Yield snapshots without ever blocking the event loop."""
        async for snapshot in iterate_in_thread(self.stream(input, config)):
            yield snapshot

    async def _awrite(self, judged: Judged) -> AsyncIterator[Written]:
        async for written in iterate_in_thread(self._pipeline.write(judged)):
            yield written

    def _answer(self, asked: Question | str, config: RunnableConfig) -> Answer:
        return self.cite.invoke(self.write.invoke(self._judged(asked, config), config), config)

    def _snapshots(
        self, asked: Iterator[Question | str], config: RunnableConfig
    ) -> Iterator[Answer]:
        for question in asked:
            for written in self.write.stream(self._judged(question, config), config):
                yield self.cite.invoke(written, config)

    def _judged(self, asked: Question | str, config: RunnableConfig) -> Judged:
        found = self.find.invoke(self.understand.invoke(asked, config), config)
        return self.judge.invoke(found, config)
