"""What each part of search and reranking is worth, on every set of questions at once.

    python -m benchmarks.search_parts --home /tmp/search --sets dev later rust git xquad

Each set is ingested into a library of its own under `--home` at the first run and kept for the
next, and so are the cross-encoder's logits. A hit is a ranked passage in which a gold answer stands
as whole words; on manuals it must stand on one of the pages that answer. A part is kept where it
holds on all sets: nothing is chosen on `later` alone.
"""

import argparse
import hashlib
import json
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.docs_questions import by_nearness, pieces
from footnote.evaluation.metrics import contains_answer
from footnote.evaluation.result import resampled_means
from footnote.retrieval import Footnote
from footnote.retrieval.answer import Hit
from footnote.retrieval.article import ArticleHead
from footnote.retrieval.options import RerankingOptions, SearchOptions
from footnote.retrieval.question import Question
from footnote.retrieval.reranking import CrossEncoder, Reranker
from footnote.retrieval.search import Searcher
from footnote.retrieval.search.recency import DatePrior

DATA = Path(__file__).parents[1].parent / "shared" / "data"
TODAY = date(2026, 11, 27)
DEPTH = 10
SEED = 7
READ_ALL = 100.0
"""A logit no passage reaches: every candidate is read."""

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what tells a right passage; `pages` is empty where any page may answer."""

    question: Question
    golds: tuple[str, ...]
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """One way to search, and to rerank unless that is left out."""

    name: str
    search: SearchOptions
    reranking: RerankingOptions | None = None


def parts(*, vectors: bool) -> list[Part]:
    """Return the ways compared; each differs from another in one thing."""
    base = SearchOptions() if vectors else SearchOptions(dense_weight=0)
    words = SearchOptions(dense_weight=0, date_weight=0)
    undated = base.model_copy(update={"date_weight": 0})
    whole = RerankingOptions(certain=READ_ALL, candidates=20, window=2000, wide_reads=0)

    def words_with(**changed: float) -> SearchOptions:
        return words.model_copy(update=changed)

    def read(**changed: float) -> RerankingOptions:
        return whole.model_copy(update=changed)

    ways = [
        Part("words, text alone", words_with(title_weight=0, heading_weight=0, exact_weight=0)),
        Part("… with titles", words_with(heading_weight=0, exact_weight=0)),
        Part("… and headings", words_with(exact_weight=0)),
        Part("… and what is named exactly", words),
    ]
    if vectors:
        ways += [
            Part("vectors", undated.model_copy(update={"dense_weight": 20, "exact_weight": 0})),
            Part("words and vectors", undated.model_copy(update={"exact_weight": 0})),
            Part("… and what is named exactly", undated),
        ]
    return [
        *ways,
        Part("… and dates", base),
        Part(
            "reranked whole, no dates, nothing exact", undated, read(date_weight=0, exact_weight=0)
        ),
        Part("… and what is named exactly", undated, read(date_weight=0)),
        Part("… in windows of 400", undated, read(date_weight=0, window=400)),
        Part("… 3 again as a whole", undated, read(date_weight=0, window=400, wide_reads=3)),
        Part("10 candidates read whole", undated, read(date_weight=0, candidates=10)),
        Part("20 read whole until one is certain", undated, read(date_weight=0, certain=7.0)),
        Part("20 read whole, and dates", base, whole),
        Part("as shipped", base, RerankingOptions()),
    ]


class KeptLogits:
    """A cross-encoder whose logits are kept in a file, so that a further run reads only the new."""

    def __init__(self, encoder: CrossEncoder, path: Path) -> None:
        self._encoder = encoder
        self._db = sqlite3.connect(path)
        self._db.execute("CREATE TABLE IF NOT EXISTS logits (pair TEXT PRIMARY KEY, logit REAL)")

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one logit a text, in the order given."""
        names = [hashlib.sha256(f"{query}\0{text}".encode()).hexdigest() for text in texts]
        by_name = dict(zip(names, texts, strict=True))
        kept = {name: self._kept(name) for name in by_name}
        new = [name for name, logit in kept.items() if logit is None]
        read = dict(
            zip(new, self._encoder.score(query, [by_name[name] for name in new]), strict=True)
        )
        with self._db:
            self._db.executemany("INSERT OR IGNORE INTO logits VALUES (?, ?)", read.items())
        return [read[name] if name in read else float(kept[name] or 0.0) for name in names]

    def _kept(self, name: str) -> float | None:
        row = self._db.execute("SELECT logit FROM logits WHERE pair = ?", (name,)).fetchone()
        return row[0] if row else None

    def load(self) -> None:
        """Load the model, if nobody has yet."""
        self._encoder.load()

    def warm_up(self) -> None:
        """Load the model and run it once."""
        self._encoder.warm_up()

    def close(self) -> None:
        """Let the file and the threads go."""
        self._db.close()
        self._encoder.close()


def read_set(name: str, home: Path) -> tuple[Path, list[Asked]]:
    """Return what a set's library is made of, and its answerable questions."""
    if name in ("dev", "later"):
        folder = DATA / f"realtimeqa-{name}"
        lines = _lines(folder / "questions.jsonl")
        return folder / "articles.jsonl", [
            Asked(
                Question(line["question"], date.fromisoformat(line["asked"])),
                tuple(line["answers"]),
            )
            for line in lines
        ]
    if name == "xquad":
        return _xquad(home)
    return DATA / "docs" / name, [
        Asked(
            Question(line["question"], TODAY),
            tuple(line["answers"]),
            frozenset(line["evidence"]["pages"]),
        )
        for line in _lines(DATA / "docs" / f"{name}.questions.jsonl")
        if line["answers"]
    ]


def _xquad(home: Path, count: int = 150) -> tuple[Path, list[Asked]]:
    source = home / "xquad.jsonl"
    questions, articles = [], []
    for item in json.loads((DATA / "xquad" / "xquad.en.json").read_text())["data"]:
        text = "\n\n".join(paragraph["context"] for paragraph in item["paragraphs"])
        articles.append({"title": item["title"].replace("_", " "), "text": text})
        questions += [
            Asked(
                Question(each["question"], TODAY), tuple(gold["text"] for gold in each["answers"])
            )
            for paragraph in item["paragraphs"]
            for each in paragraph["qas"]
        ]
    source.write_text("\n".join(json.dumps(article) for article in articles))
    return source, random.Random(SEED).sample(questions, count)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def rank(hits: Sequence[Hit], asked: Asked) -> float:
    """Return 1/rank of the first right passage among ten, 0 where there is none."""
    # A manual often answers in a heading ("--soft"), which a passage stands under.
    leading = [(hit.article, hit.passage) for hit in hits[:DEPTH]]
    found = [(head, p.in_context(head.title) if asked.pages else p.text) for head, p in leading]
    return _reciprocal_rank(found, asked)


def _reciprocal_rank(found: Sequence[tuple[ArticleHead, str]], asked: Asked) -> float:
    for place, (head, text) in enumerate(found, start=1):
        page = not asked.pages or Path(head.path or "").name in asked.pages
        if page and contains_answer(text, asked.golds):
            return 1 / place
    return 0.0


def measure_tutorial(home: Path, name: str, every: int) -> Scores:
    """Return 1/rank by question of the tutorial's chain over the articles of a set's library.

    Cut blindly into 1,000 characters, embedded by all-MiniLM-L6-v2, nearest first; pieces of
    articles that came out after the question are left out, and a manual's title counts in each.
    """
    questions = read_set(name, home)[1][::every]
    with Footnote.open(home, library=name) as footnote:
        cut = [
            (head, f"{head.title}\n{piece}" if questions[0].pages else piece)
            for head in footnote.articles()
            if (article := footnote.article(head.id)) is not None
            for piece in pieces(article.text)
        ]
    nearest = by_nearness([piece for _, piece in cut])
    scores = np.zeros((1, len(questions)))
    for column, asked in enumerate(questions):
        near = nearest(asked.question.text)
        day = asked.question.as_of
        allowed = [at for at in near if (cut[at][0].published or day) <= day]
        scores[0, column] = _reciprocal_rank([cut[at] for at in allowed[:DEPTH]], asked)
    return scores


def measure(home: Path, name: str, ways: Sequence[Part], every: int) -> Scores:
    """Return 1/rank by way and question."""
    source, questions = read_set(name, home)
    questions = questions[::every]
    with Footnote.open(home, library=name, create=True) as footnote:
        if not footnote.articles():
            footnote.ingest([source])
        footnote.warm_up()
        encoder = KeptLogits(
            CrossEncoder(footnote.options.reranking.model, footnote.options.models),
            home / "logits.sqlite3",
        )
        scores = np.zeros((len(ways), len(questions)))
        with closing(encoder):
            for column, asked in enumerate(questions):
                found: dict[SearchOptions, tuple[list[Hit], DatePrior]] = {}
                for row, way in enumerate(ways):
                    if way.search not in found:
                        searcher = Searcher(footnote.library, way.search)
                        found[way.search] = (
                            searcher.search(asked.question),
                            searcher.prior(asked.question),
                        )
                    hits, prior = found[way.search]
                    if way.reranking is not None:
                        reranker = Reranker(encoder, way.reranking, passages=DEPTH)
                        hits = reranker.rerank(asked.question, hits, prior)
                    scores[row, column] = rank(hits, asked)
    return scores


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", default=["dev", "later", "rust", "git", "xquad"])
    parser.add_argument("--words-only", action="store_true", help="leave the vectors out")
    parser.add_argument("--every", type=int, default=1, help="ask every n-th question only")
    parser.add_argument("--peers", action="store_true", help="measure the tutorial's chain too")
    arguments = parser.parse_args()
    arguments.home.mkdir(parents=True, exist_ok=True)
    ways = parts(vectors=not arguments.words_only)
    results = {n: measure(arguments.home, n, ways, arguments.every) for n in arguments.sets}
    print(f"| MRR@10 | {' | '.join(f'{n} ({s.shape[1]})' for n, s in results.items())} |")
    print(f"| --- |{' --- |' * len(results)}")
    for row, way in enumerate(ways):
        print(f"| {way.name} | {' | '.join(_cell(scores[row]) for scores in results.values())} |")
    if arguments.peers:
        peer = {n: measure_tutorial(arguments.home, n, arguments.every) for n in arguments.sets}
        print(f"| the tutorial's chain | {' | '.join(_cell(one[0]) for one in peer.values())} |")
        gains = [_mean(results[n][-1] - peer[n][0]) for n in arguments.sets]
        print(f"| as shipped over it | {' | '.join(gains)} |")


def _cell(values: Scores) -> str:
    return f"{_mean(values)}, first {np.mean(values == 1):.3f}"


def _mean(values: Scores) -> str:
    low, high = np.percentile(resampled_means(values), (2.5, 97.5))
    return f"{values.mean():.3f} ({low:.3f} to {high:.3f})"


if __name__ == "__main__":
    main()
