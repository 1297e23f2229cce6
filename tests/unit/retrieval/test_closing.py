"""Blocking iterators on an event loop."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from footnote.retrieval.closing import iterate_in_thread


async def test_items_arrive_in_order_and_off_the_loop() -> None:
    loop_thread = threading.get_ident()
    threads: set[int] = set()

    def blocking() -> Iterator[int]:
        for number in range(3):
            threads.add(threading.get_ident())
            yield number

    assert [number async for number in iterate_in_thread(blocking())] == [0, 1, 2]
    assert loop_thread not in threads


async def test_an_error_of_the_iterator_reaches_the_loop() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("the model went away")

    with pytest.raises(ValueError, match="went away"):
        [number async for number in iterate_in_thread(broken())]


async def test_leaving_early_closes_the_generator() -> None:
    closed = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    items = iterate_in_thread(endless())
    assert await anext(items) == 1
    await items.aclose()
    assert await asyncio.to_thread(closed.wait, 5)
