"""Links of an index that lead nowhere are told from its files alone."""

import struct
from pathlib import Path

import pytest

from footnote.retrieval.storage.chroma_files import links_are_whole

MOST = 2
LEVEL = struct.Struct("<3I")
GROUND_ONLY = struct.pack("<I", 0)
ONE_LEVEL = struct.pack("<I", LEVEL.size) + LEVEL.pack(1, 2, 0)


def save(folder: Path, links: bytes, *, version: int = 1) -> Path:
    index = folder / "segment"
    index.mkdir()
    header = struct.pack(
        "<iQQQQQQiIQQQdQ", version, 0, 8, 3, 60, 52, 32, 1, 0, MOST, 4, 2, 0.4, 100
    )
    (index / "header.bin").write_bytes(header)
    (index / "link_lists.bin").write_bytes(links)
    return folder


def test_links_between_elements_are_whole(tmp_path: Path) -> None:
    assert links_are_whole(save(tmp_path, ONE_LEVEL + GROUND_ONLY + GROUND_ONLY))


@pytest.mark.parametrize(
    "links",
    [
        b"",
        ONE_LEVEL + GROUND_ONLY,
        ONE_LEVEL + GROUND_ONLY + GROUND_ONLY + b"more",
        ONE_LEVEL[:-1],
        struct.pack("<I", LEVEL.size) + LEVEL.pack(1, 3, 0) + GROUND_ONLY + GROUND_ONLY,
        struct.pack("<I", LEVEL.size) + LEVEL.pack(3, 0, 0) + GROUND_ONLY + GROUND_ONLY,
        struct.pack("<I", LEVEL.size - 1) + LEVEL.pack(1, 2, 0) + GROUND_ONLY + GROUND_ONLY,
    ],
)
def test_links_that_lead_nowhere_are_not(tmp_path: Path, links: bytes) -> None:
    assert not links_are_whole(save(tmp_path, links))


def test_a_layout_that_is_not_known_is_not_judged(tmp_path: Path) -> None:
    assert links_are_whole(save(tmp_path, b"anything", version=2))
    assert links_are_whole(tmp_path / "nowhere")
