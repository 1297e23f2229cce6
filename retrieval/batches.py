"""Long sequences, a part at a time."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Yield the items in their order, `size` at a time and in the end what is left."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
