"""What the containers run: Chroma's command and the healthchecks, as the files have them."""

import re
import socket
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
import yaml
from pydantic import SecretStr

from footnote.retrieval.options import CatalogOptions, RetrievalOptions, VectorOptions
from footnote.retrieval.storage.health import check as check_library
from tests.support.postgres import binaries, running_postgres
from tests.support.shelf import BRIDGE, FERRY, nearest, open_shelf, shelve

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
        return found


def check(code: str, port: int, written: int) -> int:
    """Run a healthcheck's program on another port and return its exit status."""
    assert f":{written}/" in code
    moved = code.replace(f":{written}/", f":{port}/")
    command = [sys.executable, "-c", moved]
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.parametrize("file", ["docker-compose.yml", "docker-compose.scale.yml"])
def test_chroma_is_started_and_found_healthy(file: str, tmp_path: Path, port: int) -> None:
    compose: dict[str, Any] = yaml.safe_load((ROOT / file).read_text())
    service = compose["services"]["chroma"]
    code = service["healthcheck"]["test"][-1]
    words = [*service["entrypoint"], *service["command"]]
    places = {"/chroma": str(tmp_path / "chroma"), "0.0.0.0": "127.0.0.1", "8000": str(port)}
    command = [places.get(word, word) for word in words]
    command[0] = str(Path(sys.executable).with_name(command[0]))
    assert check(code, port, 8000) != 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as chroma:
        try:
            healthy = False
            for _ in range(100):
                healthy = check(code, port, 8000) == 0
                if healthy:
                    break
                time.sleep(0.1)
            assert healthy
        finally:
            chroma.terminate()


class Health(BaseHTTPRequestHandler):
    """Answers as the bot's own endpoint does."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_the_bot_is_healthy_while_its_endpoint_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = re.search(
        r'^ +CMD \["python", "-c", "(.+)"\]$', (ROOT / "Dockerfile").read_text(), re.M
    )
    assert found is not None
    with HTTPServer(("127.0.0.1", 0), Health) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        assert check(found[1], server.server_port, 8080) == 0
        monkeypatch.setattr(Health, "status", 503)
        assert check(found[1], server.server_port, 8080) != 0
        server.shutdown()


def test_postgresql_is_prepared_for_an_account_that_may_do_little(tmp_path: Path) -> None:
    """The script of the image, run by the wheel's psql: both extensions, and who uses them."""
    password = tmp_path / "password"
    password.write_text("it's a secret\n")
    with running_postgres() as server:
        command = ["sh", str(ROOT / "deploy" / "postgres" / "account.sh")]
        environment = {
            "PATH": f"{binaries()}:/usr/bin:/bin",
            "PGHOST": str(server.folder),
            "PGPORT": str(server.port),
            "POSTGRES_USER": "postgres",
            "POSTGRES_DB": "postgres",
            "FOOTNOTE_PASSWORD_FILE": str(password),
        }
        subprocess.run(command, env=environment, check=True)
        with psycopg.connect(server.url) as database:
            query = "SELECT rolsuper, rolpassword IS NULL FROM pg_authid WHERE rolname = 'footnote'"
            assert database.execute(query).fetchall() == [(False, False)]
        url = server.url.replace("//postgres@", "//footnote@")
        options = RetrievalOptions(
            catalog=CatalogOptions(url=SecretStr(url)), vectors=VectorOptions(mode="postgres")
        )
        with open_shelf(tmp_path, options=options) as library:
            shelve(library, BRIDGE, FERRY)
            assert nearest(library, "ferry") == ["The ferry."]
            assert library.catalog.warnings() == []
            assert check_library(library) == []
