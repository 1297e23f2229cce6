"""Search by words (BM25) at a cost that does not grow with the library.

Finding the passages that hold a word costs a tenth of a microsecond each, scoring one about two.
So the rarest words of a question choose which passages are scored, and all its words score them:
every score is the full BM25, and what is left out holds none of the rarest words.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import accumulate

from footnote.retrieval.catalog.sqlite.reading import filter_clause, read_last_number
from footnote.retrieval.question import Filters

MOST_SCORED = 20_000
"""Passages scored for one question: 20 to 50 ms. A library of fewer is always searched whole."""

Weights = tuple[float, float, float]
"""What a word counts in a title, in headings, and in the text."""

Found = list[tuple[str, int, float]]
"""Passage id, its number in the catalog, and its score."""


def search_words(
    db: sqlite3.Connection,
    terms: Sequence[str],
    limit: int,
    filters: Filters,
    weights: Weights,
) -> list[tuple[str, float]]:
    """Return (passage id, BM25 score), best first."""
    ranked: Found = []
    quoted = [_quoted(term) for term in terms if term.strip()]
    for together in _expressions(db, quoted, limit):
        for expression in together:
            ranked += _ranked(db, expression, limit, filters, weights)
        if len(ranked) >= limit:
            break
    ranked.sort(key=lambda hit: (-hit[2], hit[1]))
    return [(name, score) for name, _, score in ranked[:limit]]


def held_words(db: sqlite3.Connection, words: Sequence[str]) -> set[str]:
    """Return the words that occur in any passage, in any inflected form."""
    query = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
    return {word for word in words if db.execute(query, (_quoted(word),)).fetchone()}


def count_together(
    db: sqlite3.Connection, word: str, others: Sequence[str], most: int = 1_000
) -> int:
    """Return how many passages hold a word and any of some others, counted to `most`."""
    beside = " OR ".join(map(_quoted, others))
    expression = f"{_quoted(word)} AND ({beside})" if others else _quoted(word)
    return _count(db, expression, most)


def _quoted(term: str) -> str:
    """Return a term as an FTS5 phrase, whatever characters it holds."""
    term = term.replace("\0", " ").replace('"', '""')
    return f'"{term}"'


def _expressions(
    db: sqlite3.Connection, terms: Sequence[str], limit: int
) -> Iterator[tuple[str, ...]]:
    """Yield groups of FTS5 expressions that share no passage.

    Those of a group are ranked together; later groups are for when too few were found.
    """
    if not terms:
        return
    if read_last_number(db) <= MOST_SCORED:
        yield (" OR ".join(terms),)
        return
    counts = {term: _count(db, term) for term in terms}
    rarest_first = sorted(terms, key=lambda term: counts[term])
    totals = accumulate(counts[term] for term in rarest_first)
    leading = sum(total <= MOST_SCORED for total in totals)
    rare, common = " OR ".join(rarest_first[:leading]), rarest_first[leading:]
    if not common:
        yield (rare,)
        return
    without = ""
    if rare:
        others = " OR ".join(common)
        with_common, without_any = f"({rare}) AND ({others})", f"({rare}) NOT ({others})"
        if leading > len(common):
            # Most words are rare: several of them may count for more than one and a common word.
            yield with_common, without_any
        else:
            yield (with_common,)
            yield (without_any,)
        without = f" NOT ({rare})"
    head, rest = _together(db, common, limit)
    if not rest:
        yield (f"({head}){without}",)
        return
    others = " OR ".join(rest)
    yield (f"(({head}) AND ({others})){without}",)
    yield (f"({head}) NOT ({others}){without}",)


def _together(db: sqlite3.Connection, terms: Sequence[str], limit: int) -> tuple[str, list[str]]:
    """Return words that are all common, joined until few enough passages hold them all, and others.

    A word that would leave fewer than `limit` passages is not joined.
    """
    head, rest, number = terms[0], [], MOST_SCORED + 1
    for term in terms[1:]:
        joined = f"{head} AND {term}"
        with_it = _count(db, joined) if number > MOST_SCORED else 0
        if with_it >= limit:
            head, number = joined, with_it
        else:
            rest.append(term)
    return head, rest


def _count(db: sqlite3.Connection, expression: str, most: int = MOST_SCORED + 1) -> int:
    """Return how many passages match, counted to `most`: one more than may be scored."""
    row = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)",
        (expression, most),
    ).fetchone()
    return int(row[0])


def _ranked(
    db: sqlite3.Connection,
    expression: str,
    limit: int,
    filters: Filters,
    weights: Weights,
) -> Found:
    """Score what matches; where too much does, what was stored last."""
    joins, where = "", ""
    values: tuple[str, ...] = ()
    if filters != Filters():
        # Without the indexes named, whole passages and articles would be read for a number and
        # a date each; CROSS keeps SQLite to this order.
        joins = (
            " CROSS JOIN passages INDEXED BY passages_by_number ON passages.number = words.rowid"
            " CROSS JOIN articles INDEXED BY articles_by_number"
            " ON articles.number = passages.article"
        )
        clause, clause_values = filter_clause(filters)
        where, values = f" AND {clause}", tuple(clause_values)
    rows = db.execute(
        "SELECT passages.id, best.number, score FROM ("  # noqa: S608 - only constants
        f"SELECT words.rowid AS number, -bm25(words, ?, ?, ?) AS score FROM words{joins}"
        f" WHERE words MATCH ?{where} ORDER BY words.rowid DESC LIMIT ?"
        ") AS best JOIN passages ON passages.number = best.number"
        " ORDER BY score DESC, best.number LIMIT ?",
        (*weights, expression, *values, MOST_SCORED, limit),
    )
    return list(rows)
