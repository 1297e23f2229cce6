"""Lines that stand on many pages of one site and so belong to the site."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from footnote.retrieval.article import Article
from footnote.retrieval.cleaning.normalising import without_blanks
from footnote.retrieval.text.laying_out import PLACES, Lines, Places

MIN_PAGES = 8
"""A site of fewer pages teaches nothing."""

_MIN_RECURRENCE = 5
_SHARE = 0.3
"""The share of a site's pages a line has to stand on."""

_LENGTHS = range(3, 301)

_MAY_RECUR = frozenset(["paragraph", "item"])

Learnt = dict[str, dict[str, str]]
"""By source: the digest of a line, and the id of the one article that keeps it."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """As much of a page as learning needs."""

    article_id: str
    title: str
    text: str


def learn(pages: Mapping[str, Sequence[SeenPage]], known: Learnt) -> Learnt:
    """Return the recurring lines of sites, those known before among them.

    What has been learnt stays learnt, and does not depend on the order of the pages. Copies of one
    story do not make its lines recur: pages with the same title count once.
    """
    learnt = {source: dict(lines) for source, lines in known.items()}
    for source, seen in pages.items():
        found = _recurring(seen)
        if found:
            learnt[source] = found | learnt.get(source, {})
    return learnt


def _recurring(pages: Sequence[SeenPage]) -> dict[str, str]:
    titles: dict[str, set[str]] = defaultdict(set)
    keeper: dict[str, str] = {}
    for page in pages:
        for line in set(page.text.split("\n")):
            if len(line) in _LENGTHS and any(map(str.isalpha, line)):
                name = digest(line)
                titles[name].add(page.title)
                keeper[name] = min(keeper.get(name, page.article_id), page.article_id)
    count = len({page.title for page in pages})
    if count < MIN_PAGES:
        return {}
    needed = max(_MIN_RECURRENCE, ceil(_SHARE * count))
    return {name: keeper[name] for name, found in titles.items() if len(found) >= needed}


def trimmed(article: Article, learnt: Learnt) -> Article:
    """Return an article without its site's recurring lines, where a site's may stand in it.

    Headings, rows, terms and code recur in any manual and stay.

    The one article that keeps a line keeps it, so that nothing a site says is lost altogether. An
    article of such lines only stays as it is.
    """
    lines = learnt.get(article.head.source or "")
    if not lines or not article.scraped:
        return article
    text_lines = Lines(article.text, article.blocks)
    texts = text_lines.texts
    kept = [
        number
        for number, line in enumerate(texts)
        if lines.get(digest(line), article.head.id) == article.head.id
        or ((block := text_lines.block(number)) is not None and block.kind not in _MAY_RECUR)
    ]
    shown = [kept[place] for place in without_blanks([texts[number] for number in kept])]
    cells = {number: found for number in shown if (found := text_lines.cells(number))}
    text, blocks = text_lines.kept(texts, shown, cells)
    if len(shown) == len(texts) or not any(map(str.isalnum, text)):
        return article
    metadata = dict(article.metadata)
    if PLACES in metadata:
        places = Places.from_json(metadata[PLACES], len(texts))
        numbers = [places.numbers[number] for number in shown]
        metadata[PLACES] = Places(places.unit, numbers).as_json()
    content_hash = f"{article.content_hash}.{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return replace(article, text=text, blocks=blocks, metadata=metadata, content_hash=content_hash)


def same_page(first_hash: str, second_hash: str) -> bool:
    """Tell by their content hashes whether two articles were made of the same page.

    Lines learnt in the meantime make no new version of an article.
    """
    return first_hash.partition(".")[0] == second_hash.partition(".")[0]


def digest(line: str) -> str:
    """Return what is kept of a line: enough to know it again, too little to read it."""
    return hashlib.blake2s(line.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def by_source(articles: Iterable[Article]) -> dict[str, list[SeenPage]]:
    """Return articles as pages of their sources."""
    pages: dict[str, list[SeenPage]] = defaultdict(list)
    for article in articles:
        if article.head.source and article.scraped:
            page = SeenPage(article.head.id, article.head.title, article.text)
            pages[article.head.source].append(page)
    return dict(pages)
