"""Words looked up in both engines of the catalog: time, processor time and how alike they rank.

python -m benchmarks.catalogs --passages 30000

PostgreSQL is started from the wheel of the tests. The passages are made of words that are as rare
as those of a language (Zipf), so that some stand nearly everywhere.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from pydantic import SecretStr

from footnote.retrieval.catalog import Catalog, SqliteCatalog
from footnote.retrieval.catalog.postgres.catalog import PostgresCatalog
from footnote.retrieval.options import CatalogOptions
from tests.support.postgres import running_postgres
from tests.support.shelf import make_article, make_passages

_LINES, _WORDS, _VOCABULARY, _LIMIT = 40, 150, 60_000, 100
_QUESTIONS = 100


def main() -> None:
    """Fill both engines and ask them the same questions."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=30_000)
    passages = parser.parse_args().passages
    chance = np.random.default_rng(7)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_postgres() as server,
        closing(SqliteCatalog(Path(folder) / "catalog.sqlite3")) as file,
        closing(PostgresCatalog(CatalogOptions(url=SecretStr(server.url)), "many")) as shared,
    ):
        engines: dict[str, Catalog] = {"sqlite": file, "postgres": shared}
        spent = dict.fromkeys(engines, 0.0)
        for number in range(passages // _LINES):
            text = "\n".join(" ".join(_words(chance, _WORDS)) for _ in range(_LINES))
            article = make_article(f"a{number}", text)
            for name, catalog in engines.items():
                started = time.perf_counter()
                with catalog.writing() as writer:
                    writer.put(article, make_passages(article))
                spent[name] += time.perf_counter() - started
        asked = [list(dict.fromkeys(_words(chance, 6))) for _ in range(_QUESTIONS)]
        found = {name: _ask(name, catalog, asked) for name, catalog in engines.items()}
        for name, seconds in spent.items():
            print(f"{name}: {passages / seconds:.0f} passages a second written")
        alike = [
            len(set(ours[:10]) & set(theirs[:10])) / max(len(ours[:10]), 1)
            for ours, theirs in zip(*found.values(), strict=True)
        ]
        print(f"of the first ten of one the other has {statistics.mean(alike):.2f}")


def _words(chance: np.random.Generator, count: int) -> list[str]:
    ranks = np.minimum(chance.zipf(1.15, count), _VOCABULARY)
    return [_spelt(int(rank)) for rank in ranks]


def _spelt(rank: int) -> str:
    letters = ""
    while rank:
        rank, place = divmod(rank, 20)
        letters += "bcdfghjklmnpqrtvwxza"[place] + "o"
    return letters


def _ask(name: str, catalog: Catalog, asked: Sequence[Sequence[str]]) -> list[list[str]]:
    catalog.lexical_search(asked[0], _LIMIT)
    found, took = [], []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    for terms in asked:
        started = time.perf_counter()
        found.append([hit for hit, _ in catalog.lexical_search(terms, _LIMIT)])
        took.append((time.perf_counter() - started) * 1000)
    own = (resource.getrusage(resource.RUSAGE_SELF).ru_utime - before) * 1000 / len(asked)
    started = time.perf_counter()
    for terms in asked[:20]:
        catalog.held_words(terms)
    held = (time.perf_counter() - started) * 1000 / 20
    took.sort()
    print(
        f"{name}: {statistics.median(took):.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms, "
        f"{own:.1f} ms of this process; held_words {held:.1f} ms"
    )
    return found


if __name__ == "__main__":
    main()
