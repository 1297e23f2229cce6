"""An OpenAI-compatible server on loopback that misbehaves as it is told."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler], None]


def chunk(text: str, *, finish: str | None = None, usage: bool = False) -> bytes:
    body: dict[str, Any] = {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [
            {
                "index": 0,
                "delta": {"role": "assistant", "content": text},
                "finish_reason": finish,
            }
        ],
    }
    if usage:
        body["choices"] = []
        body["usage"] = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050}
    return f"data: {json.dumps(body)}\n\n".encode()


def _open_stream(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()


def says(text: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        _open_stream(handler)
        for word in text.split(" "):
            handler.wfile.write(chunk(word + " "))
        handler.wfile.write(chunk("", finish="stop"))
        handler.wfile.write(chunk("", usage=True))
        handler.wfile.write(b"data: [DONE]\n\n")

    return reply


def status(code: int, *, headers: dict[str, str] | None = None) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        body = json.dumps({"error": {"message": "scripted", "code": code}}).encode()
        handler.send_response(code)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def half_a_stream(text: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        _open_stream(handler)
        handler.wfile.write(chunk(text))

    return reply


def garbage(handler: BaseHTTPRequestHandler) -> None:
    _open_stream(handler)
    handler.wfile.write(b"data: {\xff\xfe not json\n\ndata: }{\n\n")


def a_web_page(handler: BaseHTTPRequestHandler) -> None:
    body = b"<html><body>Welcome to nginx!</body></html>"
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def endless(handler: BaseHTTPRequestHandler) -> None:
    _open_stream(handler)
    for _ in range(200_000):
        handler.wfile.write(chunk("and on it went "))


def slow(seconds: float) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        says("Too late.")(handler)

    return reply


def dripping(seconds: float) -> Reply:
    """A piece at a time, each soon enough, the whole far too late."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        _open_stream(handler)
        for _ in range(1_000):
            handler.wfile.write(chunk("soon "))
            handler.wfile.flush()
            time.sleep(seconds)

    return reply


class ScriptedServer:
    """Gives the replies of a list in turn, the last one for ever; keeps the prompts it was sent."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.prompts: list[str] = []
        self.bodies: list[dict[str, Any]] = []

    @property
    def calls(self) -> int:
        return len(self.prompts)

    def take(self, prompt: str) -> Reply:
        self.prompts.append(prompt)
        return self.replies[min(self.calls, len(self.replies)) - 1]


@contextmanager
def scripted_server(script: ScriptedServer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.bodies.append(body)
            reply = script.take(body["messages"][-1]["content"])
            try:
                reply(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
