"""What people said about answers, and its way into evaluation fixtures."""

import asyncio
import json
import time
from collections.abc import Collection, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from footnote.bot.discord.state import StateDatabase, kept_state
from footnote.retrieval.article import Article
from footnote.retrieval.options import CatalogOptions

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
    """Keeps one verdict a person and answer, the last one given.

    Who gave it is kept for as long as they may take it back (`sweep`); the words stay, as an
    evaluation fixture, without a way back to a person.
    """

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    async def press(self, feedback: Feedback) -> None:
        """Count a press of 👍 or 👎; what the person wrote into the form before stays with a 👎."""
        await self._database.together(
            (
                "DELETE FROM feedback WHERE message_id = ? AND user_id = ? AND verdict <> ?",
                (feedback.message_id, feedback.user_id, feedback.verdict),
            ),
            (_PRESS, _values(feedback)),
            (_SWEEP_QUOTED, ()),
        )

    async def add(self, feedback: Feedback) -> None:
        """Keep a verdict with what was written into its form."""
        quoted = [
            (
                "INSERT INTO quoted VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (feedback.message_id, feedback.user_id, article_id),
            )
            for article_id in feedback.quoted
        ]
        await self._database.together((_INSERT, _values(feedback)), (_SWEEP_QUOTED, ()), *quoted)

    async def quoted(self) -> dict[str, set[str]]:
        """Return, by library, the ids of articles that readers' evidence was quoted from."""
        rows = await self._database.rows(
            "SELECT DISTINCT library, article_id"
            " FROM quoted JOIN feedback USING (message_id, user_id)"
        )
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row["library"], set()).add(row["article_id"])
        return found

    async def forget_quoted(self, library: str, article_ids: Collection[str]) -> int:
        """Delete what readers quoted from articles that are gone; returns how many quotes."""
        count = 0
        for article_id in article_ids:
            count += await self._database.run(
                "UPDATE feedback SET evidence = '' WHERE library = ? AND evidence <> '' AND"
                " (message_id, user_id) IN"
                " (SELECT message_id, user_id FROM quoted WHERE article_id = ?)",
                library,
                article_id,
            )
        await self._database.run(_SWEEP_QUOTED)
        await self._database.scrub()
        return count

    async def counts(self, guild_id: int | None = None) -> dict[str, int]:
        """Return how many verdicts of each kind are kept, of one server where one is named."""
        rows = await self._database.rows(
            "SELECT verdict, COUNT(*) AS n FROM feedback WHERE ? IS NULL OR guild_id = ?"
            " GROUP BY verdict",
            guild_id,
            guild_id,
        )
        return {row["verdict"]: row["n"] for row in rows}

    async def latest(self, guild_id: int, most: int) -> list[tuple[str, str]]:
        """Return a server's newest 👎 forms as question and wanted answer."""
        rows = await self._database.rows(
            "SELECT question, wanted FROM feedback WHERE guild_id = ? AND verdict = 'down'"
            " AND wanted <> '' ORDER BY id DESC LIMIT ?",
            guild_id,
            most,
        )
        return [(row["question"], row["wanted"]) for row in rows]

    async def fixtures(self, library: str | None = None) -> list[str]:
        """Return each 👎 form as one line in the format `footnote evaluate` reads.

        Nothing in a line tells who gave it.
        """
        rows = await self._database.rows(
            "SELECT * FROM feedback WHERE verdict = 'down' AND wanted <> '' ORDER BY id"
        )
        return [
            json.dumps(_fixture(dict(row)), ensure_ascii=False)
            for row in rows
            if library is None or row["library"] == library
        ]

    async def forget_quotes(self, library: str, article: Article) -> int:
        """Delete what readers quoted from an article of a library; returns how many quotes."""
        rows = await self._database.rows(
            "SELECT id, evidence FROM feedback WHERE library = ? AND evidence <> ''", library
        )
        quoting = [row["id"] for row in rows if stands_in(row["evidence"], article)]
        for number in quoting:
            await self._database.run("UPDATE feedback SET evidence = '' WHERE id = ?", number)
        await self._database.run(_SWEEP_QUOTED)
        await self._database.scrub()
        return len(quoting)

    async def forget_user(self, user_id: int) -> int:
        """Delete what someone said."""
        count = await self._database.run("DELETE FROM feedback WHERE user_id = ?", user_id)
        await self._database.run(_SWEEP_QUOTED)
        return count

    async def sweep(self, before: float) -> None:
        """Drop who gave what is older than a moment, and verdicts without words altogether."""
        await self._database.together(
            ("DELETE FROM feedback WHERE given_at < ? AND wanted = ''", (before,)),
            (
                "UPDATE quoted SET user_id = (SELECT -id FROM feedback AS f WHERE"
                " f.message_id = quoted.message_id AND f.user_id = quoted.user_id)"
                " WHERE user_id > 0 AND (message_id, user_id) IN"
                " (SELECT message_id, user_id FROM feedback WHERE given_at < ?)",
                (before,),
            ),
            (
                "UPDATE feedback SET user_id = -id WHERE user_id > 0 AND given_at < ?",
                (before,),
            ),
            (_SWEEP_QUOTED, ()),
        )


_COLUMNS = (
    "(message_id, user_id, guild_id, library, verdict,"
    " question, asked, wanted, evidence, given_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_PRESS = f"INSERT INTO feedback {_COLUMNS} ON CONFLICT DO NOTHING"
_INSERT = (
    f"INSERT INTO feedback {_COLUMNS} ON CONFLICT (message_id, user_id) DO UPDATE SET"
    " verdict = excluded.verdict, question = excluded.question, asked = excluded.asked,"
    " wanted = excluded.wanted, evidence = excluded.evidence, given_at = excluded.given_at"
)
_SWEEP_QUOTED = (
    "DELETE FROM quoted WHERE (message_id, user_id) NOT IN"
    " (SELECT message_id, user_id FROM feedback WHERE evidence <> '')"
)


def _values(feedback: Feedback) -> tuple[object, ...]:
    return (
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


Result = TypeVar("Result")


def export_feedback(
    home: Path, library: str | None = None, catalog: CatalogOptions | None = None
) -> list[str]:
    """Return each 👎 form a bot has stored as one JSON line; none where there is none."""
    database = kept_state(home, catalog)
    if database is None:
        return []
    with database:
        return _now(FeedbackStore(database).fixtures(library))


def forget_quotes(
    home: Path,
    library: str,
    articles: Sequence[Article],
    catalog: CatalogOptions | None = None,
) -> None:
    """Delete what readers quoted from articles that are deleted, where a bot keeps feedback."""
    database = kept_state(home, catalog)
    if database is None:
        return

    async def forget(store: FeedbackStore) -> None:
        for article in articles:
            await store.forget_quotes(library, article)

    with database:
        _now(forget(FeedbackStore(database)))


def _now(work: Coroutine[None, None, Result]) -> Result:
    """Run a coroutine to its end, whether or not the caller's thread has a loop running."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()
