"""Lines that state when a page was published or updated."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from retrieval.readers.fields import parse_date

MAX_STAMP_CHARACTERS = 120

_LABEL = re.compile(
    r"^(?P<label>(?:last |first |originally )?"
    r"(?:updated|modified|revised|edited|published|posted|publicado|actualizado|发布时间|更新时间))"
    r"(?:\s+(?:on|at|el|date))?\s*[:：–—-]?\s*(?P<rest>.{4,})$",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WRITTEN = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\.?,?\s+\d{4}"
    r"|[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})\b"
)
_AFTER = re.compile(
    r"^[\s,|@•·()–—-]*(?:at\s+)?(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?\s*"
    r"(?:[ap]\.?m\.?)?\s*(?:GMT|UTC|[A-Z]{2,4})?\s*(?:[+-]\d{1,2}:?\d{0,2})?\s*(?:none|null)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stamp line states."""

    published: date | None = None
    updated: date | None = None


def read_stamp(line: str) -> Stamp | None:
    """Return what a line states if it is nothing but a stamp, else None.

    A sentence that merely begins like one ("Updated rules took effect on 3 May 2024 …") is not.
    """
    if len(line) > MAX_STAMP_CHARACTERS:
        return None
    match = _LABEL.match(line)
    if match is None:
        return None
    rest = match["rest"]
    found = _ISO.search(rest) or _WRITTEN.search(rest)
    if found is None or not _only_date(rest, found):
        return None
    day: date | None = None
    with suppress(ValueError):
        day = parse_date(found.group())
    if day is None:
        return None
    label = match["label"].lower()
    if any(word in label for word in ("publi", "posted", "发布")):
        return Stamp(published=day)
    return Stamp(updated=day)


def _only_date(rest: str, found: re.Match[str]) -> bool:
    """Tell whether a weekday at most stands before a date and a time at most after it."""
    before = rest[: found.start()].split()
    return len(before) <= 2 and _AFTER.match(rest[found.end() :]) is not None
