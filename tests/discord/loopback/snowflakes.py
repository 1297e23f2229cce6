"""Discord ids: a millisecond time and a counter, so that ids sort by age."""

import itertools
import time
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Hands out ids that rise strictly, `clock` (seconds since 1970) deciding their time."""

    def __init__(self) -> None:
        self.clock = time.time
        self._counter = itertools.count()
        self._last = 0

    def next(self) -> str:
        """Return a new id, later than every id before it."""
        stamp = (int(self.clock() * 1000) - EPOCH_MS) << 22 | next(self._counter) % 4096
        self._last = max(stamp, self._last + 1)
        return str(self._last)


def timestamp(snowflake: str) -> str:
    """Return the ISO time an id was made at."""
    ms = (int(snowflake) >> 22) + EPOCH_MS
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat()
