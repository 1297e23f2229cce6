"""A provider's own citations, as Anthropic gives them, made into claims with evidence."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

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
