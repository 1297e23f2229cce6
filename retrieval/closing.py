"""What is closed in time: objects with their `with` block, iterators that an event loop leaves."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

Item = TypeVar("Item")


class Closing:
    """A context manager over `close`, which may be called more than once."""

    def close(self) -> None:
        """Release what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


async def iterate_in_thread(items: Iterator[Item]) -> AsyncIterator[Item]:
    """Yield the items of a blocking iterator, each step taken in one thread of its own.

    Leaving early closes a generator as soon as the step under way has ended; nobody waits for it.

    Args:
        items: The iterator; only that thread touches it.

    Raises:
        Exception: Whatever a step of the iterator raises.
    """
    loop = asyncio.get_running_loop()
    done = object()
    with_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="footnote-answer")
    try:
        while True:
            item = await loop.run_in_executor(with_thread, next, items, done)
            if item is done:
                return
            yield item  # type: ignore[misc]
    finally:
        close = getattr(items, "close", None)
        if close is not None:
            with_thread.submit(close)
        with_thread.shutdown(wait=False)
