"""Libraries of any size, made of the sentences and vectors of a real one.

A passage is the first half of one real passage and the second half of another; its vector lies
between theirs, moved a little at random. Words keep the shares they have in the real library, so
a word of one passage in ten is one of a hundred thousand in a million: rare words are too common
here, and search by words has a harder time than among a million different articles.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.embedding import Embedder
from footnote.retrieval.options import RetrievalOptions
from footnote.retrieval.storage.library import Library, library_folder
from footnote.retrieval.storage.vector_store import Entry

PASSAGES_AN_ARTICLE = 10
ARTICLES_A_COMMIT = 500
FIRST_DAY, DAYS = date(2017, 7, 1), 5 * 365
_NEAR, _OTHER, _NOISE = 0.75, 0.25, 0.35


@dataclass(frozen=True, slots=True)
class Material:
    """What passages are made of: real texts, their vectors row by row, titles and sources."""

    texts: list[str]
    vectors: NDArray[np.float32]
    heads: list[ArticleHead]


def open_library(
    home: Path,
    name: str,
    options: RetrievalOptions | None = None,
    embedder: Embedder | None = None,
) -> Library:
    """Open a library of a home folder, making it where it is missing."""
    folder = library_folder(home, name)
    return Library.open(folder, options or RetrievalOptions(), create=True, embedder=embedder)


def material(library: Library) -> Material:
    """Return what a real library holds."""
    ids = library.catalog.passage_ids()
    stored = library.catalog.vectors(ids)
    texts = [passage.text for passage, _ in library.passages_by_ids(ids)]
    vectors = np.array([stored[passage_id] for passage_id in ids], dtype=np.float32)
    return Material(texts, vectors, library.heads())


def fill(
    library: Library, real: Material, passages: int, on_progress: Callable[[int, float], None]
) -> None:
    """Bring a library to a number of passages by commits of its own writer; goes on where it was.

    `on_progress` hears the passages there are and the seconds since the beginning.
    """
    started = time.perf_counter()
    have = library.catalog.counts().articles
    wanted = passages // PASSAGES_AN_ARTICLE
    while have < wanted:
        several = range(have, min(have + ARTICLES_A_COMMIT, wanted))
        library.commit(list(entries(real, several)))
        have = several.stop
        on_progress(have * PASSAGES_AN_ARTICLE, time.perf_counter() - started)


def entries(real: Material, numbers: range) -> Iterator[Entry]:
    """Yield the articles of some numbers, the same ones every time."""
    for number in numbers:
        dice = np.random.default_rng(number)
        firsts, seconds = dice.integers(len(real.texts), size=(2, PASSAGES_AN_ARTICLE))
        noise = dice.normal(size=(PASSAGES_AN_ARTICLE, real.vectors.shape[1]))
        noise *= _NOISE / np.sqrt(real.vectors.shape[1])
        vectors = _NEAR * real.vectors[firsts] + _OTHER * real.vectors[seconds] + noise
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        texts = [
            f"{_half(real.texts[a], first=True)} {_half(real.texts[b], first=False)}"
            for a, b in zip(firsts, seconds, strict=True)
        ]
        like = real.heads[int(dice.integers(len(real.heads)))]
        published = FIRST_DAY + timedelta(days=int(dice.integers(DAYS)))
        yield _entry(number, like, published, texts, vectors.astype(np.float32))


def _entry(
    number: int,
    like: ArticleHead,
    published: date,
    texts: list[str],
    vectors: NDArray[np.float32],
) -> Entry:
    name = hashlib.sha256(str(number).encode()).hexdigest()[:16]
    head = ArticleHead(name, like.title, source=like.source, published=published)
    text = "\n".join(texts)
    passages, start = [], 0
    for position, part in enumerate(texts):
        end = start + len(part)
        passages.append(Passage(f"{name}-{position}", name, position, start, end, part))
        start = end + 1
    return Entry(Article(head, name, text, name), passages, list(vectors))


def _half(text: str, *, first: bool) -> str:
    middle = text.rfind(" ", 0, len(text) // 2 + 1)
    middle = max(middle, 0)
    return text[:middle] if first else text[middle:].lstrip()
