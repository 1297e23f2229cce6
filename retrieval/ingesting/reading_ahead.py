"""Files read and cleaned by several processes at once, and handed on in their order."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from footnote.retrieval import readers
from footnote.retrieval.article import Article, Unchanged
from footnote.retrieval.cleaning import clean
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.addresses import Site, with_address

Found = readers.Source | InputError
Cleaned = tuple[str, Article | InputError | Unchanged]
"""Where an article comes from, for people, and the article or why there is none (anew)."""

_AHEAD = 4
"""Files that wait for each process, so that none is idle while a commit is made."""

_MOST_HELD_BYTES = 8 << 20
"""A file larger than this may hold any number of articles, and is read one by one here."""


def cleaned(files: Iterable[Found], jobs: int, sites: tuple[Site, ...] = ()) -> Iterator[Cleaned]:
    """Yield every article of some files; more than one job reads small files ahead.

    Files in the folders of `sites` get the addresses of their pages.

    Memory does not grow with the number of files, nor with the articles of a large one. A reader
    that takes its process down loses its file only.
    """
    if jobs < 2:
        for file in files:
            yield from _cleaned(file, sites)
        return
    with _Pool(jobs, sites) as pool:
        yield from pool.cleaned(files)


def _cleaned(file: Found, sites: tuple[Site, ...]) -> Iterator[Cleaned]:
    if isinstance(file, InputError):
        yield file.origin, file
        return
    for page in readers.read(file):
        if isinstance(page, InputError | Unchanged):
            yield page.origin, page
            continue
        try:
            yield page.origin, clean(with_address(page, sites))
        except InputError as error:
            yield error.origin, error


def _all_cleaned(file: Path, sites: tuple[Site, ...]) -> list[Cleaned]:
    return list(_cleaned(file, sites))


class _Pool:
    """Reader processes and the files that wait for them."""

    def __init__(self, jobs: int, sites: tuple[Site, ...]) -> None:
        self._jobs = jobs
        self._sites = sites
        self._executor = self._start(jobs)
        self._waiting: deque[tuple[Found, Future[list[Cleaned]] | None]] = deque()

    def cleaned(self, files: Iterable[Found]) -> Iterator[Cleaned]:
        """Yield what the files hold, in their order."""
        for file in files:
            self._waiting.append((file, self._submitted(file)))
            if len(self._waiting) > self._jobs * _AHEAD:
                yield from self._next()
        while self._waiting:
            yield from self._next()

    def _submitted(self, file: Found) -> "Future[list[Cleaned]] | None":
        if not isinstance(file, Path) or not _is_small(file):
            return None
        try:
            return self._executor.submit(_all_cleaned, file, self._sites)
        except BrokenProcessPool:
            self._executor.shutdown(wait=False)
            self._executor = self._start(self._jobs)
            return self._executor.submit(_all_cleaned, file, self._sites)

    def _next(self) -> Iterator[Cleaned]:
        file, future = self._waiting.popleft()
        if future is None or not isinstance(file, Path):
            yield from _cleaned(file, self._sites)
            return
        try:
            yield from future.result()
        except BrokenProcessPool:
            # One of the files that were being read did this, and all of them were lost.
            yield from self._alone(file)

    def _alone(self, file: Path) -> list[Cleaned]:
        with self._start(1) as executor:
            try:
                return executor.submit(_all_cleaned, file, self._sites).result()
            except BrokenProcessPool:
                reason = "ends the process that reads it; it is damaged or far too large"
                return [(str(file), InputError(reason, origin=str(file)))]

    @staticmethod
    def _start(jobs: int) -> ProcessPoolExecutor:
        # Forked copies of a process with threads and open databases are not safe to use.
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)


def _is_small(file: Path) -> bool:
    try:
        return file.stat().st_size <= _MOST_HELD_BYTES
    except OSError:
        return False
