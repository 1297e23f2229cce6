"""The whole way from a question to a checked answer, as one LangChain Runnable."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from retrieval.answer import Answer
from retrieval.pipeline import AnswerPipeline
from retrieval.question import Question
from retrieval.threads import iterate_in_thread


class AnswerChain(Runnable[Question | str, Answer]):
    """Answer questions from one library.

    `invoke` and `batch` return whole answers; `stream` and `astream` yield growing snapshots of
    one answer, every sentence of which is already checked; the last has `complete=True`.
    Raises `QuestionError` for a question that is empty or far too long.
    """

    def __init__(self, pipeline: AnswerPipeline) -> None:
        self._pipeline = pipeline

    def invoke(
        self,
        input: Question | str,  # noqa: A002 - LangChain names it
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Answer:
        """Return the whole answer."""
        return self._call_with_config(self._pipeline.answer, input, config, run_type="chain")

    def stream(
        self,
        input: Question | str,  # noqa: A002 - LangChain names it
        config: RunnableConfig | None = None,
        **kwargs: Any | None,
    ) -> Iterator[Answer]:
        """Yield snapshots of the answer as sentences pass their checks."""
        yield from self._transform_stream_with_config(
            iter([input]), self._snapshots_of, config, run_type="chain"
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

    def _snapshots_of(self, asked: Iterator[Question | str]) -> Iterator[Answer]:
        for question in asked:
            yield from self._pipeline.stream(question)
