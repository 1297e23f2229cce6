"""Taking files and links into a library in a process of its own, which can be ended at once."""

import asyncio
import multiprocessing
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from footnote.bot.answering_service import Addition
from footnote.retrieval.errors import FootnoteError, LibraryError
from footnote.retrieval.options import RetrievalOptions

if TYPE_CHECKING:
    from footnote.retrieval.ingesting.ingestion import ArticleOutcome

_TOLD_EVERY_S = 0.5
_LAST_WORDS_S = 3.0
Source = Path | str


class Adding(Protocol):
    """A way to take sources into a library of a home."""

    def __call__(
        self, home: Path, library: str, options: RetrievalOptions, sources: Sequence[Source]
    ) -> AsyncIterator[Addition]:
        """Yield what has become of the sources, the last one complete; closing it stops."""
        ...


@dataclass
class _Tally:
    """Counts outcomes as they come, and tells them now and then."""

    tell: Callable[[Addition], None]
    counts: dict[str, int] = field(
        default_factory=lambda: {"added": 0, "changed": 0, "unchanged": 0}
    )
    skipped: list[str] = field(default_factory=list)
    found: int = 0
    told_at: float = 0.0

    def expect(self, found: int) -> None:
        """Take note of how many there seem to be."""
        self.found = found
        self._tell_now_and_then()

    def count(self, outcome: "ArticleOutcome") -> None:
        """Take note of one article."""
        if outcome.kind == "skipped":
            self.skipped.append(f"{_shown(outcome.origin)}: {outcome.reason}")
        else:
            self.counts[outcome.kind] += 1
        self._tell_now_and_then()

    def so_far(self, *, complete: bool) -> Addition:
        """Return the counts."""
        return Addition(
            **self.counts, skipped=tuple(self.skipped), found=self.found, complete=complete
        )

    def _tell_now_and_then(self) -> None:
        now = time.monotonic()
        if now - self.told_at >= _TOLD_EVERY_S:
            self.told_at = now
            self.tell(self.so_far(complete=False))


def take_in(
    home: Path,
    library: str,
    options: RetrievalOptions,
    sources: Sequence[Source],
    tell: Callable[[Addition], None],
) -> Addition:
    """Take sources into a library, made where it does not exist; blocks. Raises `FootnoteError`."""
    from footnote.retrieval.footnote import Footnote

    tally = _Tally(tell)
    with Footnote.open(home, library, options, create=True) as footnote:
        footnote.ingest(sources, on_found=tally.expect, on_outcome=tally.count)
    return tally.so_far(complete=True)


async def added_by_process(
    home: Path, library: str, options: RetrievalOptions, sources: Sequence[Source]
) -> AsyncIterator[Addition]:
    """Take sources in by a process of its own; closing the iterator ends it.

    Raises:
        FootnoteError: What kept the process from its work.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_work, args=(theirs, home, library, options, tuple(sources)), daemon=True
    )
    heard: asyncio.Queue[Addition | FootnoteError | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(process.start)
    theirs.close()
    listener = Thread(target=_listen, args=(ours, loop, heard), name="footnote-adding", daemon=True)
    listener.start()
    try:
        while True:
            told = await heard.get()
            if told is None:
                raise LibraryError("Reading ended before it was done; give it again.")
            if isinstance(told, FootnoteError):
                raise told
            yield told
            if told.complete:
                return
    finally:
        ours.close()
        _end(process)


def _end(process: multiprocessing.process.BaseProcess) -> None:
    """End a process: what it has committed stands, and half a commit is put right by the next."""
    process.terminate()

    def bury() -> None:
        process.join(_LAST_WORDS_S)
        if process.is_alive():
            process.kill()
            process.join()

    Thread(target=bury, name="footnote-adding-end", daemon=True).start()


def _listen(
    pipe: Connection,
    loop: asyncio.AbstractEventLoop,
    heard: "asyncio.Queue[Addition | FootnoteError | None]",
) -> None:
    """Pass on what the process tells, and None when it ends without a last word."""
    told: Addition | FootnoteError | None = None
    while True:
        try:
            told = pipe.recv()
        except (EOFError, OSError):
            told = None
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            loop.call_soon_threadsafe(heard.put_nowait, told)
        if told is None or isinstance(told, FootnoteError) or told.complete:
            return


def _work(
    pipe: Connection,
    home: Path,
    library: str,
    options: RetrievalOptions,
    sources: Sequence[Source],
) -> None:
    """Take sources in, telling the bot; ends with the bot, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the bot's to decide on
    Thread(target=_leave_with, args=(pipe,), daemon=True).start()
    try:
        pipe.send(take_in(home, library, options, sources, pipe.send))
    except FootnoteError as error:
        pipe.send(error)


def _leave_with(pipe: Connection) -> None:
    """End this process when the bot's end of the pipe is closed."""
    with suppress(EOFError, OSError):
        pipe.recv()
    signal.raise_signal(signal.SIGTERM)


async def added_in_thread(
    home: Path, library: str, options: RetrievalOptions, sources: Sequence[Source]
) -> AsyncIterator[Addition]:
    """Take sources in by a thread, which goes on when the iterator is closed: for small things."""
    yield await asyncio.to_thread(take_in, home, library, options, sources, lambda _: None)


def _shown(origin: str) -> str:
    """Return where an article came from as a chat may see it: an address, or a bare file name."""
    from footnote.retrieval.readers.web import is_address

    return origin if is_address(origin) else Path(origin).name
