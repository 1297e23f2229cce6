"""Search among ten thousand, a hundred thousand and a million passages.

    python -m benchmarks.scale --work /tmp/scale --sizes 10000 100000
    python -m benchmarks.scale --work /tmp/scale --sizes 10000 100000 --servers

The first run ingests the articles into a library under `--work`; libraries of the sizes are filled
from its sentences and vectors (see `benchmarks.filling`) and kept for the next run, a million
passages in about twenty minutes and 7 GB. Each size is searched by a process of its own: what a
question waits for before reranking, filters that let through from a thousandth to nearly all, how
many of the truly nearest passages the index finds, memory (that of whole answers too, by four
processes that start together), disk, and the first question after another process has stored an
article. Times are wall-clock; `cpu` is what the process spent.

With `--servers` the libraries are in PostgreSQL (from the wheel of the tests, which does not wait
for the disk) and on a Chroma server, both on this machine and gone afterwards; `PostgreSQL's cpu`
is then what its processes spent on a question's words.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from benchmarks.figures import keep
from benchmarks.filling import fill, material, open_library
from benchmarks.processes import bytes_in
from benchmarks.servers import Place, on_servers
from footnote.retrieval.article import Article, ArticleHead, Passage
from footnote.retrieval.ingesting.ingestion import ingest
from footnote.retrieval.options import SearchOptions
from footnote.retrieval.question import Filters, Question
from footnote.retrieval.search import Searcher
from footnote.retrieval.search.terms import query_terms
from footnote.retrieval.storage.library import Library
from footnote.retrieval.storage.vector_store import Entry

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "realtimeqa-dev"
TODAY = date(2022, 7, 22)
NEIGHBOURS = 100
READERS = 4
COMPARED = 20
FILTERS = {
    "everything": Filters(),
    "since yesterday": Filters(since=date(2022, 6, 28)),
    "last week": Filters(since=date(2022, 6, 22)),
    "last month": Filters(since=date(2022, 6, 1)),
    "last year": Filters(since=date(2021, 7, 1)),
    "one source": Filters(source="cnn.com"),
    "one source, last month": Filters(source="cnn.com", since=date(2022, 6, 1)),
    "until four years ago": Filters(until=date(2018, 7, 1)),
}


def main() -> int:
    """Fill what is missing, then measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--work", type=Path, default=Path("/tmp/footnote-scale"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--articles", type=Path, default=DATA / "articles.jsonl")
    parser.add_argument("--questions", type=Path, default=DATA / "questions.jsonl")
    parser.add_argument("--first", type=int, default=60, help="questions asked of each size")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--servers", action="store_true", help="PostgreSQL and a Chroma server")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--place", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        url, port, disk = asked.place or (None, 0, None)
        place = Place(asked.work, url, int(port), Path(disk) if disk else None)
        print(json.dumps(measure(place, asked.measure, asked.questions, asked.first)))
        return 0
    results = []
    for size in asked.sizes:
        there = (
            on_servers(asked.work / "servers") if asked.servers else nullcontext(Place(asked.work))
        )
        with there as place:
            make(place, size, asked.articles)
            results.append(_apart(place, size, asked.questions, asked.first))
        print(f"{size:,} passages measured", file=sys.stderr)
        if asked.json:
            keep(asked.json, json.dumps(results, indent=1))
    print(table(results))
    return 0


def _apart(place: Place, size: int, questions: Path, first: int) -> Any:
    command = [sys.executable, "-m", "benchmarks.scale", "--work", str(place.work)]
    command += ["--questions", str(questions), "--first", str(first), "--measure", str(size)]
    if place.url is not None:
        command += ["--place", place.url, str(place.port), str(place.disk)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def make(place: Place, size: int, articles: Path) -> None:
    """Fill a library of a size, from one of real articles, unless both are there."""
    started, told = time.perf_counter(), [0.0]

    def tell(done: int, seconds: float) -> None:
        if seconds > told[0] + 60 or done >= size:
            told[0] = seconds
            print(f"{done:,} passages in {seconds:.0f} s", file=sys.stderr, flush=True)

    with place.open(f"n{size}") as library:
        if library.catalog.counts().passages >= size:
            return
        with open_library(place.work, "real") as real:
            ingest(real, [articles])
            made = material(real)
        print(f"real articles in {time.perf_counter() - started:.0f} s", file=sys.stderr)
        fill(library, made, size, tell)


def measure(place: Place, size: int, questions: Path, first: int) -> dict[str, Any]:
    """Return the figures of one size."""
    lines = questions.read_text(encoding="utf-8").splitlines()[:first]
    texts = [json.loads(line)["question"] for line in lines]
    with place.open(f"n{size}") as library:
        searcher = Searcher(library, SearchOptions())
        result: dict[str, Any] = {"passages": size}
        library.embedder.warm_up()
        started = time.perf_counter()
        searcher.search(Question(texts[0], TODAY))
        result["first question"] = milliseconds(started)
        started = time.perf_counter()
        searcher.warm_up()
        result["opening Chroma"] = milliseconds(started)
        for name, filters in FILTERS.items():
            result[name] = timed(searcher, texts, TODAY, filters)
        result["as of the middle"] = timed(searcher, texts, date(2020, 1, 1), Filters())
        before = server_seconds("postgres:")
        result["words alone"] = each(texts, lambda text: words(library, text))
        if place.url is not None:
            spent = server_seconds("postgres:") - before
            result["PostgreSQL's cpu for words, ms"] = spent * 1000 / len(texts)
        result["vectors alone"] = each(texts, lambda text: vectors(library, text))
        result["memory MB"] = peak_mb()
        result["memory MB, four answering at once"] = together(place, size, texts[0])
        result["recall@100"] = recall(library, texts[:COMPARED])
        result["after another process stored"] = after_another(place, size, searcher, texts)
        result["disk MB"] = disk_bytes(library, place) / 1e6
    return result


def disk_bytes(library: Library, place: Place) -> int:
    """Return what a library takes on disk; of servers, the database and Chroma's folder."""
    folder = place.disk or library.folder
    total = bytes_in(folder)
    if place.url is not None:
        with psycopg.connect(place.url) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            total += int(row[0]) if row else 0
    return total


def server_seconds(title: str) -> float:
    """Return the processor time of all processes whose command line begins so."""
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cmdline").read_bytes().startswith(title.encode()):
                fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])  # utime and stime: proc(5), from `state`
        except OSError:  # it has ended
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def timed(
    searcher: Searcher, texts: Sequence[str], today: date, filters: Filters
) -> dict[str, float]:
    """Return how long questions take, each asked for the first time."""
    return each(texts, lambda text: searcher.search(Question(text, today, filters)))


def each(texts: Sequence[str], call: Callable[[str], object]) -> dict[str, float]:
    """Return the milliseconds of a call for every text: median, 95 %, processor time."""
    taken = []
    before = time.process_time()
    for text in texts:
        started = time.perf_counter()
        call(text)
        taken.append(milliseconds(started))
    spent = (time.process_time() - before) * 1000 / len(texts)
    p50, p95 = np.percentile(taken, (50, 95))
    return {"p50": float(p50), "p95": float(p95), "cpu": spent}


def words(library: Library, text: str) -> None:
    """Search by words alone."""
    library.catalog.lexical_search(query_terms(text), NEIGHBOURS)


def vectors(library: Library, text: str) -> None:
    """Search by vectors alone."""
    library.nearest(library.embedder.embed_query(text), NEIGHBOURS)


def recall(library: Library, texts: Sequence[str]) -> float:
    """Return the share of the truly nearest passages that the index finds."""
    asked = np.array([library.embedder.embed_query(text) for text in texts], dtype=np.float32)
    best: list[list[tuple[float, str]]] = [[] for _ in texts]
    every, step = library.catalog.passage_ids(), 20_000
    for start in range(0, len(every), step):
        ids = every[start : start + step]
        stored = library.catalog.vectors(ids)
        matrix = np.array([stored[name] for name in ids], dtype=np.float32)
        for row, similarities in enumerate(asked @ matrix.T):
            top = np.argsort(-similarities)[:NEIGHBOURS]
            best[row] += [(-float(similarities[n]), ids[n]) for n in top]
            best[row] = sorted(best[row])[:NEIGHBOURS]
    shares = []
    for vector, nearest in zip(asked, best, strict=True):
        found = {name for name, _ in library.nearest(vector.tolist(), NEIGHBOURS)}
        shares.append(len(found & {name for _, name in nearest}) / NEIGHBOURS)
    return float(np.mean(shares))


def after_another(place: Place, size: int, searcher: Searcher, texts: Sequence[str]) -> float:
    """Have another process store an article; return the milliseconds of the next question."""
    store = "import sys; from benchmarks.scale import store; store(*sys.argv[1:])"
    where = [str(place.work), place.url or "", str(place.port)]
    subprocess.run([sys.executable, "-c", store, *where, f"n{size}"], check=True)
    started = time.perf_counter()
    hits = searcher.search(Question(f"{texts[0]} zanzibarium", TODAY))
    taken = milliseconds(started)
    if not any("zanzibarium" in hit.passage.text for hit in hits):
        raise RuntimeError("what another process stored was not found")
    return taken


def together(place: Place, size: int, text: str) -> float:
    """Return the megabytes of the largest of some commands that start together and answer."""
    command = [sys.executable, "-c", "from footnote.bot.cli import main; main()"]
    command += ["--home", str(place.work), "--library", f"n{size}", "ask", text]
    known = dict(os.environ)
    if place.url is not None:
        known |= {"FOOTNOTE_CATALOG__URL": place.url, "FOOTNOTE_VECTORS__MODE": "server"}
        known["FOOTNOTE_VECTORS__PORT"] = str(place.port)
    started = [
        subprocess.Popen(command, env=known, stdout=subprocess.DEVNULL) for _ in range(READERS)
    ]
    ended = [os.wait4(each.pid, 0) for each in started]
    if any(status for _, status, _ in ended):
        raise RuntimeError("a command did not answer")
    return max(usage.ru_maxrss for _, _, usage in ended) / 1000


def store(work: str, url: str, port: str, library_name: str) -> None:
    """Store one article of one passage, as another process."""
    name, text = f"another{time.time_ns()}", "The zanzibarium opened on Sunday."
    with Place(Path(work), url or None, int(port)).open(library_name) as library:
        article = Article(ArticleHead(name, "News", published=TODAY), name, text, name)
        passage = Passage(name, name, 0, 0, len(text), text)
        library.commit([Entry(article, [passage], library.embedder.embed_documents([text]))])


def milliseconds(started: float) -> float:
    """Return the milliseconds since then."""
    return (time.perf_counter() - started) * 1000


def peak_mb() -> float:
    """Return the most memory this process has used."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1000 if found else float("nan")


def table(results: Sequence[dict[str, Any]]) -> str:
    """Return the figures as Markdown."""
    lines = ["| | " + " | ".join(f"{result['passages']:,}" for result in results) + " |"]
    lines.append("|---|" + "---|" * len(results))
    for name in results[0]:
        if name != "passages":
            cells = " | ".join(_cell(result[name]) for result in results)
            lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['p50']:.0f} / {value['p95']:.0f} ms (cpu {value['cpu']:.0f})"
    return f"{value:.3f}" if value <= 1 else f"{value:,.0f}"


if __name__ == "__main__":
    sys.exit(main())
