"""The whole way: a real library and the real models behind the real client, over real sockets."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import House, open_house
from loopback.server import LoopbackDiscord

from bot.library_service import LibraryService
from bot.settings import Settings
from retrieval import Footnote

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"


@pytest.fixture
async def town(loopback: LoopbackDiscord, tmp_path: Path) -> AsyncIterator[House]:
    with Footnote.open(tmp_path / "home", create=True) as footnote:
        footnote.ingest([SAMPLES / "glass-museum.html", SAMPLES / "market-day.txt"])
    service = LibraryService(Settings(home=tmp_path / "home"))
    service.warm_up("default")
    try:
        async with open_house(loopback, service, tmp_path) as opened:  # type: ignore[arg-type]
            await opened.start()
            yield opened
    finally:
        service.close()


async def test_a_mention_is_answered_from_the_articles(town: House) -> None:
    reply = await town.ask("Who is the curator of the glass museum?")
    assert "Wilhelmina Ost" in reply["content"]
    assert "lantern.example" in reply["content"]


async def test_a_question_the_articles_do_not_answer_is_refused(town: House) -> None:
    reply = await town.ask("Who is the president of France?")
    assert "don't answer" in reply["content"] or "do not answer" in reply["content"]
