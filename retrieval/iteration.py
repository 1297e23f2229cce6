"""Long sequences a part at a time, and blocking iterators on an event loop."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Yield the items in their order, `size` at a time; the last batch may be smaller."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


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
