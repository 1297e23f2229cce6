"""What people said about answers, and its way into evaluation fixtures."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.discord.store.database import Database
from retrieval.article import Article

Verdict = Literal["up", "down"]
_NO_ANSWER = frozenset({"", "-", "none", "nothing", "nada", "ninguna"})


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's verdict on one answer; `wanted` and `evidence` come from the form."""

    message_id: int
    user_id: int
    guild_id: int | None
    library: str
    verdict: Verdict
    question: str = ""
    asked: date | None = None
    wanted: str = ""
    evidence: str = ""


class FeedbackStore:
    """Keeps one verdict a person and answer, the last one given."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, feedback: Feedback) -> None:
        """Keep a verdict."""
        self._database.run(
            "INSERT OR REPLACE INTO feedback (message_id, user_id, guild_id, library, verdict,"
            " question, asked, wanted, evidence, given_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            feedback.message_id,
            feedback.user_id,
            feedback.guild_id,
            feedback.library,
            feedback.verdict,
            feedback.question,
            feedback.asked.isoformat() if feedback.asked else "",
            feedback.wanted,
            feedback.evidence,
            time.time(),
        )

    def counts(self) -> dict[str, int]:
        """Return how many verdicts of each kind are kept."""
        rows = self._database.rows("SELECT verdict, COUNT(*) AS n FROM feedback GROUP BY verdict")
        return {row["verdict"]: row["n"] for row in rows}

    def fixtures(self, library: str | None = None) -> Iterator[str]:
        """Yield each 👎 form as one line in the format `footnote evaluate` reads.

        Nothing in a line tells who gave it.
        """
        rows = self._database.rows("SELECT * FROM feedback WHERE verdict = 'down' ORDER BY id")
        for row in rows:
            if library is None or row["library"] == library:
                yield json.dumps(_fixture(dict(row)), ensure_ascii=False)

    def forget_quotes(self, library: str, article: Article) -> int:
        """Delete what readers quoted from an article of a library; returns how many quotes."""
        rows = self._database.rows(
            "SELECT id, evidence FROM feedback WHERE library = ? AND evidence <> ''", library
        )
        text = " ".join(article.text.casefold().split())
        quoting = [
            row["id"]
            for row in rows
            if " ".join(row["evidence"].casefold().split()).strip("\"'“”«» ") in text
        ]
        for number in quoting:
            self._database.run("UPDATE feedback SET evidence = '' WHERE id = ?", number)
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(quoting)

    def forget_user(self, user_id: int) -> int:
        """Delete what someone said."""
        return self._database.run("DELETE FROM feedback WHERE user_id = ?", user_id)


def _fixture(row: dict[str, str]) -> dict[str, object]:
    wanted = row["wanted"].strip()
    answers = [] if wanted.casefold() in _NO_ANSWER else [wanted]
    fixture: dict[str, object] = {"id": f"feedback-{row['id']}", "question": row["question"]}
    if row["asked"]:
        fixture["asked"] = row["asked"]
    fixture |= {"answers": answers, "answerable": bool(answers)}
    evidence = row["evidence"].strip()
    if evidence.startswith(("http://", "https://")):
        fixture["evidence"] = {"url": evidence.split()[0]}
    elif evidence:
        fixture["evidence"] = {"quote": evidence}
    return fixture
