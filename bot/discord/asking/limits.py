"""How often people and servers may ask."""

from collections import deque
from collections.abc import Callable
from time import monotonic

_MINUTE = 60.0
_HOUR = 3600.0
_MANY = 10_000


class Once:
    """Tells what was done for a key within a window already; old keys are forgotten."""

    def __init__(self, window_s: float, clock: Callable[[], float] = monotonic) -> None:
        self._window_s = window_s
        self._clock = clock
        self._done: dict[int, float] = {}

    def again(self, key: int) -> bool:
        """Return whether the key was here within the window; else its window begins."""
        if self.known(key):
            return True
        now = self._clock()
        if len(self._done) > _MANY:
            self._done = {k: at for k, at in self._done.items() if now - at < self._window_s}
        self._done[key] = now
        return False

    def known(self, key: int) -> bool:
        """Return whether the key was here within the window, without beginning one."""
        done = self._done.get(key)
        return done is not None and self._clock() - done < self._window_s


class RateLimit:
    """At most so many calls a minute for each key, counted in a sliding window."""

    def __init__(self, calls_per_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self._calls = calls_per_minute
        self._clock = clock
        self._stamps: dict[int, deque[float]] = {}
        self._last: dict[int, float] = {}

    def wait_s(self, key: int) -> float:
        """Return how long the key has to wait before its next call; 0 when it may call now."""
        stamps = self._recent(key)
        if len(stamps) < self._calls:
            return 0.0
        return max(0.0, stamps[0] + _MINUTE - self._clock())

    def since_last_s(self, key: int) -> float | None:
        """Return the time since the key's last call, None without one in the last hour."""
        last = self._last.get(key)
        return None if last is None else self._clock() - last

    def note(self, key: int) -> None:
        """Count a call."""
        now = self._clock()
        self._recent(key).append(now)
        self._last[key] = now

    def _recent(self, key: int) -> deque[float]:
        if len(self._last) > _MANY:
            self._forget_old()
        stamps = self._stamps.setdefault(key, deque(maxlen=max(self._calls, 1)))
        while stamps and not self._fresh(stamps[0]):
            stamps.popleft()
        return stamps

    def _forget_old(self) -> None:
        now = self._clock()
        self._last = {key: stamp for key, stamp in self._last.items() if now - stamp < _HOUR}
        self._stamps = {key: s for key, s in self._stamps.items() if key in self._last}

    def _fresh(self, stamp: float) -> bool:
        return self._clock() - stamp < _MINUTE
