"""Passages a second: our ingestion, its embedder alone, and the tutorial chain on the same model.

    python -m benchmarks.ingestion_speed ../shared/data/realtimeqa-dev/articles.jsonl --articles 40
    python -m benchmarks.ingestion_speed ARTICLES --articles 400 --memory

All three embed the same passages in the same process, in turn and several times; medians of the
rounds' ratios are printed, on the clock and in processor time. The embedder alone is given all
passages in one call, so that it sorts and shares them out among its threads as it likes best. The
tutorial chain is sentence-transformers in batches of 32 (its default) into a persistent
`langchain_chroma.Chroma` with the texts as documents; it runs all-MiniLM-L6-v2 only. Our figure
counts reading, cleaning and cutting too. For how much of its time the embedder is at work is told
by the same run, and so hardly depends on what else the machine does. With `--memory` one ingestion
tells instead what the process holds as it goes on.
"""

import argparse
import itertools
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from langchain_core.embeddings import Embeddings

from benchmarks.figures import keep
from footnote.retrieval.embedding import Embedder, EmbeddingBackend, Vectors, open_embedder
from footnote.retrieval.ingesting.ingestion import ArticleOutcome, ingest
from footnote.retrieval.options import EmbeddingOptions, ModelOptions, RetrievalOptions
from footnote.retrieval.storage.library import Library

TUTORIAL_MODEL = "all-MiniLM-L6-v2"
MARKS = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of processors."""

    seconds: float
    cpu: float


class TutorialEmbeddings(Embeddings):
    """sentence-transformers as LangChain's own wrapper calls it."""

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        from footnote.retrieval.models.weights import resolve

        self._model = SentenceTransformer(str(resolve(TUTORIAL_MODEL, ModelOptions()).folder))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text."""
        vectors: list[list[float]] = self._model.encode(texts, show_progress_bar=False).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self.embed_documents([text])[0]


def cost(call: Callable[[], object]) -> Cost:
    """Return what a call takes."""
    started, cpu = time.perf_counter(), time.process_time()
    call()
    return Cost(time.perf_counter() - started, time.process_time() - cpu)


class TimedBackend:
    """A backend that knows how long it has been at work."""

    def __init__(self, backend: EmbeddingBackend) -> None:
        self.name, self.dimension = backend.name, backend.dimension
        self.tokens, self.pieces = backend.tokens, backend.pieces
        self.seconds = 0.0
        self._backend = backend

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return what the backend returns."""
        started = time.perf_counter()
        try:
            return self._backend.encode(texts)
        finally:
            self.seconds += time.perf_counter() - started


def ours(source: Path, embedder: Embedder) -> tuple[Cost, float, list[str]]:
    """Ingest into a new library; return what it took, how much of it embedding, the passages."""
    timed = TimedBackend(embedder.backend)
    watched = Embedder(
        fingerprint=embedder.fingerprint, load=lambda: timed, dimension=embedder.dimension
    )
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "libraries" / "speed"
        with Library.open(folder, RetrievalOptions(), create=True, embedder=watched) as library:
            spent = cost(lambda: ingest(library, [source]))
            heads = library.heads()
            texts = [p.text for head in heads for p in library.passages(head.id)]
    return spent, timed.seconds / spent.seconds, texts


def tutorial(texts: list[str], embeddings: Embeddings) -> Cost:
    """Return what the tutorial's way with the same passages takes, reading not counted."""
    from langchain_chroma import Chroma

    with tempfile.TemporaryDirectory() as folder:
        return cost(lambda: Chroma.from_texts(texts, embeddings, persist_directory=folder))


def speed(
    source: Path, embedder: Embedder, runs: int, peer: Embeddings | None
) -> dict[str, object]:
    """Run all of them in turn; print and return medians and ratios."""
    rounds: list[dict[str, Cost]] = []
    shares: list[float] = []
    texts: list[str] = []
    for number in range(runs + 1):
        whole, share, texts = ours(source, embedder)
        costs = {"ingestion": whole, "its embedder alone": cost(lambda: embedder.encode(texts))}  # noqa: B023
        if peer is not None:
            costs["tutorial chain"] = tutorial(texts, peer)
        if number:  # the first one also imports Chroma
            rounds.append(costs)
            shares.append(share)
    count = len(texts)
    for name in rounds[0]:
        clock = statistics.median(count / costs[name].seconds for costs in rounds)
        cpu = statistics.median(costs[name].cpu / count for costs in rounds) * 1000
        print(f"{name}: {clock:.1f} passages/s, {cpu:.1f} ms of processors each")
    ratios = {}
    for name in [name for name in rounds[0] if name != "ingestion"]:
        by_clock = [costs[name].seconds / costs["ingestion"].seconds for costs in rounds]
        by_cpu = [costs[name].cpu / costs["ingestion"].cpu for costs in rounds]
        ratios[name] = (statistics.median(by_clock), statistics.median(by_cpu))
        print(
            f"ingestion has {ratios[name][0]:.2f} of its speed, {ratios[name][1]:.2f} by processors"
        )
    print(f"the embedder is at work for {statistics.median(shares):.1%} of ingestion's time")
    return {
        "passages": count,
        "embedder at work": shares,
        "rounds": [{name: asdict(spent) for name, spent in costs.items()} for costs in rounds],
        "ratios": ratios,
    }


def memory(source: Path, embedder: Embedder, articles: int) -> dict[str, object]:
    """Ingest once; print and return the megabytes held at the beginning and as it goes on."""
    held: list[tuple[int, float]] = [(0, resident_mb())]
    met = itertools.count(1)

    def look(_: ArticleOutcome) -> None:
        number = next(met)
        if number % max(articles // MARKS, 1) == 0:
            held.append((number, resident_mb()))

    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "libraries" / "speed"
        with Library.open(folder, RetrievalOptions(), create=True, embedder=embedder) as library:
            ingest(library, [source], on_outcome=look)
    print("| articles | " + " | ".join(f"{number}" for number, _ in held) + " |")
    print("| MB | " + " | ".join(f"{megabytes:.0f}" for _, megabytes in held) + " |")
    return {"held": held}


def resident_mb() -> float:
    """Return the memory this process holds now."""
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1000 if found else float("nan")


def main() -> int:
    """Measure speed, or memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--model", default=TUTORIAL_MODEL)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    asked = parser.parse_args()
    embedder = open_embedder(EmbeddingOptions(model=asked.model), ModelOptions())
    embedder.warm_up()
    peer = TutorialEmbeddings() if asked.model == TUTORIAL_MODEL and not asked.memory else None
    if peer is not None:
        peer.embed_query("warm")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "some.jsonl"
        with asked.articles_file.open(encoding="utf-8") as lines:
            source.write_text("".join(itertools.islice(lines, asked.articles)), encoding="utf-8")
        if asked.memory:
            figures = memory(source, embedder, asked.articles)
        else:
            figures = speed(source, embedder, asked.runs, peer)
    if asked.json:
        keep(asked.json, json.dumps({"model": asked.model, **figures}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
