"""Questions to the documentation of real products over what the bot reads for them."""

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from footnote.evaluation.metrics import contains_answer
from footnote.retrieval import Article, Footnote, Question
from footnote.retrieval.answering.reading import ToRead, to_read
from training.examples import Example, lead_of
from training.sections import nearness, stems

ASKED_ON = date(2026, 11, 1)
BESIDE, ELSEWHERE = 0.7, 0.9
"""Weights of what does not hold the gold words, on the page that answers and on any other: it
might tell the same in other words."""


@dataclass(frozen=True, slots=True)
class ProductQuestion:
    """A question, the page it is about, and words that answer it there: none for a near miss."""

    id: str
    text: str
    page: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadQuote:
    """What the reader reads for one quote of an article."""

    article: Article
    around: ToRead

    @property
    def lead(self) -> str:
        """Title and headings in front of it."""
        return lead_of(self.article.head.title, self.around.heading)

    @property
    def text(self) -> str:
        """The words that are read."""
        return self.around.words.text


def read_questions(path: Path) -> list[ProductQuestion]:
    """Read the questions to one product."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [
        ProductQuestion(
            row["id"], row["question"], row["evidence"]["pages"][0], tuple(row["answers"])
        )
        for row in rows
    ]


def pairs_of_product(pages: Path, questions: Sequence[ProductQuestion]) -> list[Example]:
    """Return the pairs of one product, whose pages are read in and asked as members would.

    Raises:
        ValueError: The page of a question is not among them.
    """
    with tempfile.TemporaryDirectory() as home, Footnote.open(Path(home), create=True) as footnote:
        footnote.ingest([pages])
        ids = {f"/{head.path}": head.id for head in footnote.articles()}
        pairs: list[Example] = []
        for question in questions:
            found = next((ids[path] for path in ids if path.endswith(f"/{question.page}")), "")
            page = footnote.article(found)
            if page is None:
                raise ValueError(f"The page {question.page} is not among those in {pages}.")
            pairs += product_pairs(footnote, page, question)
        return pairs


def product_pairs(
    footnote: Footnote, page: Article, question: ProductQuestion
) -> Iterator[Example]:
    """Yield what the bot reads for a question about a page, each quote as answering or not.

    Of an answered one those of its page that hold the gold words answer; where none of them was
    read, the paragraph of the page that does and is most like the question is added. Of a near miss
    none answers.
    """

    def pair(quote: ReadQuote, span: tuple[int, int] | None, kind: str, weight: float) -> Example:
        return Example(
            question.text, quote.lead, quote.text, span, kind, question.page, question.id, weight
        )

    answered = False
    for quote in quotes_read(footnote, question.text):
        own = quote.article.head.id == page.head.id
        if not question.answers:
            yield pair(quote, None, "human-near-miss", 1.0 if own else ELSEWHERE)
        elif not contains_answer(f"{quote.lead} {quote.text}", question.answers):
            yield pair(quote, None, "other-quote", BESIDE if own else ELSEWHERE)
        elif own and (span := place_of(question.answers, quote.text)):
            answered = True
            yield pair(quote, span, "answered", 1.0)
    if question.answers and not answered and (found := answering_quote(footnote, page, question)):
        yield pair(*found, "answered", 1.0)


def quotes_read(footnote: Footnote, text: str) -> list[ReadQuote]:
    """Return the quotes that the reader judges for a question, those that answer best first."""
    pipeline = footnote.pipeline
    judged = pipeline.judge(pipeline.find(pipeline.understand(Question(text, ASKED_ON))))
    quotes: dict[tuple[str, int], ReadQuote] = {}
    for sentence in judged.evidence.sentences:
        if sentence.answers is None:
            continue
        article = footnote.article(sentence.hit.article.id)
        if article is None:
            continue
        around = to_read(article.outline(), sentence.start, sentence.end, article.head.title)
        quotes.setdefault((article.head.id, around.span.start), ReadQuote(article, around))
    return list(quotes.values())


def answering_quote(
    footnote: Footnote, page: Article, question: ProductQuestion
) -> tuple[ReadQuote, tuple[int, int]] | None:
    """Return the quote of a page that holds gold words and is most like the question."""
    asked, outline = stems(question.text), page.outline()
    best: tuple[float, ReadQuote, tuple[int, int]] | None = None
    for passage in footnote.passages(page.head.id):
        place = place_of(question.answers, passage.text)
        if place is None:
            continue
        start, end = passage.start + place[0], passage.start + place[1]
        quote = ReadQuote(page, to_read(outline, start, end, page.head.title))
        span = place_of(question.answers, quote.text)
        if span is None:
            continue
        score = nearness(asked, quote.text, quote.lead, quote.text)
        if best is None or score > best[0]:
            best = (score, quote, span)
    return best[1:] if best else None


def place_of(answers: Sequence[str], text: str) -> tuple[int, int] | None:
    """Return where the first of some answers that stands in a text does, None where none does."""
    for answer in answers:
        if found := re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.IGNORECASE):
            return found.span()
    return None
