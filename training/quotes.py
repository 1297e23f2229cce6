"""Our own questions over what the bot quotes: a paragraph, a list, code, a row in sentences."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from footnote.retrieval.answering.reading import to_read
from footnote.retrieval.blocks import Outline, Span
from footnote.retrieval.readers.markdown import parse_markdown
from footnote.retrieval.text.sentences import split_sentences
from training.examples import Example, lead_of
from training.perturb import as_typed
from training.sections import (
    OwnArticle,
    OwnQuestion,
    end_of,
    most_like,
    nearness,
    stems,
    whole_places,
)

BESIDE = 0.7
"""Weight of a quote beside the one that answers: it might tell the same in other words."""


@dataclass(frozen=True, slots=True)
class OwnQuote:
    """What the bot would read for one quote, with title and headings in front."""

    lead: str
    text: str


def quotes_of(article: OwnArticle) -> list[OwnQuote]:
    """Return everything that may be quoted of an article, in its order."""
    page = parse_markdown(f"# {article.title}\n\n{article.text}", origin=article.id)
    outline = Outline(page.text, page.blocks)
    found: dict[Span, OwnQuote] = {}
    for place, block in enumerate(outline.blocks):
        if block.kind == "heading" or block.header or not outline.words(place).strip():
            continue
        for sentence in split_sentences(outline.words(place)):
            start, end = block.start + sentence.start, block.start + sentence.end
            read = to_read(outline, start, end, article.title)
            lead = lead_of(article.title, read.heading)
            found.setdefault(read.span, OwnQuote(lead, read.words.text))
    return list(found.values())


def quote_pairs(articles: Sequence[OwnArticle], rng: random.Random) -> Iterator[Example]:
    """Yield pairs for one pass: each question with a quote, often with another one beside it."""
    for article in articles:
        quotes = quotes_of(article)
        texts = [f"{quote.lead} {quote.text}" for quote in quotes]
        for number, question in enumerate(article.questions):
            group = f"{article.id}-q{number}"
            asked = question.text if rng.random() < 0.8 else as_typed(question.text, rng)
            ranked = most_like(question.text, texts)
            made: list[tuple[OwnQuote, tuple[int, int] | None, str, float]] = []
            if question.answers:
                answer = place_in_quotes(question, quotes, article.title)
                if answer is None:
                    continue
                place, span = answer
                made.append((quotes[place], span, "answered", 1.0))
                without = [one for one in ranked if question.marked[0] not in quotes[one].text]
                if without and rng.random() < 0.6:
                    other = without[0] if rng.random() < 0.6 else rng.choice(without[:4])
                    made.append((quotes[other], None, "other-quote", BESIDE))
            else:
                chosen = ranked[0] if rng.random() < 0.6 else rng.choice(ranked[:4])
                made.append((quotes[chosen], None, "human-near-miss", 1.0))
            for quote, found, kind, weight in made:
                yield Example(asked, quote.lead, quote.text, found, kind, article.id, group, weight)


def place_in_quotes(
    question: OwnQuestion, quotes: Sequence[OwnQuote], title: str
) -> tuple[int, tuple[int, int]] | None:
    """Return which quote answers and where in it, from the first gold string to the last.

    The quote that shares most words with the question, of those that hold all strings if there are
    any, else of those that hold the first. None where none does.
    """
    asked = stems(question.text) - stems(title)
    best: tuple[bool, float, int, tuple[int, int]] | None = None
    for number, quote in enumerate(quotes):
        for start in whole_places(question.marked[0], quote.text):
            end = end_of(question.marked, quote.text, start)
            span = (start, end if end is not None else start + len(question.marked[0]))
            line = quote.text[quote.text.rfind("\n", 0, start) + 1 : span[1]]
            score = nearness(asked, line, quote.lead, quote.text)
            if best is None or (end is not None, score) > best[:2]:
                best = (end is not None, score, number, span)
    return (best[2], best[3]) if best else None
