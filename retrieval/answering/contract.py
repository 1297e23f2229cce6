"""What a writer hands back: whether the passages answer, and claims with their evidence.

Lines of JSON, one object a claim; one object with all of them, as providers of structured output
give; or sentences with markers, where a model writes no JSON at all.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from footnote.retrieval.text.untrusted import visible
from footnote.retrieval.verification import Claim, DraftSentence, DraftSplitter, Evidence

Answers = Literal["yes", "partly", "no"]

MOST_CLAIMS = 40
"""Claims looked at in one reply; a model that writes on is not listened to."""

MOST_SENTENCES = 12
"""Sentences with markers looked at in one reply."""

SCHEMA: Mapping[str, Any] = {
    "title": "answer",
    "type": "object",
    "additionalProperties": False,
    "required": ["answers", "missing", "claims"],
    "properties": {
        "answers": {"type": "string", "enum": ["yes", "partly", "no"]},
        "missing": {"type": ["string", "null"]},
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "evidence", "together"],
                "properties": {
                    "text": {"type": "string"},
                    "together": {"type": ["string", "null"]},
                    "evidence": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["passage", "quote"],
                            "properties": {
                                "passage": {"type": "integer"},
                                "quote": {"type": "string"},
                            },
                        },
                    },
                },
            },
        },
    },
}
"""The same contract as one object, for providers that hold a model to a schema."""

_OWN_LINE = re.compile(r"\s*(?:[-*•]\s|\d{1,2}[.)]\s|\||```)")
_NUMBER = re.compile(r"\d+")
_OBJECT = re.compile(r"\{\s*\"")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A claim written anew, by its number in the answer; None where it is dropped."""

    number: int
    claim: Claim | None


@dataclass
class ReplyReader:
    """Takes a reply piece by piece and gives out each claim once it is complete.

    `answers` is None until the reply has said so, and stays so for sentences with markers.
    """

    answers: Answers | None = None
    missing: str | None = None
    _objects: "ObjectScanner" = field(default_factory=lambda: ObjectScanner())  # noqa: PLW0108
    _given: int = 0

    def feed(self, piece: str) -> list[Claim]:
        """Return the claims that this piece has completed."""
        return self._taken(self._objects.feed(piece))

    def finish(self) -> list[Claim]:
        """Return what is left: claims a broken end still holds, or sentences with markers."""
        if not self._objects.found and not _OBJECT.search(self._objects.text):
            sentences = SentenceReader()
            return [*sentences.feed(self._objects.text), *sentences.finish()]
        claims = self._taken(self._objects.rest())
        if self._objects.broken:
            claims.append(Claim(self._objects.broken[:80].strip(), whole=False))
        return claims

    def _taken(self, found: list[Mapping[str, Any]]) -> list[Claim]:
        claims: list[Claim] = []
        for item in found:
            self._take_opening(item)
            listed = item.get("claims")
            for each in listed if isinstance(listed, list) else [item]:
                claim = claim_of(each)
                if claim is not None:
                    claims.append(claim)
        room = MOST_CLAIMS - self._given
        self._given += len(claims)
        return claims[: max(room, 0)]

    @property
    def full(self) -> bool:
        """Whether no more claims are taken."""
        return self._given >= MOST_CLAIMS

    def _take_opening(self, item: Mapping[str, Any]) -> None:
        said = str(item.get("answers", "")).strip().lower()
        if self.answers is None and said in {"yes", "partly", "no"}:
            self.answers = said  # type: ignore[assignment]
            missing = item.get("missing")
            self.missing = " ".join(missing.split()) if isinstance(missing, str) else None


def repaired_claims(reply: str) -> Iterator[Repaired]:
    """Yield the claims of a repair, each with its number."""
    scanner = ObjectScanner()
    for item in [*scanner.feed(reply), *scanner.rest()]:
        number = _whole_number(item.get("claim"))
        if number is not None:
            yield Repaired(number, None if item.get("drop") else claim_of(item))


def claim_of(item: object) -> Claim | None:
    """Return the claim a JSON object holds, or None where it is none."""
    if not isinstance(item, Mapping) or not isinstance(item.get("text"), str):
        return None
    text = visible(item["text"]).strip()
    if not text:
        return None
    own_line = _OWN_LINE.match(text) is not None
    listed = item.get("evidence")
    evidence = tuple(_evidence(listed if isinstance(listed, list) else [listed]))
    together = item.get("together")
    return Claim(
        text if own_line else " ".join(text.split()),
        evidence,
        together=str(together).strip() if isinstance(together, str | int) else "",
        own_line=own_line,
    )


def _evidence(listed: list[Any]) -> Iterator[Evidence]:
    for each in listed:
        if isinstance(each, Mapping) and isinstance(each.get("quote"), str):
            number = _whole_number(each.get("passage"))
            if number is not None and each["quote"].strip():
                yield Evidence(number, visible(each["quote"]))


def _whole_number(value: object) -> int | None:
    if isinstance(value, int):
        return value
    match = _NUMBER.search(value) if isinstance(value, str) else None
    return int(match.group()) if match else None


class SentenceReader:
    """Takes sentences with markers piece by piece, each as a claim that names passages alone."""

    answers: Answers | None = None
    missing: str | None = None

    def __init__(self) -> None:
        self._splitter = DraftSplitter()
        self._given = 0

    def feed(self, piece: str) -> list[Claim]:
        """Return the sentences that this piece has completed."""
        return self._claims(self._splitter.feed(piece))

    def finish(self) -> list[Claim]:
        """Return what is left."""
        return self._claims(self._splitter.finish())

    @property
    def full(self) -> bool:
        """Whether no more sentences are taken."""
        return self._given >= MOST_SENTENCES

    def _claims(self, sentences: list[DraftSentence]) -> list[Claim]:
        self._given += len(sentences)
        return [
            Claim(each.text, tuple(map(Evidence, each.markers)), whole=each.whole)
            for each in sentences
            if each.text
        ]


class ObjectScanner:
    """Finds whole JSON objects in a text that is still being written, whatever stands around."""

    def __init__(self) -> None:
        self.text = ""
        self.found = 0
        self._at = 0
        self._start = -1
        self._depth = 0
        self._quoted = False
        self._escaped = False

    @property
    def broken(self) -> str:
        """The claim a reply broke off in, or nothing."""
        return self.text[self._start :] if self._start >= 0 else ""

    def feed(self, piece: str) -> list[Mapping[str, Any]]:
        """Return the objects that this piece has completed."""
        self.text += piece
        found: list[Mapping[str, Any]] = []
        while self._at < len(self.text):
            if self._ends_object(self.text[self._at]):
                item = _loaded(self.text[self._start : self._at + 1])
                found += [] if item is None else [item]
                self._start = -1
            self._at += 1
        self.found += len(found)
        return found

    def rest(self) -> list[Mapping[str, Any]]:
        """Return the whole objects inside one that broke off: the claims of a list."""
        if self._start < 0 or '"claims"' not in self.text[self._start :]:
            return []
        begin = self.text.index("[", self.text.index('"claims"', self._start))
        opening = _loaded(self.text[self._start : begin].rstrip().removesuffix('"claims":') + "}")
        inner = ObjectScanner()
        found = inner.feed(self.text[begin:])
        self._start = begin + inner._start if inner._start >= 0 else -1
        self.found += len(found)
        return [*([opening] if opening else []), *found]

    def _ends_object(self, sign: str) -> bool:
        if self._start < 0:
            if sign == "{":
                self._start, self._depth = self._at, 1
            return False
        if self._escaped:
            self._escaped = False
        elif self._quoted:
            self._escaped = sign == "\\"
            self._quoted = sign != '"'
        elif sign == '"':
            self._quoted = True
        elif sign in "{}":
            self._depth += 1 if sign == "{" else -1
            return self._depth == 0
        return False


def _loaded(text: str) -> Mapping[str, Any] | None:
    for attempt in (text, re.sub(r",\s*}\Z", "}", text)):
        try:
            item = json.loads(attempt, strict=False)
        except ValueError:
            continue
        return item if isinstance(item, Mapping) else None
    return None
