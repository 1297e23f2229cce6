"""A web server on loopback and a resolver that knows only what it is told."""

import http.server
import ipaddress
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from footnote.retrieval.fetching import Allowance, Fetcher, FetchLimits

PAGE = b"<html><title>Bridge</title><p>The Marsh Bridge was opened in May 1931.</p></html>"


@dataclass
class Names:
    """A resolver that knows only what it is told; each call takes the next answer of a name."""

    known: dict[str, list[list[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host not in self.known:
            try:
                return [str(ipaddress.ip_address(host))]
            except ValueError:
                raise socket.gaierror("no such host") from None
        answers = self.known[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]


Handler = Callable[[http.server.BaseHTTPRequestHandler], None]


class Site:
    """A web server on loopback whose pages are functions."""

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.requested: list[str] = []
        site = self

        class Serve(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requested.append(self.path)
                page = site.pages.get(self.path)
                if page is None:
                    self.send_error(404)
                    return
                with suppress(OSError):
                    page(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Serve)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def fetcher(self, names: Names | None = None, **limits: object) -> Fetcher:
        names = names or Names({"site.example": [["127.0.0.1"]]})
        return Fetcher(FetchLimits(**limits), names, allowance=allowance(self))  # type: ignore[arg-type]

    def url(self, path: str = "/") -> str:
        return f"http://site.example:{self.port}{path}"


def allowance(site: Site) -> Allowance:
    """Return what lets a fetcher through to the site."""
    return Allowance(frozenset({("127.0.0.1", site.port)}))


def page(body: bytes = PAGE, kind: str = "text/html; charset=utf-8", **headers: str) -> Handler:
    def send(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", kind)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return send
