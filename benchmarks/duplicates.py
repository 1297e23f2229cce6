"""Copies and versions of one story in a library: how many, which, and what is found of made ones.

    python -m benchmarks.duplicates HOME --pairs 30

HOME is a home folder whose default library is read. It prints how many pairs of articles lie above
each similarity, the groups at the threshold in use, the pairs nearest to it for a person to read,
and the share of made copies (of the library's own articles, edited in known ways) that is found.
"""

import argparse
import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from footnote.retrieval.duplicates.near_duplicates import SAME_ARTICLE
from footnote.retrieval.duplicates.signature import Signature, bands, sign, similarity
from footnote.retrieval.storage.home import library_folder

Row = tuple[str, str, str, str]
Edit = Callable[[random.Random, list[str]], list[str]]

COPIES = 300
SHORTEST = 1500


def read(home: Path) -> list[Row]:
    """Return id, title, address and text of every article."""
    path = library_folder(home, "default") / "catalog.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return list(db.execute("SELECT id, title, coalesce(url, path), text FROM articles"))


def pairs_of(signatures: list[Signature], least: float) -> list[tuple[float, int, int]]:
    """Return every pair from a similarity on, compared one by one: the most alike first."""
    matrix = np.array(signatures)
    found = []
    for one in range(len(matrix)):
        shares = (matrix[one + 1 :] == matrix[one]).mean(axis=1)
        found += [
            (float(shares[n]), one, one + 1 + int(n)) for n in np.flatnonzero(shares >= least)
        ]
    return sorted(found, reverse=True)


def groups_of(pairs: list[tuple[float, int, int]]) -> list[set[int]]:
    """Return the articles that hang together, largest group first."""
    groups: list[set[int]] = []
    for _, one, other in pairs:
        joined = [group for group in groups if group & {one, other}]
        groups = [group for group in groups if group not in joined]
        groups.append({one, other}.union(*joined))
    return sorted(groups, key=len, reverse=True)


def replaced(share: float) -> Edit:
    """Return an edit that puts other words of the article in the place of some."""
    return lambda chance, words: [
        chance.choice(words) if chance.random() < share else word for word in words
    ]


def shortened(share: float) -> Edit:
    """Return an edit that cuts the end off and adds a credit line."""
    return lambda _, words: [
        *"This story came to us by wire".split(),
        *words[: int(len(words) * (1 - share))],
    ]


EDITS: dict[str, Edit] = {
    "none": lambda _, words: words,
    "1 in 50 words replaced": replaced(0.02),
    "1 in 20 words replaced": replaced(0.05),
    "1 in 10 words replaced": replaced(0.10),
    "1 in 5 words replaced": replaced(0.20),
    "last quarter cut, credit line": shortened(0.25),
    "last half cut, credit line": shortened(0.50),
}


def recall(rows: list[Row], edit: Edit) -> float:
    """Return the share of edited copies that are found as copies of their articles."""
    chance = random.Random(0)
    long = [row for row in rows if len(row[3]) >= SHORTEST]
    found = 0
    for row in chance.sample(long, min(COPIES, len(long))):
        one, copy = sign(row[3]), sign(" ".join(edit(chance, row[3].split())))
        met = not set(bands(one)).isdisjoint(bands(copy))
        found += met and similarity(one, copy) >= SAME_ARTICLE
    return found / min(COPIES, len(long))


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("home", type=Path)
    parser.add_argument("--pairs", type=int, default=30)
    asked = parser.parse_args()
    rows = read(asked.home)
    signatures = [sign(row[3]) for row in rows]
    pairs = pairs_of(signatures, 0.2)
    for least in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2):
        print(f"similarity ≥ {least}: {sum(share >= least for share, _, _ in pairs)} pairs")
    same = [pair for pair in pairs if pair[0] >= SAME_ARTICLE]
    met = sum(
        not set(bands(signatures[one])).isdisjoint(bands(signatures[other]))
        for _, one, other in same
    )
    sizes = Counter(len(group) for group in groups_of(same))
    print(f"{len(rows)} articles; {len(same)} pairs in {sum(sizes.values())} groups, sizes {sizes}")
    print(f"{met} of the pairs share a band and are met by looking it up")
    for share, one, other in pairs[: asked.pairs]:
        print(f"{share:.2f} {rows[one][1][:60]} | {rows[other][1][:60]}")
        print(f"     {rows[one][2]}\n     {rows[other][2]}")
    for name, edit in EDITS.items():
        print(f"{recall(rows, edit):.3f} of {COPIES} copies found, edit: {name}")


if __name__ == "__main__":
    main()
