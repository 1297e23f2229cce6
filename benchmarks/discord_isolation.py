"""Random interleavings of two servers' questions: does one ever see the other's articles?

    python -m benchmarks.discord_isolation --interleavings 10000

Two servers, each bound to a library of its own, ask the same words at the same time. Everything
from the reception of a question to its last edit is the bot's own (reception, queue, job, store,
rendering, corrections' memory); only Discord and the model are replaced, by ones that stop at
random places and let the others run. The libraries hold articles of the same ids and titles, so
that any mix-up shows. It fails if a text of one server reaches the other, if a question is left
unanswered, or if an answer is noted under another library, server or asker than its question's.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from footnote.bot.discord.asking.inquiry import TakenQuestion
from footnote.bot.discord.context import BotContext
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.running import open_context
from footnote.retrieval.answer import Answer, AnswererName, AnswerSentence, Citation
from footnote.retrieval.article import Article, ArticleHead
from footnote.retrieval.question import Question

SERVERS: Mapping[int, str] = {1: "red", 2: "blue"}
QUESTIONS = ("Who keeps the lighthouse?", "When does the ferry leave?", "What does it cost?")
PEOPLE = (11, 12, 13)


@dataclass
class WanderingService:
    """Answers with what its library says, stopping at random places."""

    chance: random.Random

    async def answer(
        self, library: str, question: Question, answerer: AnswererName | None = None
    ) -> AsyncIterator[Answer]:
        head = ArticleHead("a1", "The same title", "https://example.org/a1")
        citations: list[Citation] = []
        for number in range(1, self.chance.randint(2, 4)):
            await wander(self.chance)
            quote = says(library)
            citations.append(Citation(number, head, "p1", 0, len(quote), quote))
            yield _answer(question, citations, complete=False)
        await wander(self.chance)
        yield _answer(question, citations, complete=True)

    async def article(self, library: str, article_id: str) -> Article:
        await wander(self.chance)
        head = ArticleHead(article_id, "The same title")
        return Article(head, "key", says(library), f"{library}'s version")


def says(library: str) -> str:
    """Return the one sentence of a library's one article."""
    return f"The {library} library says so."


def _answer(question: Question, citations: list[Citation], *, complete: bool) -> Answer:
    return Answer(
        question=question.text,
        as_of=question.as_of,
        status="answered",
        text=" ".join(c.quote for c in citations),
        sentences=tuple(AnswerSentence(c.quote, (c.marker,)) for c in citations),
        citations=tuple(citations),
        complete=complete,
    )


@dataclass
class Outlet:
    """Keeps every text one question was shown."""

    chance: random.Random
    message_id: int
    shown: list[str] = field(default_factory=list)
    finished: bool = False

    async def open(self, text: str) -> int | None:
        await wander(self.chance)
        self.shown.append(text)
        return self.message_id

    async def edit(self, text: str, view: Any = None) -> int | None:
        await wander(self.chance)
        self.shown.append(text)
        self.finished = self.finished or view is not None
        return self.message_id

    async def extend(self, number: int, text: str, view: Any = None) -> int | None:
        return await self.edit(text, view)

    async def renew(self) -> None:
        self.shown.append("renewed")

    async def tell(self, text: str, *, refusal: bool = False) -> None:
        self.shown.append(text)

    async def retract(self) -> None:
        self.shown.append("retracted")


async def wander(chance: random.Random) -> None:
    """Let others run for a random while."""
    for _ in range(chance.randint(0, 3)):
        await asyncio.sleep(0)


@dataclass
class Asked:
    """One question of one interleaving."""

    id: int
    server: int
    person: int
    outlet: Outlet


async def interleave(context: BotContext, chance: random.Random, first_id: int) -> list[Asked]:
    """Let both servers ask at once, in a random order with random pauses."""
    asked = []
    for number in range(chance.randint(2, 6)):
        question_id = first_id + number
        server = chance.choice(list(SERVERS)) if number > 1 else 1 + number
        asked.append(
            Asked(question_id, server, chance.choice(PEOPLE), Outlet(chance, question_id + 500))
        )
    chance.shuffle(asked)

    async def ask(one: Asked) -> None:
        await wander(chance)
        taken = TakenQuestion(one.id, "interaction", one.server * 100, one.server, one.person)
        await context.questions.take(taken)
        await context.reception.resumed(taken, chance.choice(QUESTIONS), one.outlet)

    await asyncio.gather(*(ask(one) for one in asked))
    while context.desk.queue.waiting or context.desk.queue.running:  # noqa: ASYNC110
        await asyncio.sleep(0)
    return asked


async def crossings(context: BotContext, asked: list[Asked]) -> list[str]:
    """Return what went to the wrong place."""
    wrong = []
    for one in asked:
        own = SERVERS[one.server]
        foreign = next(name for name in SERVERS.values() if name != own)
        text = "\n".join(one.outlet.shown)
        if foreign in text:
            wrong.append(f"server {one.server} was shown {foreign}: {text!r}")
        if own not in text or not one.outlet.finished:
            wrong.append(f"question {one.id} was left unanswered: {text!r}")
    noted = {
        answer.question_id: (
            answer.library,
            answer.guild_id,
            answer.asker_id,
            *answer.versions.values(),
        )
        for library in SERVERS.values()
        for answer in await context.posted.unmarked(library, 0)
    }
    for one in asked:
        own = SERVERS[one.server]
        right = (own, one.server, one.person, f"{own}'s version")
        if noted.get(one.id) != right:
            wrong.append(f"question {one.id} is noted as {noted.get(one.id)}, not {right}")
    return wrong


async def run(count: int, seed: int, home: Path) -> tuple[int, list[str]]:
    """Return how many questions were asked, and the crossings."""
    settings = DiscordSettings(
        libraries={server: (name,) for server, name in SERVERS.items()}, queue_limit=100
    ).model_copy(update={"edit_interval_s": 0.0})
    questions, wrong = 0, []
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        if number % 200 == 0:
            context = open_context(
                settings.model_copy(update={"answers_at_once": 1 + number // 200 % 4}),
                WanderingService(chance),  # type: ignore[arg-type]  # what jobs ask of it, no more
                home / str(number),
            )
            await context.database.run("PRAGMA synchronous=OFF")
        context.desk._tools.service.chance = chance  # type: ignore[attr-defined]
        asked = await interleave(context, chance, 1_000 * (number + 1))
        questions += len(asked)
        wrong += [f"interleaving {number}: {one}" for one in await crossings(context, asked)]
        for table in ("posted", "posted_articles", "questions"):
            await context.database.run(f"DELETE FROM {table}")
        if number % 200 == 199 or number == count - 1:
            context.database.close()
    return questions, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interleavings", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20260101)
    chosen = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        questions, wrong = asyncio.run(run(chosen.interleavings, chosen.seed, Path(home)))
    seconds = time.perf_counter() - started
    for line in wrong[:20]:
        print(line)
    print(
        f"{chosen.interleavings:,} interleavings of two servers, {questions:,} questions, "
        f"{len(wrong)} crossings or losses, {seconds:.0f} s (seed {chosen.seed})"
    )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
