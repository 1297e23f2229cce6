"""Passages and earlier turns laid out as fenced data in a prompt."""

from collections.abc import Iterable, Sequence

from footnote.prompts import SourceDocument
from footnote.retrieval.answer import Hit
from footnote.retrieval.blocks import HEADING_JOINT
from footnote.retrieval.languages import language_of, phrases_in
from footnote.retrieval.question import Turn
from footnote.retrieval.text.untrusted import FencedText, fence_code, neutralise


def fence_passages(hits: Sequence[Hit], offered: Iterable[int]) -> FencedText:
    """Return passages as numbered blocks, numbered as in `offered`, each under what it is from."""
    bodies = [neutralise(hit.passage.text) for hit in hits]
    heads = [_head(hit) for hit in hits]
    code = fence_code(heads + bodies)
    blocks = [
        f"=== {code} passage [{number}] of {head} ===\n{body}\n=== {code} end of [{number}] ==="
        for number, head, body in zip(offered, heads, bodies, strict=True)
    ]
    return FencedText("\n\n".join(blocks), code)


def source_document(hit: Hit) -> SourceDocument:
    """Return a passage for a provider that keeps documents apart from words by itself."""
    title = " ".join(neutralise(hit.article.title).split())
    return SourceDocument(title, _head(hit), neutralise(hit.passage.text))


def fence_turns(history: Sequence[Turn]) -> FencedText:
    """Return earlier turns as one fenced block; a refusal's titles are none of its answer."""
    lines = []
    for turn in history:
        lines.append(f"Question - {' '.join(neutralise(turn.question).split())}")
        opening = phrases_in(language_of(turn.question)).opening
        answer = "(not answered)" if turn.answer.startswith(opening) else turn.answer
        lines.append(f"Answer - {' '.join(neutralise(answer).split())}")
    code = fence_code(lines)
    body = "\n".join(lines)
    return FencedText(f"=== {code} conversation ===\n{body}\n=== {code} end ===", code)


def _head(hit: Hit) -> str:
    article = hit.article
    facts = [f"“{' '.join(neutralise(article.title).split())}”"]
    if article.source:
        facts.append(f"source {' '.join(neutralise(article.source).split())}")
    day = article.published
    facts.append(f"published {day:%A} {day.isoformat()}" if day else "no date")
    place = [" ".join(neutralise(each).split()) for each in hit.passage.headings]
    if place:
        facts.append(f"under “{HEADING_JOINT.join(place)}”")
    if hit.passage.lead:
        facts.append(f"below “{' '.join(neutralise(hit.passage.lead).split())}”")
    return ", ".join(facts)
