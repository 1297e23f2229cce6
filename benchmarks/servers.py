"""Where benchmarks keep libraries: below a folder, or on servers started for them."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from benchmarks.filling import open_library
from footnote.retrieval.options import CatalogOptions, RetrievalOptions, VectorOptions
from footnote.retrieval.storage.library import Library
from tests.support.chroma_server import running_server
from tests.support.postgres import running_postgres


@dataclass(frozen=True, slots=True)
class Place:
    """Where libraries are: below `work` alone, or with a PostgreSQL, and a Chroma server at `port`.

    `disk` is the folder of Chroma's own files; without a port vectors are in PostgreSQL.
    """

    work: Path
    url: str | None = None
    port: int = 0
    disk: Path | None = None

    @property
    def options(self) -> RetrievalOptions:
        """The settings that lead there."""
        if self.url is None:
            return RetrievalOptions()
        vectors = VectorOptions(mode="postgres")
        if self.port:
            vectors = VectorOptions(mode="server", port=self.port)
        catalog = CatalogOptions(url=SecretStr(self.url), timeout_s=60)
        return RetrievalOptions(catalog=catalog, vectors=vectors)

    def open(self, name: str) -> Library:
        """Open the library of a name, making it where it is missing."""
        return open_library(self.work, name, self.options)


@contextmanager
def on_servers(work: Path, vectors: Literal["server", "postgres"] = "server") -> Iterator[Place]:
    """Give a place on servers of its own, which end with the block and take their files along."""
    with ExitStack() as stack:
        postgres = stack.enter_context(running_postgres())
        if vectors == "postgres":
            yield Place(work, postgres.url)
            return
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chroma-")))
        chroma = stack.enter_context(running_server(folder))
        yield Place(work, postgres.url, chroma.port, folder)
