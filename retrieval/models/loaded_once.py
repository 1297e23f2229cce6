"""Things that are costly to load, one for all in a process who ask for the same."""

from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

Thing = TypeVar("Thing")


class Shared(Generic[Thing]):
    """Keeps what was loaded for as long as anybody holds it; safe to share between threads."""

    def __init__(self) -> None:
        self._held: WeakValueDictionary[Hashable, Thing] = WeakValueDictionary()
        self._loading: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, load: Callable[[], Thing]) -> Thing:
        """Return what is held under a key, loaded now where nothing is; different keys in parallel.

        What `load` raises is passed on, and the next caller tries again.
        """
        with self._lock:
            loading = self._loading.setdefault(key, Lock())
        with loading:
            thing = self._held.get(key)
            if thing is None:
                thing = self._held[key] = load()
            return thing


def state_of(path: Path) -> Hashable:
    """Return what tells a file from another and from itself before it was changed."""
    try:
        facts = path.stat()
    except OSError:
        return (path, None)
    return (path.absolute(), facts.st_ino, facts.st_size, facts.st_mtime_ns)
