"""A library of news moved into PostgreSQL and back: time, hashes, and what search ranks in each.

python -m benchmarks.migration --home /tmp/search --set later --vectors postgres

The library is the one of `benchmarks.search_parts`, made at the first run. PostgreSQL and Chroma's
server are started as for the tests. Ranked is what search finds before reranking.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.search_parts import DEPTH, Asked, rank, read_set
from benchmarks.servers import on_servers
from footnote.retrieval import Footnote
from footnote.retrieval.options import SearchOptions
from footnote.retrieval.search import Searcher
from footnote.retrieval.storage.copying import migrate


@dataclass(frozen=True, slots=True)
class Ranked:
    """What search found for each question: 1/rank of a right passage, and the first ten ids."""

    scores: tuple[float, ...]
    ids: tuple[tuple[str, ...], ...]


def main() -> None:
    """Move it there and back, and ask all three."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--set", default="later")
    parser.add_argument("--vectors", choices=["server", "postgres"], default="server")
    arguments = parser.parse_args()
    source, questions = read_set(arguments.set, arguments.home)
    with ExitStack() as stack:
        homes = stack.enter_context(tempfile.TemporaryDirectory())
        options = stack.enter_context(on_servers(Path(homes), arguments.vectors)).options
        old = stack.enter_context(Footnote.open(arguments.home, arguments.set, create=True))
        if not old.articles():
            old.ingest([source])
        there = stack.enter_context(
            Footnote.open(Path(homes) / "there", arguments.set, options, create=True)
        )
        back = stack.enter_context(Footnote.open(Path(homes) / "back", arguments.set, create=True))
        _move(old, there, "there")
        _move(there, back, "back")
        found = {
            name: _ask(name, footnote, questions)
            for name, footnote in (("old", old), ("there", there), ("back", back))
        }
    for one, other in combinations(found, 2):
        pairs = zip(found[one].ids, found[other].ids, strict=True)
        same = sum(ours == theirs for ours, theirs in pairs)
        print(f"{one} and {other}: {same} of {len(questions)} questions with the same ten in order")


def _move(source: Footnote, target: Footnote, name: str) -> None:
    started = time.perf_counter()
    report = migrate(source.library, target.library)
    seconds = time.perf_counter() - started
    print(f"{name}: {report.copied} articles in {seconds:.0f} s, differing: {report.differing}")
    for table in report.tables:
        print(f"  {table.name}: {table.there.rows}, {table.there.sha256[:16]}")


def _ask(name: str, footnote: Footnote, questions: Sequence[Asked]) -> Ranked:
    footnote.library.warm_up()
    searcher = Searcher(footnote.library, SearchOptions())
    scores, ids, spent = [], [], []
    for asked in _repeated_first(questions):
        started = time.perf_counter()
        hits = searcher.search(asked.question)
        spent.append(time.perf_counter() - started)
        scores.append(rank(hits, asked))
        ids.append(tuple(hit.passage.id for hit in hits[:DEPTH]))
    median, p95 = np.percentile(spent[1:], (50, 95)) * 1000
    print(
        f"{name}: MRR@10 {np.mean(scores[1:]):.3f}, search median {median:.0f} ms, p95 {p95:.0f} ms"
    )
    return Ranked(tuple(scores[1:]), tuple(ids[1:]))


def _repeated_first(questions: Sequence[Asked]) -> Iterator[Asked]:
    """Yield the first question twice: the first time in a process is not like the others."""
    yield questions[0]
    yield from questions


if __name__ == "__main__":
    main()
