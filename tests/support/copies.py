"""A library held against its copy in another place: what readers get of both."""

from footnote.retrieval.article import Article, Passage
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.library import Library
from tests.support.shelf import make_article, nearest

Stored = list[tuple[Article | None, list[Passage], dict[str, list[float]]]]

MANY = [
    make_article(
        f"{thing}-{place}", f"{thing} at the {place}." + " bridge" * more + " school" * most
    )
    for more, thing in enumerate(("Fog", "Lanterns", "Two gulls", "Rain", "A choir"))
    for most, place in enumerate(("quay", "mill", "market", "tower", "well", "pond"))
]
"""Articles of a passage each, no two of which have the same vector."""


def stored(library: Library) -> Stored:
    """All that readers can get of a library, in the order in which it was stored."""
    catalog = library.catalog
    return [
        (
            catalog.article(article_id),
            passages := catalog.passages(article_id),
            catalog.vectors([passage.id for passage in passages]),
        )
        for article_id in catalog.article_ids()
    ]


def ranked(library: Library) -> list[object]:
    """What both ways of looking up rank for some words, with the scores.

    Only the best one is asked of Chroma, whose index may order equals in any way.
    """
    catalog = library.catalog
    words = [
        catalog.lexical_search(terms, 9, title_weight=2.0)
        for terms in (["quay", "fog"], ["council met"], ["lanterns"])
    ]
    assert all(score > 0 for hits in words for _, score in hits)
    vector = library.embedder.embed_query("ferry council")
    exact = catalog.nearest(vector, 99, Filters(), most=999) or []
    assert exact
    rounded = [[(name, round(score, 5)) for name, score in hits] for hits in (*words, exact)]
    rounded[-1].sort(key=lambda hit: (-hit[1], hit[0]))
    return [rounded, nearest(library, "council"), nearest(library, "ferry")]
