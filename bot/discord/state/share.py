"""Which part of the gateway is this process's: all of it, unless processes share the state."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` parts of the gateway, as Discord numbers them."""

    number: int = 0
    count: int = 1

    def holds(self, guild_id: int | None) -> bool:
        """Return whether a server's events come through this shard; direct messages do by 0."""
        return ((guild_id or 0) >> 22) % self.count == self.number


WHOLE = Shard()


class Share:
    """All of the gateway, from the start to the end.

    `held` tells that it is this process's at the moment; `sole` that no other process works on the
    shard's questions while this one holds it, whatever their leases say.
    """

    sole = False

    def __init__(self) -> None:
        self.shard = WHOLE
        self.held = True

    async def take(self) -> None:
        """Wait until a part is free, and hold it."""

    async def lost(self) -> None:
        """Return when another process has taken what this one held."""
        await asyncio.Event().wait()

    def release(self) -> None:
        """Let another process have it."""
