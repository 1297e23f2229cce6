"""What is still being written about a question when its server leaves is not kept."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from footnote.bot.discord.aftermath.posted import PostedAnswer, PostedStore
from footnote.bot.discord.asking.inquiry import TakenQuestion
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.settings.place_settings import PlaceStore
from footnote.bot.discord.state.sqlite import SqliteState
from footnote.bot.discord.teaching.gaps import Gap, GapStore

GUILD = 220220220
ASKED = TakenQuestion(id=7, kind="message", channel_id=1, guild_id=GUILD, asker_id=3)
POSTED = PostedAnswer(
    message_id=8,
    question_id=7,
    channel_id=1,
    guild_id=GUILD,
    asker_id=3,
    library="default",
    versions={"a": "1"},
)
GAP = Gap(
    question_id=7,
    guild_id=GUILD,
    channel_id=1,
    asker_id=3,
    library="default",
    question="Why?",
    private=False,
    reply_to=None,
)


def rows(path: Path) -> dict[str, int]:
    """Return how many rows each table has, those of none left out."""
    with closing(sqlite3.connect(path)) as store:
        found = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        counts = {
            name: store.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in found
        }
    return {name: count for name, count in counts.items() if count}


def after(path: Path, forget: Callable[[PlaceStore], Awaitable[None]] | None) -> dict[str, int]:
    """Return what is kept of a question whose answer is noted last of all."""

    async def story(database: SqliteState) -> None:
        questions = QuestionStore(database, Journal())
        await questions.take(ASKED)
        if forget is not None:
            await forget(PlaceStore(database))
        await PostedStore(database).add(POSTED)
        await GapStore(database).add(GAP)
        await questions.note_part(ASKED.id, 1, 9)

    with closing(SqliteState(path)) as database:
        asyncio.run(story(database))
    return rows(path)


def test_an_answer_is_remembered_with_its_articles_and_parts(tmp_path: Path) -> None:
    kept = after(tmp_path / "bot.sqlite3", None)
    assert {"posted", "posted_articles", "gaps", "parts", "questions"} <= set(kept)


def test_nothing_is_noted_of_a_server_that_left_meanwhile(tmp_path: Path) -> None:
    before = after(tmp_path / "empty.sqlite3", lambda places: places.forget_guild(GUILD))
    tables = {"posted", "posted_articles", "gaps", "parts", "questions"}
    assert not tables & set(before)
