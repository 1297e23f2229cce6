"""The write lock: nested, among threads, and fair to one who waits."""

import contextlib
import threading
import time
from pathlib import Path

import pytest

from footnote.retrieval.errors import LibraryBusy
from footnote.retrieval.storage.locking import WriteLock


def locks(tmp_path: Path, count: int) -> list[WriteLock]:
    """Locks of one file as if each belonged to another process."""
    return [WriteLock(tmp_path / "write.lock") for _ in range(count)]


def test_it_may_be_nested_and_tells_the_outermost(tmp_path: Path) -> None:
    (lock,) = locks(tmp_path, 1)
    with lock.held() as outer, lock.held() as inner:
        assert (outer, inner) == (True, False)
    with lock.held() as again:
        assert again


def test_another_is_kept_out_until_it_is_let_go(tmp_path: Path) -> None:
    mine, other = locks(tmp_path, 2)
    with mine.held():
        with pytest.raises(LibraryBusy), other.held(wait_s=0):
            pass
        with pytest.raises(LibraryBusy), other.held(wait_s=0.2):
            pass
    with other.held(wait_s=0):
        pass


def test_an_error_inside_lets_go(tmp_path: Path) -> None:
    mine, other = locks(tmp_path, 2)
    with pytest.raises(ValueError, match="inside"), mine.held():
        raise ValueError("inside")
    with other.held(wait_s=0):
        pass


def test_those_who_never_wait_cannot_keep_out_one_who_does(tmp_path: Path) -> None:
    writer, reader, late = locks(tmp_path, 3)
    got_it = threading.Event()

    def write() -> None:
        with writer.held(wait_s=20):
            got_it.set()

    with reader.held():
        waiting = threading.Thread(target=write)
        waiting.start()
        while not writer._turn.is_locked:
            time.sleep(0.01)
        # From here on the lock is the writer's next, however often others reach for it.
        with pytest.raises(LibraryBusy), late.held(wait_s=0):
            pass
    while not got_it.is_set():
        with contextlib.suppress(LibraryBusy), late.held(wait_s=0):
            assert got_it.is_set(), "a reader took the writer's turn"
    waiting.join()
