"""The bot's state in a file, also one that an earlier version made."""

import sqlite3
from contextlib import closing
from pathlib import Path

from footnote.bot.discord.asking.inquiry import TakenQuestion
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.state.sqlite import SqliteState

_QUESTIONS_OF_0_1_0 = """
CREATE TABLE questions (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, channel_id INTEGER NOT NULL,
    guild_id INTEGER, asker_id INTEGER NOT NULL, state TEXT NOT NULL,
    reply_id INTEGER, token TEXT, private INTEGER NOT NULL, filters TEXT NOT NULL,
    taken_at REAL NOT NULL
);
INSERT INTO questions VALUES (5, 'message', 1, 2, 3, 'pending', 6, NULL, 0, '{}', 1.0);
"""


async def test_what_an_earlier_version_left_open_is_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    with closing(sqlite3.connect(path)) as store:
        store.executescript(_QUESTIONS_OF_0_1_0)
    for _ in range(2):
        with SqliteState(path) as database:
            questions = QuestionStore(database, Journal())
            left = TakenQuestion(5, "message", 1, 2, 3, reply_id=6)
            assert await questions.claim() == [left]
            await questions.release()
    with SqliteState(path) as database:
        questions = QuestionStore(database, Journal())
        assert await questions.claim() == [left]
        await questions.close(5, "answered")
        assert await questions.state(5) == ("answered", 6)
