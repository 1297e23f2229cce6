"""A language model's stream: with limits that hold, and without what it thinks aloud."""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class TooSlow(Exception):
    """A limit has passed; `limit_s` is the one."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        super().__init__(f"nothing within {limit_s:g} s")


class _End:
    """Ends the queue, with the error that ended the stream, if any."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class BoundedStream(Generic[Item]):
    """Iterate over `open_stream()` in a thread of its own, within time limits.

    `total_s` bounds the whole, `gap_s` the wait for each item. When a limit passes, or the consumer
    leaves, the thread is told to stop at its next item; a call that hangs keeps it no longer than
    the connection's own time limit, and it never keeps the process alive.
    """

    def __init__(
        self, open_stream: Callable[[], Iterable[Item]], *, total_s: float, gap_s: float
    ) -> None:
        self._open = open_stream
        self._total_s = total_s
        self._gap_s = gap_s
        self._items: queue.Queue[Item | _End] = queue.Queue(maxsize=256)
        self._stopped = threading.Event()

    def __iter__(self) -> Iterator[Item]:
        deadline = time.monotonic() + self._total_s
        threading.Thread(target=self._pump, name="footnote-model", daemon=True).start()
        try:
            while True:
                item = self._next(deadline)
                if isinstance(item, _End):
                    if item.error is not None:
                        raise item.error
                    return
                yield item
        finally:
            self._stopped.set()

    def _next(self, deadline: float) -> Item | _End:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TooSlow(self._total_s)
        try:
            return self._items.get(timeout=min(left, self._gap_s))
        except queue.Empty:
            limit = self._gap_s if self._gap_s < left else self._total_s
            raise TooSlow(limit) from None

    def _pump(self) -> None:
        ended: BaseException | None = None
        try:
            for item in self._open():
                if not self._put(item):
                    return
        except BaseException as error:  # noqa: BLE001 - handed over and raised in the consumer
            ended = error
        self._put(_End(ended))

    def _put(self, item: Item | _End) -> bool:
        while not self._stopped.is_set():
            try:
                self._items.put(item, timeout=0.5)
            except queue.Full:
                continue
            return True
        return False


_THOUGHT_BEGINS, _THOUGHT_ENDS = "<think>", "</think>"
"""The tags open models write around what they think, where their server does not take it out."""


class ThoughtFilter:
    """Passes a reply on piece by piece, without what stands between the tags."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False

    def feed(self, piece: str) -> str:
        """Return what of the reply is known to be said aloud by now."""
        self._held += piece
        said = ""
        while True:
            tag = _THOUGHT_ENDS if self._thinking else _THOUGHT_BEGINS
            before, found, after = self._held.partition(tag)
            if not found:
                kept = _beginning_of(tag, self._held)
                said += "" if self._thinking else self._held[: len(self._held) - kept]
                self._held = self._held[len(self._held) - kept :]
                return said
            said += "" if self._thinking else before
            self._held = after
            self._thinking = not self._thinking

    def finish(self) -> str:
        """Return what was held back because it might have become a tag."""
        held, self._held = self._held, ""
        return "" if self._thinking else held


def _beginning_of(tag: str, text: str) -> int:
    """Return how many characters at the end of a text may be the beginning of a tag."""
    return next((size for size in range(len(tag) - 1, 0, -1) if text.endswith(tag[:size])), 0)
