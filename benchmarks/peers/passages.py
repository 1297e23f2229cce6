"""The passages and vectors that all systems are given: the same chunks, the same model."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.filling import open_library
from benchmarks.peers.systems import LIBRARY, PEERS_MODEL
from footnote.retrieval.embedding import open_embedder
from footnote.retrieval.ingesting.ingestion import ingest
from footnote.retrieval.options import EmbeddingOptions, ModelOptions
from footnote.retrieval.storage.library import Library
from footnote.retrieval.storage.vector_store import Entry

_BATCH = 256
_ARTICLES_A_COMMIT = 100


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where everything is: `work` and `minilm` are homes with a library of all articles."""

    work: Path

    @property
    def passages(self) -> Path:
        """All passages, one JSON object a line."""
        return self.work / "passages.jsonl"

    @property
    def vectors(self) -> Path:
        """Their vectors, in the same order."""
        return self.work / "vectors.npy"

    @property
    def minilm(self) -> Path:
        """The home whose library has these vectors."""
        return self.work / "minilm"


def prepare(work: Path, articles: Path) -> Prepared:
    """Ingest the articles into a library of ours, and write its passages and their vectors.

    The vectors are those of all-MiniLM-L6-v2 run by onnxruntime, which agree with
    sentence-transformers' to a cosine of 0.9999 (`benchmarks.export_check`). They are made once
    and kept: every peer that is asked for quality builds its index from them, and so does a second
    library of ours. Whatever is there already is not made again.
    """
    work.mkdir(parents=True, exist_ok=True)
    prepared = Prepared(work)
    if not prepared.passages.exists():
        with open_library(work, LIBRARY) as library:
            ingest(library, [articles])
            rows = list(_rows(library))
        text = "".join(json.dumps(row) + "\n" for row in rows)
        prepared.passages.write_text(text, encoding="utf-8")
    if not prepared.vectors.exists():
        embedder = open_embedder(EmbeddingOptions(model=PEERS_MODEL), ModelOptions())
        lines = prepared.passages.read_text(encoding="utf-8").splitlines()
        texts = [str(json.loads(line)["text"]) for line in lines]
        parts = [embedder.encode(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        np.save(prepared.vectors, np.concatenate(parts))
    if not prepared.minilm.exists():
        _copy(prepared)
    return prepared


def _rows(library: Library) -> Iterator[dict[str, str | None]]:
    for passage, head in library.passages_by_ids(library.catalog.passage_ids()):
        yield {
            "id": passage.id,
            "article": head.id,
            "text": passage.text,
            "title": head.title,
            "published": head.published.isoformat() if head.published else None,
        }


def _copy(prepared: Prepared) -> None:
    """Store every article of the library in another one, with the peers' vectors."""
    lines = prepared.passages.read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line)["id"] for line in lines]
    vectors = dict(zip(ids, np.load(prepared.vectors), strict=True))
    embedder = open_embedder(EmbeddingOptions(model=PEERS_MODEL), ModelOptions())
    with (
        open_library(prepared.work, LIBRARY) as source,
        open_library(prepared.minilm, LIBRARY, embedder=embedder) as target,
    ):
        entries = []
        for head in source.heads():
            article, passages = source.article(head.id), source.passages(head.id)
            if article is not None:
                entries.append(Entry(article, passages, [vectors[one.id] for one in passages]))
        for at in range(0, len(entries), _ARTICLES_A_COMMIT):
            target.commit(entries[at : at + _ARTICLES_A_COMMIT])
