"""Broken files of Chroma: questions go on, doctor names what is wrong and mends it."""

import contextlib
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from footnote.retrieval.storage.chroma_files import crashed, mark_of_opening
from footnote.retrieval.storage.health import check, repair
from tests.support.shelf import make_article, open_shelf, shelve

pytestmark = pytest.mark.integration

ASK = """
import sys
from pathlib import Path
from tests.support.shelf import make_article, open_shelf, shelve
with open_shelf(Path(sys.argv[1]), create=False) as library:
    for words in ("ferry", "bridge", "ferry bridge"):
        assert len(library.nearest(library.embedder.embed_query(words), 5)) == 5
"""

SHELVE = """
import sys
from pathlib import Path
from tests.support.shelf import make_article, open_shelf, shelve
lines = "\\n".join("ferry " * (n % 40) + "bridge " * (n // 40) + "end" for n in range(1200))
with open_shelf(Path(sys.argv[1])) as library:
    shelve(library, make_article("long", lines))
"""


def ask(home: Path) -> int:
    """Ask in a process of its own, which broken files may take down, and return its status."""
    command = [sys.executable, "-c", ASK, str(home)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120).returncode


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, bytes]:
    """A library so large that Chroma has saved its index, as files."""
    home = tmp_path_factory.mktemp("whole")
    subprocess.run([sys.executable, "-c", SHELVE, str(home)], check=True, timeout=120)
    # A log that Chroma left behind at its end, as it sometimes does, would mend the damage.
    for database in home.rglob("*.sqlite3"):
        with contextlib.closing(sqlite3.connect(database)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {f.relative_to(home): f.read_bytes() for f in home.rglob("*") if f.is_file()}


def lay_out(files: dict[Path, bytes], home: Path) -> Path:
    for name, content in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    return home


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def scattered(content: bytes) -> bytes:
    chance, broken = random.Random(1), bytearray(content)
    for _ in range(len(broken) // 50):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("data_level0.bin", scattered),
        ("header.bin", halved),
        ("link_lists.bin", scattered),
        ("length.bin", halved),
        ("length.bin", scattered),
        ("chroma.sqlite3", halved),
    ],
)
def test_broken_files_of_chroma_cost_one_process_at_the_most(
    tmp_path: Path, whole: dict[Path, bytes], name: str, damage: Callable[[bytes], bytes]
) -> None:
    broken = {
        path: damage(content) if path.name == name else content for path, content in whole.items()
    }
    home = lay_out(broken, tmp_path)
    ask(home)
    assert ask(home) == 0
    with open_shelf(home, create=False) as library:
        assert [finding.kind for finding in check(library, thorough=True)] == ["vectors unusable"]
        repair(library, thorough=True)
        assert check(library, thorough=True) == []
    assert ask(home) == 0


def test_a_process_that_dies_while_opening_is_remembered_until_it_is_mended(
    tmp_path: Path, whole: dict[Path, bytes]
) -> None:
    home = lay_out(whole, tmp_path)
    chroma = home / "libraries" / "shelf" / "chroma"
    with mark_of_opening(chroma):
        assert not crashed(chroma)
        assert ask(home) == 0
    assert not crashed(chroma)
    script = (
        "import os\n"
        "from pathlib import Path\n"
        "from footnote.retrieval.storage.chroma_files import mark_of_opening\n"
        f"with mark_of_opening(Path({str(chroma)!r})):\n    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    assert crashed(chroma)
    with open_shelf(home) as library:
        shelve(library, make_article("later", "council council"))
        assert not crashed(chroma)
        assert check(library) == []
