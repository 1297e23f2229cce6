"""What people said about answers, and its way into evaluation fixtures."""

import json
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.discord.database import Database
from retrieval.article import Article

Verdict = Literal["up", "down"]
_NO_ANSWER = frozenset({"", "-", "none", "nothing", "nada", "ninguna"})


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's verdict on one answer; `wanted` and `evidence` come from the form.

    `quoted` are the ids of the articles that the evidence stood in when it was given.
    """

    message_id: int
    user_id: int
    guild_id: int | None
    library: str
    verdict: Verdict
    question: str = ""
    asked: date | None = None
    wanted: str = ""
    evidence: str = ""
    quoted: tuple[str, ...] = ()


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
        self._sweep_quoted()
        for article_id in feedback.quoted:
            self._database.run(
                "INSERT OR REPLACE INTO quoted VALUES (?, ?, ?)",
                feedback.message_id,
                feedback.user_id,
                article_id,
            )

    def quoted(self) -> dict[str, set[str]]:
        """Return, by library, the ids of articles that readers' evidence was quoted from."""
        rows = self._database.rows(
            "SELECT DISTINCT library, article_id"
            " FROM quoted JOIN feedback USING (message_id, user_id)"
        )
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row["library"], set()).add(row["article_id"])
        return found

    def forget_quoted(self, library: str, article_ids: Collection[str]) -> int:
        """Delete what readers quoted from articles that are gone; returns how many quotes."""
        count = 0
        for article_id in article_ids:
            count += self._database.run(
                "UPDATE feedback SET evidence = '' WHERE library = ? AND evidence <> '' AND"
                " (message_id, user_id) IN"
                " (SELECT message_id, user_id FROM quoted WHERE article_id = ?)",
                library,
                article_id,
            )
        self._sweep_quoted()
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return count

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
        quoting = [row["id"] for row in rows if stands_in(row["evidence"], article)]
        for number in quoting:
            self._database.run("UPDATE feedback SET evidence = '' WHERE id = ?", number)
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(quoting)

    def forget_user(self, user_id: int) -> int:
        """Delete what someone said."""
        count = self._database.run("DELETE FROM feedback WHERE user_id = ?", user_id)
        self._sweep_quoted()
        return count

    def _sweep_quoted(self) -> None:
        self._database.run(
            "DELETE FROM quoted WHERE (message_id, user_id) NOT IN"
            " (SELECT message_id, user_id FROM feedback WHERE evidence <> '')"
        )


def stands_in(evidence: str, article: Article) -> bool:
    """Tell whether what a reader wrote is a quote from an article, in whatever case and spacing."""
    quote = " ".join(evidence.casefold().split()).strip("\"'“”«» ")
    return bool(quote) and quote in " ".join(article.text.casefold().split())


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
