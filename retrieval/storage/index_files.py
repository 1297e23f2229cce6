"""Chroma's saved index looked at as files: broken links neither raise nor show in a search."""

import struct
from pathlib import Path

_HEADER = struct.Struct("<iQQQQQQiIQQQdQ")
"""Version, offset, most elements, elements, bytes an element, offsets, highest level, entry point,
most links an upper level, at level 0 and asked for, multiplier, candidates while building."""

_KNOWN_VERSION = 1
_NUMBER = 4


def links_are_whole(chroma: Path) -> bool:
    """Whether the links between vectors, in every index below a folder, lead where there is one.

    True for an index in a layout that is not known here: its trial is opening and searching it.
    """
    return all(_leads_somewhere(header.parent) for header in chroma.glob("*/header.bin"))


def _leads_somewhere(index: Path) -> bool:
    header, links = index / "header.bin", index / "link_lists.bin"
    content = header.read_bytes()
    if len(content) != _HEADER.size or not links.is_file():
        return True
    version, _, _, elements, _, _, _, _, _, most, *_ = _HEADER.unpack(content)
    return version != _KNOWN_VERSION or _is_walkable(links.read_bytes(), elements, most)


def _is_walkable(content: bytes, elements: int, most: int) -> bool:
    """Walk from element to element: the bytes of its levels, then each level's links."""
    level = _NUMBER * (most + 1)
    place = 0
    for _ in range(elements):
        if place + _NUMBER > len(content):
            return False
        size = int.from_bytes(content[place : place + _NUMBER], "little")
        place += _NUMBER
        if size % level or place + size > len(content):
            return False
        for start in range(place, place + size, level):
            count, *linked = struct.unpack_from(f"<{most + 1}I", content, start)
            if count > most or any(other >= elements for other in linked[:count]):
                return False
        place += size
    return place == len(content)
