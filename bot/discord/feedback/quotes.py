"""Readers' quotes from articles: found when they are given, deleted when their article is."""

from datetime import UTC, datetime

from footnote.bot.answering_service import AnswerService
from footnote.bot.discord.context import BotContext
from footnote.bot.discord.feedback.store import stands_in
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.question import Question


async def quoted_articles(service: AnswerService, library: str, evidence: str) -> tuple[str, ...]:
    """Return the ids of the articles that a reader's evidence stands in."""
    if not evidence.strip():
        return ()
    try:
        hits = await service.similar(library, Question(evidence, datetime.now(UTC).date()))
        ids = dict.fromkeys(hit.article.id for hit in hits)
        articles = [await service.article(library, article_id) for article_id in ids]
    except FootnoteError:
        return ()
    return tuple(found.head.id for found in articles if found and stands_in(evidence, found))


class Quotes:
    """Deletes quotes whose article was deleted, by whichever process and however."""

    def __init__(self, context: BotContext) -> None:
        self._context = context
        self._looked: dict[str, int] = {}

    async def look(self) -> int:
        """Look at each library that has changed; return how many quotes went."""
        count = 0
        for library, quoted in (await self._context.feedback.quoted()).items():
            try:
                generation = await self._context.service.generation(library)
                if self._looked.get(library) == generation:
                    continue
                there = await self._context.service.versions(library, sorted(quoted))
            except FootnoteError as error:
                self._context.journal.failure("quotes.failed", error, library=library)
                continue
            gone = quoted.difference(there)
            count += await self._context.feedback.forget_quoted(library, gone)
            self._looked[library] = generation
        return count
