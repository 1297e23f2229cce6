"""`chroma run` on loopback, and a door before it that asks for a token and can stall."""

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


@dataclass
class Server:
    """`chroma run` on loopback, which can be stopped and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        command: list[str | Path] = [chroma, "run", "--path", self.folder, "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        pytest.fail("the Chroma server did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(folder, port)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@dataclass
class Door:
    """What a reverse proxy does for Chroma, which has no authentication of its own."""

    behind: int
    token: str
    port: int = 0
    stalled: threading.Event = field(default_factory=threading.Event)
    most_records: int = 0
    refused: int = 0
    passed: int = 0

    def admits(self, headers: Any) -> bool:
        shown = (headers.get("Authorization"), headers.get("X-Chroma-Token"))
        if shown == (f"Bearer {self.token}", self.token):
            return True
        self.refused += 1
        return False

    def count(self, body: bytes) -> None:
        if body.startswith(b"{"):
            self.most_records = max(self.most_records, len(json.loads(body).get("ids") or ()))


@contextmanager
def token_door(behind: int, token: str) -> Iterator[Door]:
    door = Door(behind, token)

    class Porter(BaseHTTPRequestHandler):
        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            while door.stalled.is_set():
                time.sleep(0.05)
            if not door.admits(self.headers):
                self.answer(
                    401, {"Content-Type": "text/html"}, b"<h1>401 Authorization required</h1>"
                )
                return
            door.count(body)
            door.passed += 1
            inner = http.client.HTTPConnection("127.0.0.1", door.behind, timeout=30)
            kept = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            try:
                inner.request(self.command, self.path, body or None, kept)
                reply = inner.getresponse()
                self.answer(reply.status, dict(reply.getheaders()), reply.read())
            except BrokenPipeError:  # the client has given up waiting
                self.close_connection = True
            except OSError:
                self.answer(502, {"Content-Type": "text/html"}, b"<h1>502 Bad Gateway</h1>")
            finally:
                inner.close()

        def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = pass_on  # noqa: N815 - the base class's names

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Porter) as listener:
        listener.daemon_threads = True
        door.port = listener.server_port
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield door
        finally:
            door.stalled.clear()
            listener.shutdown()
