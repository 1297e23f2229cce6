"""A line that figures must not fall below, for CI."""

import math
from collections.abc import Mapping

from footnote.evaluation.metrics import LOWER_IS_BETTER
from footnote.retrieval.errors import UsageError


def parse_gate(text: str, known: Mapping[str, object]) -> dict[str, float]:
    """Return the bounds of `mrr@10=0.45,false_answer_rate=0.1`; raises `UsageError`."""
    bounds: dict[str, float] = {}
    for part in text.split(","):
        name, separator, value = part.strip().partition("=")
        if not separator or name not in known:
            raise UsageError(
                f"--fail-under takes METRIC=VALUE,…; “{part.strip()}” is none. "
                f"Metrics: {', '.join(known)}."
            )
        try:
            bounds[name] = float(value)
        except ValueError:
            bounds[name] = math.nan
        if not math.isfinite(bounds[name]):
            raise UsageError(f"--fail-under: “{value}” is no number.")
    return bounds


def broken_bounds(bounds: Mapping[str, float], metrics: Mapping[str, float | None]) -> list[str]:
    """Return one sentence for every bound that is not kept.

    For metrics where lower is better the bound is a ceiling. A metric that applies to no question
    cannot keep its bound.
    """
    found = []
    for name, bound in bounds.items():
        value = metrics.get(name)
        if value is None:
            found.append(f"{name} applies to no question, and {bound} is asked for.")
        elif name in LOWER_IS_BETTER and value > bound:
            found.append(f"{name} is {value:.4f}, above the {bound} allowed.")
        elif name not in LOWER_IS_BETTER and value < bound:
            found.append(f"{name} is {value:.4f}, below the {bound} asked for.")
    return found
