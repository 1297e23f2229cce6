"""A newspaper whose vectors can be worked out in the head, for tests of libraries."""

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.question import Filters
from footnote.retrieval.storage.library import Entry, Library

TOPICS = ("bridge", "ferry", "council", "school")


LANGUAGE = frozenset("harbour master opens bridge ferry sails meal texas".split())
"""Words that the embedding model is taken to know."""


class CountingBackend:
    """One component a topic: how often its word stands in the text; and a last one of 1."""

    name = "counting"
    dimension = len(TOPICS) + 1

    def __init__(self) -> None:
        self.texts_seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts_seen.extend(texts)
        rows = [[*(text.lower().count(topic) for topic in TOPICS), 1] for text in texts]
        vectors = np.array(rows, dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    def pieces(self, word: str) -> int:
        return 1 if word in LANGUAGE else 2


def counting_embedder(fingerprint: str = "counting:1") -> Embedder:
    backend = CountingBackend()
    return Embedder(
        fingerprint=fingerprint, load=lambda: backend, dimension=CountingBackend.dimension
    )


def make_article(
    name: str,
    text: str,
    *,
    title: str | None = None,
    source: str | None = "Orla Herald",
    published: date | None = date(2022, 5, 1),
) -> Article:
    head = ArticleHead(
        id=f"id-{name}", title=title or f"About {name}", source=source, published=published
    )
    digest = hashlib.sha256(f"{head}{text}".encode()).hexdigest()
    return Article(head, key=f"/news/{name}", text=text, content_hash=digest, metadata={"page": 3})


def make_passages(article: Article) -> list[Passage]:
    """One passage a line."""
    passages, start = [], 0
    for line in article.text.split("\n"):
        passage_id = f"{article.head.id}-{article.content_hash[:6]}-{start}"
        passages.append(
            Passage(passage_id, article.head.id, len(passages), start, start + len(line), line)
        )
        start += len(line) + 1
    return passages


def make_entry(article: Article, embedder: Embedder) -> Entry:
    passages = make_passages(article)
    return Entry(article, passages, embedder.embed_documents([each.text for each in passages]))


def open_shelf(
    home: Path,
    *,
    create: bool = True,
    embedder: Embedder | None = None,
    options: RetrievalOptions | None = None,
) -> Library:
    return Library.open(
        home / "libraries" / "shelf",
        options or RetrievalOptions(),
        create=create,
        embedder=embedder or counting_embedder(),
    )


def shelve(library: Library, *articles: Article) -> None:
    library.commit([make_entry(article, library.embedder) for article in articles])


BRIDGE = make_article("bridge", "The bridge and the bridge again.\nA school.")
FERRY = make_article("ferry", "The ferry.", source="Tidende", published=date(2022, 6, 2))
COUNCIL = make_article("council", "The council met.", source=None, published=None)


def nearest(
    library: Library, text: str, limit: int = 1, filters: Filters | None = None
) -> list[str]:
    def read(generation: int) -> list[str]:
        vector = library.embedder.embed_query(text)
        hits = library.nearest(vector, limit, filters, at=generation)
        found = library.passages_by_ids([passage_id for passage_id, _ in hits])
        return [passage.text for passage, _ in found]

    return library.steady(read)


def in_another_process(home: Path, call: str) -> None:
    script = (
        "from pathlib import Path\n"
        "from tests.support.shelf import *\n"
        f"with open_shelf(Path({str(home)!r})) as library:\n    {call}\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def fill_in_another_process(home: Path) -> None:
    """Shelve the bridge, the ferry and the council, for tests that damage Chroma's files.

    A connection of this process that closes late would write Chroma's log over the damage.
    """
    in_another_process(home, "shelve(library, BRIDGE, FERRY, COUNCIL)")
