"""Subtitles (SubRip and WebVTT): what is said, with the time it is said at."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.fields import name_in_words
from footnote.retrieval.readers.files import read_text

_TIMES = re.compile(
    r"\s*(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d\d):(?P<seconds>\d\d)[.,]\d{1,3}\s*-->\s*"
    r"(?:(?P<to_hours>\d{1,3}):)?(?P<to_minutes>\d\d):(?P<to_seconds>\d\d)[.,]\d{1,3}.*"
)
_SPEAKER = re.compile(r"<v(?:\.[\w.]+)?\s+([^<>]{1,80})>")
_MARKUP = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,80}\}")
_LANGUAGE = re.compile(r"\.[a-z]{2,3}(?:-\w{2,4})?$")
_ENDED = (".", "!", "?", "…", "。", "！", "？", "”", '"')
_PAUSE_S = 4
_LONG_ENOUGH, _TOO_LONG = 240, 700
"""Characters after which a paragraph ends at the next sentence, and after which it ends anyhow."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words shown together; times in whole seconds, `line` where they stand in the file."""

    start: int
    end: int
    speaker: str
    words: str
    line: int


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page; each paragraph begins with its time, and its speaker if told."""
    origin = str(path)
    writer = BlockWriter()
    said: list[_Cue] = []
    for cue in _cues(read_text(path)):
        if said and _ends_before(said, cue):
            _write(said, writer)
            said = []
        said.append(cue)
    if said:
        _write(said, writer)
    if writer.empty:
        raise InputError("has no subtitles", origin=origin)
    text, blocks, places = writer.page("line")
    yield RawPage(
        key=str(path.absolute()),
        origin=origin,
        text=text,
        blocks=blocks,
        scraped=False,
        path=origin,
        title=name_in_words(path.with_name(_LANGUAGE.sub("", path.stem) + path.suffix)),
        places=places,
    )


def _cues(text: str) -> Iterator[_Cue]:
    """Yield what is shown; what a cue repeats of the one before it, as live captions do, once."""
    lines = text.split("\n")
    shown: list[str] = []
    for place, line in enumerate(lines):
        times = _TIMES.fullmatch(line)
        if times is None:
            continue
        end = place + 1
        while end < len(lines) and lines[end].strip() and not _TIMES.fullmatch(lines[end]):
            end += 1
        speaker = _SPEAKER.search(" ".join(lines[place + 1 : end]))
        words = [_plain(words) for words in lines[place + 1 : end]]
        fresh = [one for one in words if one and one not in shown]
        shown = [one for one in words if one] or shown
        if fresh:
            yield _Cue(
                _seconds(times["hours"], times["minutes"], times["seconds"]),
                _seconds(times["to_hours"], times["to_minutes"], times["to_seconds"]),
                _plain(speaker[1]) if speaker else "",
                " ".join(fresh),
                place + 1,
            )


def _ends_before(said: list[_Cue], cue: _Cue) -> bool:
    last = said[-1]
    length = sum(len(one.words) for one in said)
    ended = last.words.endswith(_ENDED)
    return (
        cue.speaker != last.speaker
        or (ended and cue.start - last.end >= _PAUSE_S)
        or length >= (_LONG_ENOUGH if ended else _TOO_LONG)
    )


def _write(said: list[_Cue], writer: BlockWriter) -> None:
    time = clock(said[0].start)
    speaker = said[0].speaker
    words = " ".join(one.words for one in said)
    head = f"{speaker} ({time}):" if speaker else f"({time})"
    writer.add("paragraph", f"{head} {words}", place=said[0].line)


def clock(seconds: int) -> str:
    """Return a time since the beginning as players show it: "4:05", "1:02:03"."""
    minutes, left = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def _seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)


def _plain(words: str) -> str:
    return " ".join(html.unescape(_MARKUP.sub("", words)).split())
