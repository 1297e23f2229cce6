"""Values that a statement looks for, as many at a time as every SQLite takes."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from footnote.retrieval.batches import batches

Value = TypeVar("Value", str, int)

_AT_ONCE = 500


def parameters(values: Sequence[Value]) -> Iterator[tuple[tuple[Value, ...], str]]:
    """Yield the values in their order, some at a time, with as many question marks for an `IN`."""
    for some in batches(values, _AT_ONCE):
        yield tuple(some), ", ".join("?" * len(some))
