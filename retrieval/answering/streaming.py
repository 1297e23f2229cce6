"""A language model's stream, with limits that hold, native citations, no thinking aloud."""

import json
import queue
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from footnote.prompts import SourceDocument

_OPENING = re.compile(r"\s*ANSWERS:\s*(yes|partly|no)\b[\s.:–-]*(.*)", re.IGNORECASE)
_ENDS = re.compile(r"(?:[.!?…。！？:：][\"”’»)\]*_`]*\s*|\n\s*)\Z")


def document_blocks(documents: Sequence[SourceDocument]) -> list[dict[str, Any]]:
    """Return documents as content blocks whose words can be cited."""
    return [
        {
            "type": "document",
            "source": {"type": "text", "media_type": "text/plain", "data": document.text},
            "title": document.title,
            "context": document.about,
            "citations": {"enabled": True},
        }
        for document in documents
    ]


class CitedReply:
    """Takes the blocks of a cited reply, and returns the same as lines of JSON claims.

    Text is cut where a sentence or a line ends; a claim's evidence is all that was cited within.
    """

    def __init__(self) -> None:
        self._text = ""
        self._evidence: list[dict[str, Any]] = []
        self._opened = False
        self._block: object = None

    def take(self, content: object) -> str:
        """Return the lines that the blocks of one chunk have completed."""
        lines = ""
        blocks = [{"text": content}] if isinstance(content, str) else content
        for block in blocks if isinstance(blocks, list) else ():
            if not isinstance(block, Mapping) or block.get("type", "text") != "text":
                continue
            if block.get("index") != self._block:
                self._block = block.get("index")
                lines += self._claim() if _ENDS.search(self._text) else ""
            self._text += str(block.get("text") or "")
            self._evidence += [_evidence(each) for each in block.get("citations") or ()]
        return lines

    def finish(self) -> str:
        """Return what is left."""
        return self._claim()

    def _claim(self) -> str:
        """Return what was said so far as a claim, and before the first one whether it answers."""
        lines = "" if self._opened else self._opening()
        text, evidence = self._text.strip(), self._evidence
        self._text, self._evidence = "", []
        if not any(character.isalnum() for character in text):
            return lines
        claim = {"text": text, "evidence": evidence}
        return lines + json.dumps(claim, ensure_ascii=False) + "\n"

    def _opening(self) -> str:
        line, _, rest = self._text.lstrip().partition("\n")
        self._opened = bool(line.strip())
        found = _OPENING.match(line)
        if found is None:
            return ""
        self._text = rest
        said = {"answers": found[1].lower(), "missing": found[2].strip() or None}
        return json.dumps(said, ensure_ascii=False) + "\n"


def _evidence(citation: Mapping[str, Any]) -> dict[str, Any]:
    number = citation.get("document_index")
    passage = number + 1 if isinstance(number, int) else 0
    return {"passage": passage, "quote": str(citation.get("cited_text") or "")}


Item = TypeVar("Item")


class TooSlow(Exception):
    """A limit has passed; `limit_s` is the one."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        super().__init__(f"nothing within {limit_s:g} s")


class _End:
    """Ends the queue, with the error that ended the stream, if any."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class BoundedStream(Generic[Item]):
    """Iterate over `open_stream()` in a thread of its own, within time limits.

    `total_s` bounds the whole, `gap_s` the wait for each item. When a limit passes, or the consumer
    leaves, the thread is told to stop at its next item; a call that hangs keeps it no longer than
    the connection's own time limit, and it never keeps the process alive.
    """

    def __init__(
        self, open_stream: Callable[[], Iterable[Item]], *, total_s: float, gap_s: float
    ) -> None:
        self._open = open_stream
        self._total_s = total_s
        self._gap_s = gap_s
        self._items: queue.Queue[Item | _End] = queue.Queue(maxsize=256)
        self._stopped = threading.Event()

    def __iter__(self) -> Iterator[Item]:
        deadline = time.monotonic() + self._total_s
        threading.Thread(target=self._pump, name="footnote-model", daemon=True).start()
        try:
            while True:
                item = self._next(deadline)
                if isinstance(item, _End):
                    if item.error is not None:
                        raise item.error
                    return
                yield item
        finally:
            self._stopped.set()

    def _next(self, deadline: float) -> Item | _End:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TooSlow(self._total_s)
        try:
            return self._items.get(timeout=min(left, self._gap_s))
        except queue.Empty:
            limit = self._gap_s if self._gap_s < left else self._total_s
            raise TooSlow(limit) from None

    def _pump(self) -> None:
        ended: BaseException | None = None
        try:
            for item in self._open():
                if not self._put(item):
                    return
        except BaseException as error:  # noqa: BLE001 - handed over and raised in the consumer
            ended = error
        self._put(_End(ended))

    def _put(self, item: Item | _End) -> bool:
        while not self._stopped.is_set():
            try:
                self._items.put(item, timeout=0.5)
            except queue.Full:
                continue
            return True
        return False


_THOUGHT_BEGINS, _THOUGHT_ENDS = "<think>", "</think>"
"""The tags open models write around what they think, where their server does not take it out."""


class ThoughtFilter:
    """Passes a reply on piece by piece, without what stands between the tags."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False

    def feed(self, piece: str) -> str:
        """Return what of the reply is known to be said aloud by now."""
        self._held += piece
        said = ""
        while True:
            tag = _THOUGHT_ENDS if self._thinking else _THOUGHT_BEGINS
            before, found, after = self._held.partition(tag)
            if not found:
                kept = _beginning_of(tag, self._held)
                said += "" if self._thinking else self._held[: len(self._held) - kept]
                self._held = self._held[len(self._held) - kept :]
                return said
            said += "" if self._thinking else before
            self._held = after
            self._thinking = not self._thinking

    def finish(self) -> str:
        """Return what was held back because it might have become a tag."""
        held, self._held = self._held, ""
        return "" if self._thinking else held


def _beginning_of(tag: str, text: str) -> int:
    """Return how many characters at the end of a text may be the beginning of a tag."""
    return next((size for size in range(len(tag) - 1, 0, -1) if text.endswith(tag[:size])), 0)
