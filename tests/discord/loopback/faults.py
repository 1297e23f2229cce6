"""Faults on demand for the REST side, and the rate limits that may be switched on."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fault:
    """What the next `times` requests to an operation get instead of an answer.

    `status=429` needs `retry_after`; `status=0` only delays. With `done` the request takes effect,
    and only the news of it is lost.
    """

    operation: str
    status: int
    times: int = 1
    code: int = 0
    message: str = "fault on demand"
    retry_after: float | None = None
    is_global: bool = False
    delay: float = 0.0
    done: bool = False

    def body(self) -> dict[str, Any]:
        """The error's JSON."""
        body: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.retry_after is not None:
            body |= {"retry_after": self.retry_after, "global": self.is_global}
        return body


@dataclass
class Bucket:
    """How many calls an operation allows in each window."""

    limit: int
    per_seconds: float
    used: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, major: str) -> tuple[bool, int, float]:
        """Count one call; return whether it is allowed, what remains, and the wait for a reset."""
        now = time.monotonic()
        stamps = [t for t in self.used[major] if now - t < self.per_seconds]
        allowed = len(stamps) < self.limit
        if allowed:
            stamps.append(now)
        self.used[major] = stamps
        reset = self.per_seconds - (now - stamps[0])
        return allowed, self.limit - len(stamps), max(reset, 0.001)


class Faults:
    """The faults still to come and the rate limits in force, by operation name."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []
        self.buckets: dict[str, Bucket] = {}

    def add(self, operation: str, status: int, **more: Any) -> Fault:
        """Let the next requests to `operation` (e.g. `POST /channels/{channel_id}/typing`) fail."""
        fault = Fault(operation, status, **more)
        self.pending.append(fault)
        return fault

    def limit(self, operation: str, calls: int, per_seconds: float) -> None:
        """Enforce a rate limit from now on."""
        self.buckets[operation] = Bucket(calls, per_seconds)

    def take(self, operation: str) -> Fault | None:
        """Return the fault the next request to `operation` meets."""
        for fault in self.pending:
            if fault.operation == operation and fault.times > 0:
                fault.times -= 1
                return fault
        return None
