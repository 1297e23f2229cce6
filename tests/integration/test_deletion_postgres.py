"""What is deleted leaves PostgreSQL's own files by the lines that the manual gives for it."""

import re
import subprocess
from pathlib import Path

import pytest
from pydantic import SecretStr

from footnote.retrieval.options import CatalogOptions, RetrievalOptions, VectorOptions
from footnote.retrieval.storage.health import check
from tests.support.postgres import Postgres, binaries
from tests.support.shelf import BRIDGE, FERRY, make_article, nearest, open_shelf, shelve

pytestmark = pytest.mark.integration

MANUAL = Path(__file__).parents[2] / "docs" / "operate" / "many-machines.md"
SECRET = make_article("secret", "Zanzibarium opens.\nOf the ferry.", title="Quuxville")
WORDS = ("Zanzibarium", "zanzibarium", "Quuxville", "quuxvill")
"""As it was written, and as the index of words has it."""


def psql(server: Postgres, lines: str) -> None:
    command = [binaries() / "psql", server.url, "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    subprocess.run(command, input=lines, text=True, check=True, stdout=subprocess.DEVNULL)


def left(server: Postgres) -> set[str]:
    """Name the words that the files of tables and indexes hold."""
    files = [path for path in (server.folder / "data" / "base").rglob("*") if path.is_file()]
    return {word for word in WORDS if any(word.encode() in file.read_bytes() for file in files)}


def test_the_lines_of_the_manual_take_it_out_of_tables_and_indexes(
    tmp_path: Path, postgres: Postgres
) -> None:
    (lines,) = re.findall(r"```sql\n(.*?)```", MANUAL.read_text(), re.DOTALL)
    options = RetrievalOptions(
        catalog=CatalogOptions(url=SecretStr(postgres.url)), vectors=VectorOptions(mode="postgres")
    )
    with open_shelf(tmp_path, options=options) as library:
        shelve(library, BRIDGE, SECRET)
        library.forget([SECRET.head.id])
        psql(postgres, "CHECKPOINT;")
        assert left(postgres) >= {"Zanzibarium", "Quuxville"}, "dead rows stay for a while"
        psql(postgres, lines.replace("footnote_default", "footnote_shelf"))
        assert left(postgres) == set()
        shelve(library, FERRY)
        assert nearest(library, "ferry") == ["The ferry."]
        assert check(library) == []
