"""Answers that are posted only when there is one."""

from discord.ui import View

from footnote.bot.discord.asking.outlets import Outlet, ReplyOutlet


class QuietOutlet:
    """Shows nothing before the answer, and nothing at all where the articles have none."""

    def __init__(self, loud: ReplyOutlet) -> None:
        self._loud: Outlet = loud
        self._begun = False

    async def open(self, text: str) -> int | None:
        """Show no thinking line."""
        return None

    async def edit(self, text: str, view: View | None = None) -> int | None:
        """Post the answer; what has no buttons is passing or no answer."""
        if view is None and not self._begun:
            return None
        self._begun = True
        return await self._loud.edit(text, view)

    async def extend(self, number: int, text: str, view: View | None = None) -> int | None:
        """Post a further part."""
        return await self._loud.extend(number, text, view) if self._begun else None

    async def renew(self) -> None:
        """Post the answer anew."""
        await self._loud.renew()

    async def tell(self, text: str, *, refusal: bool = False) -> None:
        """Stay silent: nobody has called."""

    async def retract(self) -> None:
        """Delete what was posted."""
        if self._begun:
            await self._loud.retract()
