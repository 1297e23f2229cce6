"""Vectors as bytes: 32-bit floats, least significant byte first."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vector = Sequence[float] | NDArray[np.float32]

_FLOAT = np.dtype("<f4")


def pack(vector: Vector) -> bytes:
    """Return a vector's bytes."""
    return np.asarray(vector, dtype=_FLOAT).tobytes()


def unpack(content: bytes) -> list[float]:
    """Return the vector of some bytes."""
    numbers: list[float] = np.frombuffer(content, dtype=_FLOAT).tolist()
    return numbers
