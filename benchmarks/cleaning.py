"""Measure cleaning on pages with marked main text, beside trafilatura and readability.

    pip install readability-lxml    # nothing of ours needs it
    python -m benchmarks.cleaning [--pages] [--dirt]

Precision and recall by element: main text by words (characters for Chinese), averaged over pages;
title, dates and authors by whole values over all pages. `--pages` lists the pages where our main
text is worst, `--dirt` the marked chrome that is left and the marked blocks that are lost.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from footnote.retrieval import readers
from footnote.retrieval.article import Article
from footnote.retrieval.cleaning import clean
from footnote.retrieval.errors import InputError

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "cleaning"
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor makes of a page."""

    main: str = ""
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()


@dataclass
class Counts:
    """Values given, values marked and values right."""

    given: int = 0
    marked: int = 0
    right: int = 0

    def add(self, given: Sequence[str], marked: Sequence[str]) -> None:
        self.given += len(given)
        self.marked += len(marked)
        self.right += len(set(map(_same, given)) & set(map(_same, marked)))

    def shown(self) -> str:
        precision = self.right / self.given if self.given else 0.0
        recall = self.right / self.marked if self.marked else 0.0
        return f"{precision:.3f} / {recall:.3f}"


@dataclass
class Score:
    """Figures of one extractor over some pages."""

    main: list[tuple[float, float, str]] = field(default_factory=list)
    title: Counts = field(default_factory=Counts)
    published: Counts = field(default_factory=Counts)
    updated: Counts = field(default_factory=Counts)
    authors: Counts = field(default_factory=Counts)

    def row(self) -> list[str]:
        count = len(self.main)
        precision = sum(item[0] for item in self.main) / count
        recall = sum(item[1] for item in self.main) / count
        return [
            f"{precision:.3f} / {recall:.3f}",
            *(item.shown() for item in (self.title, self.published, self.updated, self.authors)),
        ]


def footnote(path: Path) -> Found:
    article = article_of(path)
    if article is None:
        return Found()
    head = article.head
    return Found(article.text, head.title, _day(head.published), _day(head.updated), head.authors)


def article_of(path: Path) -> Article | None:
    (page,) = readers.read(path)
    try:
        return None if isinstance(page, InputError) else clean(page)
    except InputError:
        return None


def trafilatura_alone(path: Path) -> Found:
    import trafilatura

    document = trafilatura.bare_extraction(path.read_text("utf-8"), with_metadata=True)
    if document is None:
        return Found()
    authors = [name.strip() for name in (document.author or "").split(";")]
    return Found(
        document.text or "", document.title, document.date, None, tuple(filter(None, authors))
    )


def readability_alone(path: Path) -> Found:
    from lxml import html
    from readability import Document

    document = Document(path.read_text("utf-8"))
    summary = document.summary()
    blocks = html.fromstring(summary).itertext() if summary.strip() else ()
    return Found(" ".join(blocks), document.short_title())


EXTRACTORS: dict[str, Callable[[Path], Found]] = {
    "Footnote": footnote,
    "trafilatura": trafilatura_alone,
    "readability": readability_alone,
}


def measure(extract: Callable[[Path], Found], marked: Sequence[dict[str, Any]]) -> Score:
    score = Score()
    for page in marked:
        found = extract(FOLDER / "pages" / page["page"])
        given, wanted = _words(found.main), _words(" ".join(page["main"]))
        common = (given & wanted).total()
        precision = common / given.total() if given else 0.0
        score.main.append((precision, common / wanted.total(), page["page"]))
        for name in ("title", "published", "updated"):
            value, truth = getattr(found, name), page[name]
            getattr(score, name).add([value] if value else [], [truth] if truth else [])
        score.authors.add(found.authors, page["authors"])
    return score


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _same(value: str) -> str:
    return " ".join(value.casefold().split())


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def marked_pages() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / "expected.jsonl").read_text().splitlines()]


def show_dirt(marked: Sequence[dict[str, Any]]) -> None:
    left: Counter[str] = Counter()
    for page in marked:
        found = footnote(FOLDER / "pages" / page["page"])
        text = " ".join(found.main.split())
        for chrome in page["chrome"]:
            if chrome["text"] in text:
                left[chrome["kind"]] += 1
                print(f"left  {page['page']}: {chrome['kind']}: {chrome['text'][:90]}")
        for block in page["main"]:
            if block not in text:
                print(f"lost  {page['page']}: {block[:90]}")
        for name in ("title", "published", "updated"):
            if _same(str(getattr(found, name))) != _same(str(page[name])):
                print(f"{name} {page['page']}: {getattr(found, name)!r} for {page[name]!r}")
        if set(found.authors) != set(page["authors"]):
            print(f"authors {page['page']}: {found.authors} for {page['authors']}")
    print(f"chrome left by kind: {dict(left.most_common())}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", action="store_true")
    options.add_argument("--dirt", action="store_true")
    given = options.parse_args()
    marked = marked_pages()
    markup = [page for page in marked if page["page"].endswith(".html")]
    print("| extractor | pages | main text | title | published | updated | authors |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, extract in EXTRACTORS.items():
        row = measure(extract, markup).row()
        print(f"| {name} | {len(markup)} HTML | {' | '.join(row)} |")
    ours = measure(footnote, marked)
    print(f"| Footnote | all {len(marked)} | {' | '.join(ours.row())} |")
    if given.pages:
        for precision, recall, page in sorted(ours.main)[:25]:
            print(f"{precision:.2f} {recall:.2f} {page}")
    if given.dirt:
        show_dirt(marked)


if __name__ == "__main__":
    main()
