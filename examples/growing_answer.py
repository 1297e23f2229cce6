"""An answer while it grows: every snapshot holds checked sentences only."""

import asyncio
from datetime import date

from footnote import Footnote, Question


async def main() -> None:
    """Print how the answer grows; the event loop is never blocked."""
    with Footnote.open("~/.footnote") as footnote:
        question = Question("Tell me about the glass museum.", date(2023, 6, 15))
        async for snapshot in footnote.chain.astream(question):
            state = "complete" if snapshot.complete else "so far"
            print(f"{state}: {len(snapshot.sentences)} sentences")
        print(snapshot.text)


asyncio.run(main())
