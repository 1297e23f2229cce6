"""Ten answers, each as the terminal and as Discord show it, drawn from what both really said.

    python -m benchmarks.answer_pictures docs/images/answers

The articles are `benchmarks/data/larder`, the models the real ones. Wants what
`benchmarks.discord_pictures` wants. With `--only NAME` one answer is drawn anew.
"""

import argparse
import asyncio
import shlex
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.discord_pictures.__main__ import photograph
from benchmarks.discord_pictures.page import Screen, note, terminal_in_colour
from benchmarks.discord_pictures.stage import stage
from benchmarks.terminal_picture import on_terminal

ARTICLES = Path(__file__).parent / "data" / "larder"
COLUMNS = 80


@dataclass(frozen=True, slots=True)
class Pictured:
    """A question, and the name of the picture of its answer: the shape it has."""

    name: str
    question: str


PICTURED = (
    Pictured("steps", "How do I move Larder to another computer?"),
    Pictured("code", "What do I put into larder.service?"),
    Pictured("table-row", "How many things fit into a shared kitchen?"),
    Pictured("option", "What does --on-duplicate do?"),
    Pictured("faq-entry", "What can I do when my scanner reads every barcode twice?"),
    Pictured("long-list", "How do I do the yearly stocktaking?"),
    Pictured("definition", "What is the opened date?"),
    Pictured("yes-or-no", "Can two people change the same shopping list at once?"),
    Pictured("under-headings", "In which version can cupboards with an emoji be renamed again?"),
    Pictured("refusal", "How much does a household membership cost a year?"),
)


async def draw(chosen: list[Pictured], home: Path) -> list[Screen]:
    """Ask each question on a terminal and in a channel, of one library made in `home`."""
    screens = []
    async with stage(home, ARTICLES) as (house, _):
        await house.start()
        for each in chosen:
            command = f"footnote ask {shlex.quote(each.question)}"
            printed = await asyncio.to_thread(on_terminal, command, home, COLUMNS)
            asked = house.people.ask(house.ann, house.channel, each.question)
            answer = await house.answered(asked)
            replies = [m for m in house.world.replies_to(asked) if m is not answer]
            screen = Screen(each.name, each.question)
            screen.parts = [
                note("On the terminal"),
                terminal_in_colour(f'footnote ask "{each.question}"', printed, COLUMNS),
                house.head(house.channel),
                *house.draw(asked, *replies, answer),
            ]
            screens.append(screen)
    return screens


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=[each.name for each in PICTURED])
    parser.add_argument("--browser", default="chromium")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    chosen = [each for each in PICTURED if given.only in {None, each.name}]
    with tempfile.TemporaryDirectory() as home:
        screens = asyncio.run(draw(chosen, Path(home)))
    for screen in screens:
        target = photograph(screen, given.folder, given.browser)
        print(f"{target.name}: {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
