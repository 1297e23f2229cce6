"""Rows and bytes as both engines keep them, and the articles and passages they become."""

import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, LiteralString, TypeVar

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.blocks import BLOCK_KINDS, Block, Span

Vector = Sequence[float] | NDArray[np.float32]

Item = TypeVar("Item")

_FLOAT = np.dtype("<f4")


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Yield the items in their order, `size` at a time; the last batch may be smaller."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def pack(vector: Vector) -> bytes:
    """Return a vector's bytes."""
    return np.asarray(vector, dtype=_FLOAT).tobytes()


def unpack(content: bytes) -> list[float]:
    """Return the vector of some bytes."""
    numbers: list[float] = np.frombuffer(content, dtype=_FLOAT).tolist()
    return numbers


def stack(contents: Sequence[bytes]) -> NDArray[np.float32]:
    """Return vectors as the rows of a matrix, from the bytes of each."""
    matrix = np.frombuffer(b"".join(contents), dtype=_FLOAT)
    return matrix.reshape(len(contents), -1 if contents else 0)


def nearest_rows(
    matrix: NDArray[np.float32], vector: Vector, limit: int
) -> list[tuple[int, float]]:
    """Return places and cosine similarities of the rows most like a vector, best first.

    All are unit norm. Ten thousand rows take about 20 ms.
    """
    if not len(matrix):
        return []
    # Not by BLAS: its threads keep both processors busy for a while after so small a product.
    similarities = np.einsum("ij,j->i", matrix, np.asarray(vector, dtype=np.float32))
    order = np.argsort(-similarities, kind="stable")[:limit]
    return [(int(place), float(similarities[place])) for place in order]


def pack_blocks(blocks: Sequence[Block]) -> bytes:
    """Return the bytes of an article's blocks."""
    return zlib.compress(json.dumps(list(_rows(blocks)), separators=(",", ":")).encode(), 6)


def unpack_blocks(content: bytes) -> tuple[Block, ...]:
    """Return the blocks of some bytes."""
    blocks = []
    at = 0
    for kind, before, length, *facts in json.loads(zlib.decompress(content)):
        start = at + before
        at = start + length
        level, group, depth, ordinal, header, language, anchor, cells = (
            facts + _NOTHING[len(facts) :]
        )
        edges = [start + edge for edge in cells]
        blocks.append(
            Block(
                BLOCK_KINDS[kind],
                start,
                at,
                level=level,
                group=group,
                depth=depth,
                ordinal=ordinal,
                header=bool(header),
                language=language,
                anchor=anchor,
                cells=tuple(map(Span, edges[::2], edges[1::2])),
            )
        )
    return tuple(blocks)


_NOTHING: list[Any] = [0, 0, 0, None, 0, "", "", []]


def _rows(blocks: Sequence[Block]) -> Iterator[list[Any]]:
    """Yield of each block its kind, gap, length and facts, the last ones left out where empty."""
    at = 0
    for block in blocks:
        cells = [edge - block.start for cell in block.cells for edge in (cell.start, cell.end)]
        facts: list[Any] = [block.level, block.group, block.depth, block.ordinal, int(block.header)]
        facts += [block.language, block.anchor, cells]
        while facts and facts[-1] == _NOTHING[len(facts) - 1]:
            facts.pop()
        yield [BLOCK_KINDS.index(block.kind), block.start - at, block.end - block.start, *facts]
        at = block.end


Row = tuple[Any, ...]

HEAD: LiteralString = (
    "articles.id, articles.title, articles.url, articles.path, articles.source,"
    " articles.published, articles.updated, articles.authors"
)
PASSAGE: LiteralString = (
    "passages.id, articles.id, passages.position, passages.start, passages.stop, passages.text,"
    " passages.headings, passages.lead"
)
JOINED: LiteralString = "passages JOIN articles ON articles.number = passages.article"

PASSAGE_COLUMNS = 8


def passage_of(row: Row) -> Passage:
    """Return the passage of a row that begins with the columns of `PASSAGE`."""
    name, article, position, start, end, text, headings, lead = row[:PASSAGE_COLUMNS]
    above = tuple(headings.split("\n")) if headings else ()
    return Passage(name, article, position, start, end, text, above, lead)


def head_of(row: Row) -> ArticleHead:
    """Return the head of a row that begins with the columns of `HEAD`, days as dates or as text."""
    article_id, title, url, path, source, published, updated, authors = row[:8]
    return ArticleHead(
        id=article_id,
        title=title,
        url=url,
        path=path,
        source=source,
        published=_date(published),
        updated=_date(updated),
        authors=tuple(json.loads(authors)),
    )


def loose_and_kept(rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Return the names of rows (name, whether it is held) by the second: not held, and held."""
    return [name for name, held in rows if not held], [name for name, held in rows if held]


def day_of(value: date | None) -> date | None:
    """Return the day of a date, or of a moment, which counts as a date too."""
    return value.date() if isinstance(value, datetime) else value


def _date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
