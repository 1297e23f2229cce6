"""Measure what reading keeps of documentation: words a reader sees, and what is said twice.

    python -m benchmarks.words_kept ../shared/data/docs/git ../shared/data/docs/rust [--worst 10]

What a reader sees is dumped without our readers: HTML by lxml, all text nodes of the body but
those of scripts, navigation, contents and foot; Markdown by markdown-it's own HTML, read in the
same way, without the front matter. A word is kept where our article has it as often as the page
has. Repeats are the share of characters in sentences of 40 characters or more that stand in
their page before, in our text and in the dump; doubled are those that our text has more often than
the dump, letters and digits compared.
"""

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html
from markdown_it import MarkdownIt

from footnote.retrieval import readers
from footnote.retrieval.article import RawPage
from footnote.retrieval.cleaning import clean
from footnote.retrieval.errors import InputError

_WORD = re.compile(r"\w+")
_FORMATS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LONG_SENTENCE = 40
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
_UNSEEN = (
    "//script | //style | //head | //noscript | //nav | //del | //s | //comment()"
    ' | //*[@id="toc" or @id="footer" or @class="toc" or @class="navfooter"]'
)
_BLOCKS = frozenset(
    "p div li dt dd td th tr h1 h2 h3 h4 h5 h6 pre blockquote summary figcaption br".split()
)
_FRONT_MATTER = re.compile(r"\A(\+\+\+|---)[ \t]*\n.*?\n\1[ \t]*\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a reader sees it and as our article has it."""

    path: Path
    seen: str
    kept: str

    @property
    def words(self) -> int:
        return len(_words(self.seen))

    @property
    def lost(self) -> Counter[str]:
        return Counter(_words(self.seen)) - Counter(_words(self.kept))

    @property
    def added(self) -> Counter[str]:
        return Counter(_words(self.kept)) - Counter(_words(self.seen))


def seen_text(path: Path) -> str:
    """Return what a browser shows of a file, by lxml and markdown-it alone."""
    content = path.read_text("utf-8")
    if path.suffix == ".md":
        body = _FRONT_MATTER.sub("", content)
        content = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(body)
    tree = html.document_fromstring(f"<div>{content}</div>" if path.suffix == ".md" else content)
    for element in tree.xpath(_UNSEEN):
        element.drop_tree() if isinstance(element.tag, str) else None
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event == "start" and isinstance(element.tag, str):
            parts += ["\n" if element.tag in _BLOCKS else "", element.text or ""]
        else:
            parts += ["\n" if element.tag in _BLOCKS else "", element.tail or ""]
    return "".join(parts)


def pages_of(folder: Path) -> Iterator[Page]:
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".md", ".html"}:
            continue
        seen = seen_text(path)
        for page in readers.read(path):
            kept = ""
            if isinstance(page, RawPage):
                try:
                    kept = clean(page).text
                except InputError:
                    kept = ""
            if seen.strip():
                yield Page(path, seen, kept)


def repeated(text: str) -> tuple[int, int]:
    """Return the characters in long sentences that stand before in their text, and in all."""
    counts = Counter(_long_sentences(text))
    return (
        sum(len(sentence) * (count - 1) for sentence, count in counts.items()),
        sum(len(sentence) * count for sentence, count in counts.items()),
    )


def doubled(page: Page) -> tuple[int, int]:
    """Return the characters in long sentences that we have more often than the dump, and in all."""
    seen, more, whole = _bare(page.seen), 0, 0
    for sentence, count in Counter(_long_sentences(page.kept)).items():
        whole += len(sentence) * count
        if count > 1:
            more += len(sentence) * max(0, count - max(1, seen.count(_bare(sentence))))
    return more, whole


def _long_sentences(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n|\n(?=[•\d|])", text):
        for sentence in _SENTENCE_ENDS.split(" ".join(block.split())):
            if len(sentence) >= _LONG_SENTENCE:
                yield sentence


def _bare(text: str) -> str:
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    plain = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf"
    )
    return _WORD.findall(plain.casefold())


def _share(counts: list[tuple[int, int]]) -> str:
    part, whole = (sum(numbers) for numbers in zip(*counts, strict=True))
    return f"{100 * part / max(whole, 1):.2f} %"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--worst", type=int, default=0, help="pages to show that lose most")
    given = options.parse_args()
    print("| corpus | pages | words | kept | added | repeats in ours | in the dump | doubled |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for folder in given.folders:
        pages = list(pages_of(folder))
        kept = [(page.words - page.lost.total(), page.words) for page in pages]
        added = [(page.added.total(), page.words) for page in pages]
        print(
            f"| {folder.name} | {len(pages)} | {sum(n for _, n in kept):,} | {_share(kept)} "
            f"| {_share(added)} | {_share([repeated(page.kept) for page in pages])} "
            f"| {_share([repeated(page.seen) for page in pages])} "
            f"| {_share([doubled(page) for page in pages])} |"
        )
        if not given.worst:
            continue
        worst = sorted(pages, key=lambda page: page.lost.total(), reverse=True)
        for page in worst[: given.worst]:
            lost = " ".join(word for word, _ in page.lost.most_common(12))
            print(f"{page.lost.total()} of {page.words} {page.path.name}: {lost}")


if __name__ == "__main__":
    main()
