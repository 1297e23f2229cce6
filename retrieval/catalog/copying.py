"""Articles taken whole out of one catalog, to be put into another or compared with it.

Whichever engines the two are: what is compared is what a catalog gives, not how it is stored.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from footnote.retrieval.article import Article, Passage
from footnote.retrieval.catalog.interface import NOTE, Catalog, CatalogWriter
from footnote.retrieval.catalog.rows import Vector, batches, pack
from footnote.retrieval.duplicates.signature import Signature, sign

TABLES = ("articles", "blocks", "passages", "vectors", "signatures", "notes")

_MAKER = frozenset({"embedder", "chunker"})
_AT_ONCE = 200
_ZERO, _IN_ITS_PLACE = r"\x00", "\ufffd"
"""A zero byte as `repr` shows it, and what PostgreSQL, which keeps none, has instead."""


@dataclass(frozen=True, slots=True)
class Holding:
    """An article with all that a catalog keeps of it.

    `vectors` are by passage id; an older library may lack some, or the signature.
    """

    article: Article
    passages: Sequence[Passage]
    vectors: Mapping[str, Vector]
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows there are of a kind, and the SHA-256 of their content in the order of ids."""

    rows: int
    sha256: str


def holdings(catalog: Catalog, article_ids: Sequence[str]) -> Iterator[Holding]:
    """Yield articles in the order asked; those that are gone are left out."""
    for some in batches(article_ids, _AT_ONCE):
        signatures = catalog.signatures(some)
        for article_id in some:
            article = catalog.article(article_id)
            if article is None:
                continue
            passages = catalog.passages(article_id)
            vectors = catalog.vectors([passage.id for passage in passages])
            yield Holding(article, passages, vectors, signatures.get(article_id))


def digest(held: Holding) -> bytes:
    """Return a hash of an article with all that is kept of it.

    The vectors count only where none is lacking, as they are made again for the copy.
    """
    total = hashlib.sha256()
    for table, _, content in _contents(held):
        if table != "vectors" or len(held.vectors) == len(held.passages):
            total.update(hashlib.sha256(content).digest())
    return total.digest()


def tally(catalog: Catalog) -> dict[str, Tally]:
    """Count and hash all that a catalog holds, by the names in `TABLES`; nobody may be writing."""
    rows = dict.fromkeys(TABLES, 0)
    sums = {name: hashlib.sha256() for name in TABLES}
    for held in holdings(catalog, sorted(catalog.article_ids())):
        for table, count, content in _contents(held):
            rows[table] += count
            sums[table].update(hashlib.sha256(content).digest())
    for note in sorted(remembered(catalog).items()):
        rows["notes"] += 1
        sums["notes"].update(hashlib.sha256(_bytes(note)).digest())
    return {name: Tally(rows[name], sums[name].hexdigest()) for name in TABLES}


def remembered(catalog: Catalog) -> dict[str, str]:
    """Return what a library remembers wherever it is kept: what made it, and its notes."""
    meta = catalog.meta().items()
    return {name: value for name, value in meta if name in _MAKER or name.startswith(NOTE)}


def remember(catalog: Catalog, writer: CatalogWriter, wanted: Mapping[str, str]) -> None:
    """Have a library remember this and nothing else, beside what only its place has."""
    for name in remembered(catalog).keys() - wanted.keys():
        writer.drop_meta(name)
    for name, value in wanted.items():
        writer.set_meta(name, value)


def take_over(source: Catalog, target: Catalog, writer: CatalogWriter) -> None:
    """Put all that one catalog holds in the place of what the other one holds.

    In the transaction of `writer`, which is the target's. Identity and generation stay its own.
    """
    wanted = source.article_ids()
    for article_id in set(target.article_ids()).difference(wanted):
        writer.remove(article_id)
    for held in holdings(source, wanted):
        writer.put(held.article, held.passages)
        writer.store_vectors(held.vectors)
    remember(target, writer, remembered(source))


def _contents(held: Holding) -> Iterator[tuple[str, int, bytes]]:
    """Yield of which table a part of an article is, how many rows it counts for, and its bytes."""
    article = held.article
    facts = (article.head, article.key, article.content_hash, article.metadata, article.text)
    yield "articles", 1, _bytes(facts)
    if article.blocks:
        yield "blocks", len(article.blocks), _bytes((article.head.id, article.blocks))
    for passage in held.passages:
        yield "passages", 1, _bytes(passage)
        if passage.id in held.vectors:
            yield "vectors", 1, passage.id.encode() + pack(held.vectors[passage.id])
    signature = sign(article.text) if held.signature is None else held.signature
    yield "signatures", 1, article.head.id.encode() + signature.astype("<u4").tobytes()


def _bytes(value: object) -> bytes:
    return repr(value).replace(_ZERO, _IN_ITS_PLACE).encode()
