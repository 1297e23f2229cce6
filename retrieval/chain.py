"""The whole way from a question to a checked answer, as LangChain Runnables."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from footnote.retrieval.answer import Answer
from footnote.retrieval.iteration import iterate_in_thread
from footnote.retrieval.pipeline import AnswerPipeline
from footnote.retrieval.question import Question
from footnote.retrieval.stages import Found, Judged, Understood, Written


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
