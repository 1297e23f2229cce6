"""Figures of a running bot, in Prometheus' text format."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_LATENCY_BUCKETS_S = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 120.0)


class Metrics:
    """Counts and timings since the start, in a registry of their own; gauges are read when asked.

    Names begin with `footnote_discord_`, counters end in `_total`.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = self._counter("questions", "Questions taken")
        self.answers = self._counter("answers", "Answers posted")
        self.refusals = self._counter("refusals", "Questions the articles do not answer")
        self.failures = self._counter("failures", "Questions that ended in an error")
        self.cancelled = self._counter("cancelled", "Questions withdrawn by their askers")
        self.turned_away = self._counter(
            "turned_away", "Questions not taken: limits, access, queue"
        )
        self.reconnects = self._counter("reconnects", "Gateway connections made anew")
        self.corrections = self._counter("corrections", "Answers marked, an article having changed")
        self.taught = self._counter("taught", "Messages that became articles")
        self.latency = Histogram(
            "footnote_discord_answer_seconds",
            "Time to a posted answer",
            buckets=_LATENCY_BUCKETS_S,
            registry=self.registry,
        )
        self._gauges: dict[str, Gauge] = {}

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Add a figure that is read whenever the metrics are; of one name the newest is read."""
        if name not in self._gauges:
            full = f"footnote_discord_{name}"
            self._gauges[name] = Gauge(full, meaning, registry=self.registry)
        self._gauges[name].set_function(read)

    def text(self) -> bytes:
        """Return everything in the text format scrapers read."""
        return generate_latest(self.registry)

    def _counter(self, name: str, meaning: str) -> Counter:
        return Counter(f"footnote_discord_{name}", meaning, registry=self.registry)
