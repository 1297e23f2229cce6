"""Passages a second: our ingestion, its embedder alone, and the tutorial chain on the same model.

    python -m benchmarks.ingestion_speed ../shared/data/realtimeqa-dev/articles.jsonl --articles 40

All three run all-MiniLM-L6-v2 on the same passages in the same process, in turn and several times;
medians and their ratios are printed. The tutorial chain is sentence-transformers in batches of 32
(its default) into a persistent `langchain_chroma.Chroma` with the texts as documents.
"""

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from pathlib import Path

from langchain_core.embeddings import Embeddings

from retrieval.embedding import Embedder, open_embedder
from retrieval.ingestion import ingest
from retrieval.library import Library
from retrieval.options import EmbeddingOptions, ModelOptions, RetrievalOptions

MODEL = "all-MiniLM-L6-v2"


class TutorialEmbeddings(Embeddings):
    """sentence-transformers as LangChain's own wrapper calls it."""

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        from retrieval.models import resolve

        self._model = SentenceTransformer(str(resolve(MODEL, ModelOptions()).folder))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text."""
        vectors: list[list[float]] = self._model.encode(texts, show_progress_bar=False).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self.embed_documents([text])[0]


def ours(source: Path, embedder: Embedder) -> tuple[float, list[str]]:
    """Ingest into a new library; return the seconds and the passages."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "libraries" / "speed"
        with Library.open(folder, RetrievalOptions(), create=True, embedder=embedder) as library:
            seconds = ingest(library, [source]).seconds
            heads = library.heads()
            return seconds, [p.text for head in heads for p in library.passages(head.id)]


def forward(texts: list[str], embedder: Embedder) -> float:
    """Return the seconds of the embedder alone."""
    started = time.perf_counter()
    embedder.encode(texts)
    return time.perf_counter() - started


def tutorial(texts: list[str], embeddings: Embeddings) -> float:
    """Return the seconds of the tutorial's way with the same passages, reading not counted."""
    from langchain_chroma import Chroma

    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        Chroma.from_texts(texts, embeddings, persist_directory=folder)
        return time.perf_counter() - started


def main() -> int:
    """Run the three in turn and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    embedder = open_embedder(EmbeddingOptions(model=MODEL), ModelOptions())
    embedder.warm_up()
    peer = TutorialEmbeddings()
    peer.embed_query("warm")
    rows: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "some.jsonl"
        with asked.articles_file.open(encoding="utf-8") as lines:
            source.write_text("".join(itertools.islice(lines, asked.articles)), encoding="utf-8")
        for _ in range(asked.runs):
            seconds, texts = ours(source, embedder)
            rows.append((seconds, forward(texts, embedder), tutorial(texts, peer)))
    count = len(texts)
    for name, column in zip(
        ("ingestion", "its embedder alone", "tutorial chain"), zip(*rows, strict=True), strict=True
    ):
        print(f"{name}: {count / statistics.median(column):.1f} passages/s")
    share = statistics.median(alone / whole for whole, alone, _ in rows)
    ratio = statistics.median(chain / whole for whole, _, chain in rows)
    print(f"{share:.0%} of the time is the embedder's; {ratio:.2f} x the tutorial chain")
    return 0


if __name__ == "__main__":
    sys.exit(main())
