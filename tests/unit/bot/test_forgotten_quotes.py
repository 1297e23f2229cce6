"""Readers' quotes of an article go with it, from the raw files of the bot's memory too."""

import asyncio
from pathlib import Path

from footnote.bot.discord.aftermath.feedback import (
    Feedback,
    FeedbackStore,
    export_feedback,
    forget_quotes,
)
from footnote.bot.discord.state import open_state
from tests.support.shelf import make_article

ARTICLE = make_article("secret", "The ferry Zanzibarium stops\nin June, said Quux.")


def keep(home: Path, library: str, message: int, evidence: str) -> None:
    said = Feedback(message, 1, None, library, "down", "When?", None, "June", evidence)
    with open_state(home) as database:
        asyncio.run(FeedbackStore(database).add(said))


def test_only_quotes_of_the_deleted_article_go(tmp_path: Path) -> None:
    keep(tmp_path, "default", 1, "“the ferry  Zanzibarium stops in June”")
    keep(tmp_path, "default", 2, "The school has a roof.")
    keep(tmp_path, "other", 3, "The ferry Zanzibarium stops in June")
    forget_quotes(tmp_path, "default", [ARTICLE])
    kept = list(export_feedback(tmp_path))
    assert [("evidence" in line) for line in kept] == [False, True, True]
    forget_quotes(tmp_path, "other", [ARTICLE])
    assert len(list(export_feedback(tmp_path))) == 3
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert not any(b"zanzibarium" in file.read_bytes().lower() for file in files)


def test_where_no_bot_has_run_nothing_is_made(tmp_path: Path) -> None:
    forget_quotes(tmp_path, "default", [ARTICLE])
    assert list(tmp_path.iterdir()) == []
