"""A disk that is full, simulated by the system's own limit on the size of files."""

import subprocess
import sys
from pathlib import Path

import pytest

from footnote.retrieval.storage.health import check
from tests.support.shelf import make_article, open_shelf, shelve

pytestmark = pytest.mark.integration

# SIGXFSZ is ignored, so that a write beyond the limit fails as one on a full disk does.
WRITE = """
import resource, signal, sys
from pathlib import Path
from footnote.retrieval.errors import LibraryError
from tests.support.shelf import make_article, open_shelf, shelve
home, limit = Path(sys.argv[1]), int(sys.argv[2])
with open_shelf(home) as library:
    shelve(library, make_article("before", "ferry"))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for number in range(40):
            lines = "\\n".join(f"bridge {number} {line} " + "x" * 300 for line in range(60))
            shelve(library, make_article(f"n{number % 3}", lines))
    except LibraryError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.parametrize("kilobytes", [400, 1000])
def test_a_full_disk_is_one_sentence_and_costs_nothing_that_was_there(
    tmp_path: Path, kilobytes: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(tmp_path), str(kilobytes * 1000)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 1
    with open_shelf(tmp_path) as library:
        assert library.article("id-before") is not None
        for head in library.heads():
            article = library.article(head.id)
            assert article is not None
            shown = [passage.text for passage in library.passages(head.id)]
            assert shown == article.text.split("\n")
        shelve(library, make_article("after", "council"))
        assert check(library) == []
