"""What the catalog keeps as bytes: vectors as 32-bit floats, blocks as squeezed JSON."""

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.blocks import BLOCK_KINDS, Block, Span

Vector = Sequence[float] | NDArray[np.float32]

_FLOAT = np.dtype("<f4")


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

    All are of length 1. Ten thousand take about 20 ms.
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
