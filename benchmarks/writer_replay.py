"""A loopback chat server that records prompts, and replays the replies written for them.

    python -m benchmarks.writer_replay FOLDER        # serves until it is stopped

`FOLDER/prompts/KEY.json` keeps every prompt that was asked; `FOLDER/replies.jsonl` holds lines
`{"key": KEY, "reply": TEXT}`. A prompt without a reply is answered with `PENDING`, and is then to
be replied to by somebody who sees the prompt and nothing else. Keys leave out the fence codes,
which every process makes anew. Replies come a word at a time, at a pace of tokens a second if one
is given; a token is four characters.
"""

import argparse
import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

PENDING = '{"answers": "no", "missing": "This prompt has no reply yet."}'
_FENCE = re.compile(r"\b[0-9a-f]{8}\b(?= (?:passage|end|data|conversation|and)|\W)")
_WORDS = re.compile(r"\S+\s*|\s+")


def key_of(messages: Sequence[dict[str, Any]]) -> str:
    """Return the name of a prompt, whatever its fence codes."""
    text = "\n".join(f"{message['role']}: {message['content']}" for message in messages)
    return hashlib.sha256(_FENCE.sub("CODE", text).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Pace:
    """Tokens a second that a model reads and writes; None is as fast as it goes."""

    reads: float | None = None
    writes: float | None = None


class Speaker(Protocol):
    """Replies to messages, at its pace."""

    pace: Pace

    def to(self, messages: Sequence[dict[str, Any]]) -> str:
        """Return the reply."""
        ...


class Replies:
    """Stored replies by key, read again whenever the file has changed; keeps what was asked."""

    def __init__(self, folder: Path, pace: Pace = Pace()) -> None:
        self.folder = folder
        self.pace = pace
        self.pending: list[str] = []
        self._lock = threading.Lock()
        (folder / "prompts").mkdir(parents=True, exist_ok=True)

    def to(self, messages: Sequence[dict[str, Any]]) -> str:
        """Return the reply to a prompt, and keep the prompt where it has none."""
        key = key_of(messages)
        with self._lock:
            stored = self._stored()
            if key not in stored:
                self.pending.append(key)
                path = self.folder / "prompts" / f"{key}.json"
                path.write_text(json.dumps(messages, ensure_ascii=False, indent=1), "utf-8")
        return stored.get(key, PENDING)

    def _stored(self) -> dict[str, str]:
        path = self.folder / "replies.jsonl"
        if not path.exists():
            return {}
        lines = path.read_text(encoding="utf-8").split("\n")
        return {item["key"]: item["reply"] for item in map(json.loads, filter(None, lines))}


def _handler(speaker: Speaker) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            due = time.monotonic()
            text = speaker.to(body["messages"])
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for chunk, took in pieces_of(body["messages"], text, speaker.pace):
                due += took
                time.sleep(max(due - time.monotonic(), 0.0))
                try:
                    self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
                    self.wfile.flush()
                except (BrokenPipeError, ConnectionResetError):
                    return

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def pieces_of(
    messages: Sequence[dict[str, Any]], text: str, pace: Pace
) -> Iterator[tuple[dict[str, Any], float]]:
    """Yield what a stream is made of, and the seconds each piece takes."""
    read = sum(len(str(message["content"])) for message in messages) // 4
    wrote = max(len(text) // 4, 1)
    usage = {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}
    base = {"id": "replay", "object": "chat.completion.chunk", "created": 1, "model": "replay"}
    waits = read / pace.reads if pace.reads else 0.0
    for piece in _WORDS.findall(text):
        delta = {"role": "assistant", "content": piece}
        takes = len(piece) / 4 / pace.writes if pace.writes else 0.0
        yield (
            base | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
            waits + takes,
        )
        waits = 0.0
    yield base | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}, 0.0
    yield base | {"choices": [], "usage": usage}, 0.0


@contextmanager
def serving(speaker: Speaker) -> Iterator[str]:
    """Yield the base URL of a running server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(speaker))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    with serving(Replies(arguments.folder)) as url:
        print(url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
