"""What a writer is given to read: which of the ranked passages, and how they are fenced in."""

from collections.abc import Iterable, Sequence

from footnote.prompts import SourceDocument
from footnote.retrieval.answer import Hit
from footnote.retrieval.blocks import HEADING_JOINT
from footnote.retrieval.languages import language_of, phrases_in
from footnote.retrieval.question import Turn
from footnote.retrieval.text.untrusted import FencedText, fence_code, neutralise

FROM_ONE_ARTICLE = 3
"""Passages of one article taken before others have had their turn."""

FAR_OFF = -8.0
"""The logit below which a passage is not worth a writer's tokens, nor a question its call: of 96
recorded questions four had nothing above it, none of which the articles answer."""

LEAST = 3
"""Passages a writer is given in any case."""


def chosen_passages(hits: Sequence[Hit], *, most: int, characters: int) -> list[Hit]:
    """Return up to `most` passages of up to so many characters, in the order of their rank.

    The first few of every article come before the later ones of any: a comparison or a list needs
    all its articles, and the fourth passage of one seldom answers. What is clearly beside the point
    is left out.
    """
    near = [n for n, hit in enumerate(hits) if hit.relevance is None or hit.relevance >= FAR_OFF]
    hits = [hit for n, hit in enumerate(hits) if n < LEAST or n in near]
    seen: dict[str, int] = {}
    early: list[Hit] = []
    late: list[Hit] = []
    for hit in hits:
        seen[hit.article.id] = seen.get(hit.article.id, 0) + 1
        (early if seen[hit.article.id] <= FROM_ONE_ARTICLE else late).append(hit)
    chosen: list[Hit] = []
    left = characters
    for hit in (early + late)[:most]:
        if chosen and len(hit.passage.text) > left:
            break
        left -= len(hit.passage.text)
        chosen.append(hit)
    return [hit for hit in hits if hit in chosen]


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
