"""The passages and vectors that all systems are given: the same chunks, the same model."""

import json
from pathlib import Path

import numpy as np

from benchmarks.filling import open_library
from retrieval.embedding import open_embedder
from retrieval.ingestion import ingest
from retrieval.options import EmbeddingOptions, ModelOptions

MODEL = "all-MiniLM-L6-v2"
LIBRARY = "real"
_BATCH = 256


def prepare(work: Path, articles: Path) -> Path:
    """Ingest the articles into a library of ours, and write its passages and their vectors.

    The vectors are those of all-MiniLM-L6-v2 run by onnxruntime, which agree with
    sentence-transformers' to a cosine of 0.9999 (`benchmarks.export_check`). They are made once
    and kept: every peer that is asked for quality builds its index from them.
    """
    target = work / "passages.jsonl"
    if target.exists() and (work / "vectors.npy").exists():
        return target
    with open_library(work, LIBRARY) as library:
        ingest(library, [articles])
        ids = library.catalog.passage_ids()
        pairs = library.passages_by_ids(ids)
    rows = [
        {
            "id": passage.id,
            "article": head.id,
            "text": passage.text,
            "title": head.title,
            "published": head.published.isoformat() if head.published else None,
        }
        for passage, head in pairs
    ]
    target.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    embedder = open_embedder(EmbeddingOptions(model=MODEL), ModelOptions())
    texts = [str(row["text"]) for row in rows]
    parts = [
        embedder.encode(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)
    ]
    np.save(work / "vectors.npy", np.concatenate(parts))
    return target
