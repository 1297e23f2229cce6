"""Which of the ranked passages a writer reads: the best, of as many articles as bear on it."""

from collections.abc import Sequence

from footnote.retrieval.answer import Hit

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
