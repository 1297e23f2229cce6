"""Search by words: BM25 of pg_textsearch over tokens of our own, and phrases by their places.

What the index finds is scored by the formula of SQLite's `bm25()`
(https://sqlite.org/fts5.html#the_bm25_function). The index scores all words of a passage alike:
where a question weighs titles or headings, or has phrases in it, several times as many passages as
are wanted are fetched. So are those that `ts_rank` finds where the extension is missing.
"""

import hashlib
import math
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, LiteralString

from footnote.retrieval.catalog.interface import Hits
from footnote.retrieval.catalog.postgres.connection import Connection
from footnote.retrieval.catalog.postgres.vectors import filter_clause, one
from footnote.retrieval.catalog.rows import JOINED
from footnote.retrieval.languages.cjk import paired
from footnote.retrieval.question import Filters

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""That of the full-text index in `footnote.retrieval.catalog.sqlite.schema`."""

_PLAIN = re.compile(r"[a-z]+")
_LONGEST = 100


class Tokenizer:
    """Cuts texts into the words that SQLite's full-text index has, so that both engines find alike.

    SQLite itself cuts them, in memory: what `unicode61` counts as a letter, how accents are folded
    and what Porter's stemmer leaves is its tokenizer's own, and any second version of it would
    differ. Safe to share between threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute(
            f"CREATE VIRTUAL TABLE cut USING fts5 (text, content = '', tokenize = '{TOKENIZER}')"
        )
        self._db.execute("CREATE VIRTUAL TABLE instances USING fts5vocab (cut, 'instance')")

    def close(self) -> None:
        """Let go of the memory."""
        self._db.close()

    def __call__(self, texts: Sequence[str]) -> list[list[str]]:
        """Return each text's words in order, each of ASCII letters and digits alone."""
        found: list[list[str]] = [[] for _ in texts]
        with self._lock:
            self._db.executemany(
                "INSERT INTO cut (rowid, text) VALUES (?, ?)",
                ((place, paired(text.replace("\0", " "))) for place, text in enumerate(texts)),
            )
            rows = self._db.execute("SELECT doc, offset, term FROM instances").fetchall()
            self._db.execute("INSERT INTO cut (cut) VALUES ('delete-all')")
        for place, _, term in sorted(rows):
            found[place].append(_ascii(term))
        return found


def _ascii(word: str) -> str:
    """Return a word as PostgreSQL's parser leaves it whole, whatever the locale; unlike for unlike.

    Plain English words stay readable, others become "q9" and the digits of their bytes.
    """
    if len(word) > _LONGEST:
        return "q8" + hashlib.sha256(word.encode()).hexdigest()
    return word if _PLAIN.fullmatch(word) else "q9" + word.encode().hex()


Phrase = Sequence[str]
"""The tokens of a word or of several, in order."""

MOST_COUNTED = 20_000
"""Without an index for BM25, a word in more passages than this weighs as one in so many."""

_FEW = 5_000
"""Among so few passages words are counted: the index also knows those deleted a moment ago."""

_MOST_PHRASES = 500
"""A phrase of several words in more passages than this weighs as the rarest of its words."""

_FETCHED_FOR_ONE = 4
_K1, _B = 1.2, 0.75
_LEAST_WEIGHT = 1e-6


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: phrases, and what a word counts in a title, in headings, in the text."""

    phrases: Sequence[Phrase]
    weights: tuple[float, float, float]

    @property
    def is_plain(self) -> bool:
        """Whether single words are looked for, which count the same wherever they stand."""
        return set(self.weights) == {1.0} and all(len(phrase) == 1 for phrase in self.phrases)

    @property
    def query(self) -> str:
        """The phrases as PostgreSQL's `tsquery`: any of them."""
        return " | ".join(_followed(phrase) for phrase in self.phrases)

    @property
    def words(self) -> str:
        """The tokens of all phrases, once each."""
        return " ".join(dict.fromkeys(token for phrase in self.phrases for token in phrase))


def search_words(
    db: Connection, index: str | None, asked: Asked, limit: int, filters: Filters
) -> Hits:
    """Return (passage id, BM25 score), best first; `index` names the one for BM25, if any."""
    if not asked.phrases:
        return []
    ranked_alike = index is not None and asked.is_plain
    rows = _found(db, index, asked, limit if ranked_alike else limit * _FETCHED_FOR_ONE, filters)
    passages, tokens = one(db.execute("SELECT passages, tokens FROM totals").fetchone())
    average = max(tokens / max(passages, 1), 1.0)
    rarity = (
        [_rarity(held, passages) for held in count_each(db, asked.phrases, MOST_COUNTED)]
        if index is None or passages <= _FEW
        else _rarities(db, index, asked.phrases, passages, average)
    )
    scored = [(name, number, _score(words, asked, rarity, average)) for name, number, words in rows]
    scored.sort(key=lambda hit: (-hit[2], hit[1]))
    return [(name, score) for name, _, score in scored[:limit] if score > 0]


def _rarity(held: int, passages: int) -> float:
    return max(math.log((passages - held + 0.5) / (held + 0.5)), _LEAST_WEIGHT)


def _rarities(
    db: Connection, index: str, phrases: Sequence[Phrase], passages: int, average: float
) -> list[float]:
    """Return what each phrase weighs; counting passages that hold a common word takes too long.

    The index knows in how many passages a word stands, n of N, and tells it by its score of a text
    of that one word: ln(1 + (N - n + 0.5) / (n + 0.5)), times what k1, b and the length make of it.
    Longer phrases are counted, common ones weigh as the rarest of their words.
    """
    words = list(dict.fromkeys(token for phrase in phrases for token in phrase))
    rows = db.execute(
        "SELECT -(word <@> to_bm25query(word, %s))"
        " FROM unnest(%s::text[]) WITH ORDINALITY AS asked (word, place) ORDER BY place",
        (index, words),
    )
    share = (_K1 + 1) / (1 + _K1 * (1 - _B + _B / average))
    alone = {
        word: max(math.log(math.expm1(score / share)), _LEAST_WEIGHT) if score > 0 else 0.0
        for word, (score,) in zip(words, rows.fetchall(), strict=True)
    }
    weights = [max(alone[word] for word in phrase) for phrase in phrases]
    longer = [place for place, phrase in enumerate(phrases) if len(phrase) > 1]
    counts = count_each(db, [phrases[place] for place in longer], _MOST_PHRASES) if longer else []
    for place, held in zip(longer, counts, strict=True):
        if held < _MOST_PHRASES:
            weights[place] = _rarity(held, passages)
    return weights


def count_each(db: Connection, phrases: Sequence[Phrase], most: int) -> list[int]:
    """Return how many passages hold each phrase, counted to `most`."""
    rows = db.execute(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM passages WHERE places @@ query::tsquery"
        " LIMIT %s) AS few) FROM unnest(%s::text[]) WITH ORDINALITY AS asked (query, place)"
        " ORDER BY place",
        (most, [_followed(phrase) for phrase in phrases]),
    )
    return [row[0] for row in rows]


def held(db: Connection, phrases: Sequence[Phrase]) -> list[bool]:
    """Return of each phrase whether some passage holds it."""
    rows = db.execute(
        "SELECT EXISTS (SELECT 1 FROM passages WHERE places @@ query::tsquery)"
        " FROM unnest(%s::text[]) WITH ORDINALITY AS asked (query, place) ORDER BY place",
        ([_followed(phrase) for phrase in phrases],),
    )
    return [row[0] for row in rows]


def count_together(db: Connection, word: Phrase, others: Sequence[Phrase], most: int) -> int:
    """Return how many passages hold a word and any of some others, counted to `most`."""
    query = _followed(word)
    if others:
        query = f"({query}) & ({' | '.join(map(_followed, others))})"
    row = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM passages WHERE places @@ %s::tsquery LIMIT %s) AS few",
        (query, most),
    ).fetchone()
    return int(one(row)[0])


def _found(
    db: Connection, index: str | None, asked: Asked, limit: int, filters: Filters
) -> list[tuple[str, int, str]]:
    """Return id, number and words of passages with any of the phrases, best first."""
    where, named = filter_clause(filters)
    heaviest = max(asked.weights)
    title, headings, text = (weight / heaviest for weight in asked.weights)
    values: dict[str, Any] = {
        **named,
        "index": index,
        "words": asked.words,
        "query": asked.query,
        "weights": [text, text, headings, title],
        "limit": limit,
    }
    table: LiteralString = JOINED if named else "passages"
    if index is None:
        rows = db.execute(
            "SELECT passages.id, passages.number, words"  # noqa: S608 - only constants
            f" FROM {table} WHERE places @@ %(query)s::tsquery AND {where}"
            " ORDER BY ts_rank(%(weights)s::real[], places, %(query)s::tsquery) DESC,"
            " passages.number LIMIT %(limit)s",
            values,
        )
        return rows.fetchall()
    together: LiteralString = "TRUE" if asked.is_plain else "places @@ %(query)s::tsquery"
    # The score is not asked for: outside the index it is worked out again, row by row, which takes
    # four times as long as finding the rows.
    rows = db.execute(
        "SELECT passages.id, passages.number, words"  # noqa: S608 - only constants
        f" FROM {table} WHERE {together} AND {where}"
        " ORDER BY words <@> to_bm25query(%(words)s, %(index)s) LIMIT %(limit)s",
        values,
    )
    return rows.fetchall()


def _score(words: str, asked: Asked, rarity: Sequence[float], average: float) -> float:
    fields = [f" {field} " for field in words.split("\n")]
    anywhere = "\n".join(fields)
    length = words.count(" ") + sum(len(field) > 2 for field in fields)
    shortness = _K1 * (1 - _B + _B * length / average)
    score = 0.0
    for phrase, weight in zip(asked.phrases, rarity, strict=True):
        sought = f" {' '.join(phrase)} "
        if sought not in anywhere:
            continue
        often = sum(
            counted * _occurrences(field, sought)
            for counted, field in zip(asked.weights, fields, strict=True)
        )
        score += weight * often * (_K1 + 1) / (often + shortness)
    return score


def _occurrences(field: str, sought: str) -> int:
    """Count a phrase between its spaces, each of which two occurrences may share."""
    found, place = 0, field.find(sought)
    while place >= 0:
        found, place = found + 1, field.find(sought, place + 1)
    return found


def _followed(phrase: Phrase) -> str:
    """Return a phrase as `tsquery`; tokens are ASCII letters and digits alone."""
    return " <-> ".join(f"'{token}'" for token in phrase)
