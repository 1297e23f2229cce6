"""One message that grows: edited at a bounded pace, always with the newest text only."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

from discord.ui import View

from footnote.bot.discord.asking.outlets import Outlet
from footnote.bot.discord.asking.patience import UNREACHABLE

Note = Callable[[int, int], Awaitable[None]]
"""Is told a further part's number and message."""


async def _unnoted(_number: int, _message_id: int) -> None:
    """Forget which message holds a part."""


class LiveMessage:
    """Shows texts in an outlet's first message; texts that a newer one overtakes are never sent."""

    def __init__(self, outlet: Outlet, interval_s: float) -> None:
        self._outlet = outlet
        self._interval_s = interval_s
        self._newest: str | None = None
        self._shown: str | None = None
        self._edited_at = -interval_s
        self._pump: asyncio.Task[None] | None = None

    async def open(self, text: str) -> int | None:
        """Post the message."""
        self._shown = text
        return await self._outlet.open(text)

    def show(self, text: str) -> None:
        """Let the message say this as soon as the pace allows."""
        self._newest = text
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._keep_up())

    async def finish(
        self, parts: Sequence[str], views: Sequence[View | None] = (None,), note: Note = _unnoted
    ) -> list[int]:
        """Show the final text, in further messages where one is too short; return all ids.

        `views` belong to the parts, in order; `note` hears of each further message at once.
        """
        await self.settle()
        await self._pace()
        buttons = [*views, *[None] * len(parts)]
        ids = [await self._outlet.edit(parts[0], buttons[0])]
        for number, part in enumerate(parts[1:], 1):
            sent = await self._outlet.extend(number, part, buttons[number])
            ids.append(sent)
            if sent is not None:
                await note(number, sent)
        return [message_id for message_id in ids if message_id is not None]

    async def settle(self) -> None:
        """Forget what is still to be shown, and wait for an edit that is under way."""
        self._newest = None
        if self._pump is not None:
            await asyncio.wait([self._pump])

    async def _keep_up(self) -> None:
        while self._pending():
            await self._pace()
            text = self._newest
            if text is None:  # settled while pacing
                return
            try:
                await self._outlet.edit(text)
            except UNREACHABLE:
                return  # a passing view is not worth an error: the final text reports it
            finally:
                self._edited_at = monotonic()
            self._shown = text

    def _pending(self) -> bool:
        return self._newest is not None and self._newest != self._shown

    async def _pace(self) -> None:
        await asyncio.sleep(max(0.0, self._edited_at + self._interval_s - monotonic()))
        self._edited_at = monotonic()
