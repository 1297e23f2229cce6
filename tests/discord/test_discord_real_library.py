"""The whole way: a real library and the real models behind the real client, over real sockets."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import House, open_started_house
from loopback.server import LoopbackDiscord

from footnote.bot.settings import Settings
from footnote.retrieval import Footnote

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"


@pytest.fixture
async def town(loopback: LoopbackDiscord, tmp_path: Path) -> AsyncIterator[House]:
    with Footnote.open(tmp_path / "home", create=True) as footnote:
        footnote.ingest([SAMPLES / "glass-museum.html", SAMPLES / "market-day.txt"])
    async with open_started_house(loopback, Settings(home=tmp_path / "home"), tmp_path) as opened:
        yield opened


async def test_a_mention_is_answered_from_the_articles(town: House) -> None:
    reply = await town.ask("Who is the curator of the glass museum?")
    assert "Wilhelmina Ost" in reply["content"]
    assert "lantern.example" in reply["content"]


async def test_small_talk_on_lines_of_its_own_does_not_hide_the_answer(town: House) -> None:
    reply = await town.ask("hey all\nwho is the curator of the glass museum\nthanks in advance")
    assert "Wilhelmina Ost" in reply["content"]


async def test_a_question_the_articles_do_not_answer_is_refused(town: House) -> None:
    reply = await town.ask("Who is the president of France?")
    assert "don't answer" in reply["content"] or "do not answer" in reply["content"]
