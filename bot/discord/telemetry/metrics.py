"""Figures of a running bot, in Prometheus' text format."""

from collections import defaultdict
from collections.abc import Callable

_LATENCY_BUCKETS_S = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 120.0)
_COUNTERS = {
    "questions": "Questions taken",
    "answers": "Answers posted",
    "refusals": "Questions the articles do not answer",
    "failures": "Questions that ended in an error",
    "cancelled": "Questions withdrawn by their askers",
    "turned_away": "Questions not taken: limits, access, full queue",
    "reconnects": "Gateway connections made anew",
    "corrections": "Answers marked because an article changed",
}


class Metrics:
    """Counts and timings since the start; gauges are read when asked for."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = dict.fromkeys(_COUNTERS, 0)
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}
        self._buckets: dict[float, int] = defaultdict(int)
        self._latency_sum_s = 0.0
        self._latency_count = 0

    def count(self, name: str, by: int = 1) -> None:
        """Raise a counter."""
        self.counts[name] += by

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Add a figure that is read whenever the metrics are."""
        self._gauges[name] = (meaning, read)

    def latency(self, seconds: float) -> None:
        """Note how long a question took from its arrival to its posted answer."""
        self._latency_sum_s += seconds
        self._latency_count += 1
        for bucket in _LATENCY_BUCKETS_S:
            if seconds <= bucket:
                self._buckets[bucket] += 1

    def text(self) -> str:
        """Return everything in the text format scrapers read."""
        lines: list[str] = []
        for name, meaning in _COUNTERS.items():
            full = f"footnote_discord_{name}_total"
            lines += [f"# HELP {full} {meaning}", f"# TYPE {full} counter"]
            lines.append(f"{full} {self.counts[name]}")
        for name, (meaning, read) in self._gauges.items():
            full = f"footnote_discord_{name}"
            lines += [f"# HELP {full} {meaning}", f"# TYPE {full} gauge", f"{full} {read():g}"]
        full = "footnote_discord_answer_seconds"
        lines += [f"# HELP {full} Time to a posted answer", f"# TYPE {full} histogram"]
        lines += [f'{full}_bucket{{le="{b:g}"}} {self._buckets[b]}' for b in _LATENCY_BUCKETS_S]
        lines.append(f'{full}_bucket{{le="+Inf"}} {self._latency_count}')
        lines.append(f"{full}_sum {self._latency_sum_s:.3f}")
        lines.append(f"{full}_count {self._latency_count}")
        return "\n".join(lines) + "\n"
