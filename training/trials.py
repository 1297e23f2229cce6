"""The pairs a reader is tested on, none of which it has learnt from."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from footnote.retrieval.embedding import open_embedder
from footnote.retrieval.options import RetrievalOptions
from training.examples import Paragraph, agreed_span, lead_of, read_squad
from training.pairs import rank_sections
from training.perturb import without_answer
from training.sections import place_answers, read_own, sections_of
from training.swapping import Pair
from training.train import DATA


@dataclass(frozen=True, slots=True)
class Item:
    """A question with the passages to read for it; the best of them speaks for the question.

    `passages` are (title, headings, text). `golds` are the answers where `answered`; `place` is
    the number of the passage in which they stand.
    """

    question: str
    passages: tuple[tuple[str, tuple[str, ...], str], ...]
    answered: bool
    golds: tuple[str, ...]
    article: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """A named set of items of both kinds."""

    name: str
    items: tuple[Item, ...]


def all_trials(xquad: Path, squad2: Path) -> list[Trial]:
    """Return every trial, XQuAD's first."""
    paragraphs = read_squad(xquad)
    return [
        _answer_removed(paragraphs),
        _hardest_other(paragraphs),
        _human(squad2),
        _own_sections(),
        _own_articles(),
    ]


def _item(paragraph: Paragraph, text: str, question: str, golds: Sequence[str] = ()) -> Item:
    passages = ((paragraph.title, (), text),)
    return Item(question, passages, bool(golds), tuple(golds), paragraph.article)


def _answer_removed(paragraphs: Sequence[Paragraph]) -> Trial:
    items = []
    rng = random.Random(0)
    for paragraph in paragraphs:
        for question in paragraph.questions:
            pair = Pair(question.text, paragraph.text, agreed_span(question, paragraph.text))
            for made in without_answer(pair, rng):
                items.append(_item(paragraph, paragraph.text, question.text, [pair.answer]))
                items.append(_item(paragraph, made.passage, question.text))
    return Trial("xquad, own against answer removed", tuple(items))


def _hardest_other(paragraphs: Sequence[Paragraph]) -> Trial:
    """Own paragraph against the one most like the question among those without the answer."""
    options = RetrievalOptions()
    embedder = open_embedder(options.embedding, options.models)
    rows = np.array(embedder.embed_documents([paragraph.text for paragraph in paragraphs]))
    items = []
    for paragraph in paragraphs:
        for question in paragraph.questions:
            span = agreed_span(question, paragraph.text)
            gold = paragraph.text[span[0] : span[1]]
            items.append(_item(paragraph, paragraph.text, question.text, [gold]))
            order = np.argsort(-(rows @ np.array(embedder.embed_query(question.text))))
            other = next(
                paragraphs[one]
                for one in order
                if gold.lower() not in paragraphs[one].text.lower()
                and paragraphs[one].text != paragraph.text
            )
            wrong = _item(other, other.text, question.text)
            items.append(Item(wrong.question, wrong.passages, False, (), paragraph.article))
    return Trial("xquad, own against hardest other", tuple(items))


def _human(path: Path) -> Trial:
    items = []
    for paragraph in read_squad(path):
        for question in paragraph.questions:
            golds = [paragraph.text[start:end] for start, end in question.spans]
            items.append(_item(paragraph, paragraph.text, question.text, golds))
    return Trial("squad 2.0, human near misses", tuple(items))


def _own_sections() -> Trial:
    """The answering section against the section that is most like a near miss."""
    items = []
    for article in read_own(DATA / "test.jsonl"):
        sections = sections_of(article)
        for question in article.questions:
            found = place_answers(question, sections, article.title) if question.answers else None
            if question.answers and found is None:
                continue
            ranked = rank_sections(question.text, article, sections)
            section = sections[found[0] if found else ranked[0]]
            golds = (section.text[found[1] : found[2]],) if found else ()
            passages = ((article.title, section.headings, section.text),)
            items.append(Item(question.text, passages, bool(golds), golds, article.id))
    return Trial("own test part, one section", tuple(items))


def _own_articles() -> Trial:
    """Every section of the article is read, as the bot would."""
    items = []
    for article in read_own(DATA / "test.jsonl"):
        sections = sections_of(article)
        passages = tuple((article.title, one.headings, one.text) for one in sections)
        for question in article.questions:
            found = place_answers(question, sections, article.title) if question.answers else None
            if question.answers and found is None:
                continue
            golds = (sections[found[0]].text[found[1] : found[2]],) if found else ()
            place = found[0] if found else 0
            items.append(Item(question.text, passages, bool(golds), golds, article.id, place))
    return Trial("own test part, whole article", tuple(items))


def leads(item: Item) -> list[str]:
    """Return what stands in front of each passage."""
    return [lead_of(title, headings) for title, headings, _ in item.passages]


def dump(path: Path, value: object) -> None:
    """Write figures where a later run finds them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))
