"""What people name as sources: the files of a path, a folder or a glob, and what is piped in."""

import glob
import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError


def find_files(
    sources: Iterable[str | Path], endings: frozenset[str]
) -> Iterator[Path | InputError]:
    """Yield existing files once each; a source that stands for nothing yields an `InputError`."""
    seen: set[Path] = set()
    for source in sources:
        for found in _found(str(source), endings):
            if isinstance(found, InputError):
                yield found
                continue
            path = found.resolve()
            if path not in seen:
                seen.add(path)
                yield path


def _found(source: str, endings: frozenset[str]) -> Iterator[Path | InputError]:
    path = Path(source).expanduser()
    if path.is_dir():
        yield from _in_folder(path, endings)
    elif path.exists():
        yield path
    elif glob.has_magic(source):
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - absolute patterns too
        for match in matches:
            yield from _found(match, endings)
        if not matches:
            yield InputError("no file matches this pattern", origin=source, away=True)
    else:
        yield InputError("no such file or folder", origin=source, away=True)


def unread_files(sources: Iterable[str | Path], endings: frozenset[str]) -> Iterator[Path]:
    """Yield the files in folders that no reader is there for, once each; hidden ones are none."""
    seen: set[Path] = set()
    for source in sources:
        folder = Path(source).expanduser()
        for path in _walked(folder.resolve()) if folder.is_dir() else ():
            if path.suffix.lower() not in endings and path not in seen:
                seen.add(path)
                yield path


def _in_folder(folder: Path, endings: frozenset[str]) -> Iterator[Path]:
    return (path for path in _walked(folder) if path.suffix.lower() in endings)


def _walked(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(parent) / name


ORIGIN = "standard input"

_HEAD = 4096
_DIGITS = 16

Reader = Callable[[Path], Iterator[RawPage | InputError]]


@dataclass(frozen=True, slots=True)
class StandardInput:
    """Whatever is piped into the process; it can be read once."""


def read_piped(
    readers: Mapping[str, Reader], stream: BinaryIO | None = None
) -> Iterator[RawPage | InputError]:
    """Yield the articles piped in; `readers` are those of files, by ending.

    The identity of an article without an address is made of the content, so that the same content
    is the same article whenever it comes. Nothing is held in memory whole but what its reader does.
    """
    with tempfile.TemporaryDirectory(prefix="footnote-") as folder:
        spooled = Path(folder) / "piped"
        with spooled.open("wb") as file:
            shutil.copyfileobj(stream or sys.stdin.buffer, file)
        ending = looks_like(spooled)
        path = spooled.rename(spooled.with_suffix(ending))
        identity = _digest(path)
        try:
            for number, found in enumerate(readers[ending](path), start=1):
                yield _as_piped(found, identity, number)
        except InputError as error:
            yield _as_piped(error, identity, 1)


def looks_like(path: Path) -> str:
    """Return the ending of the kind of file some content looks like; plain text when in doubt."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"%PDF-"):
        return ".pdf"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_archive(path)
    text = head.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n").lower()
    if text.startswith("{"):
        return ".jsonl"
    if text.startswith(("<!doctype html", "<html")):
        return ".html"
    if text.startswith(("<?xml", "<rss", "<feed", "<rdf")):
        return ".html" if "<html" in text else ".xml"
    return ".md" if text.startswith("---\n") else ".txt"


def _kind_of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            return ".epub" if "META-INF/container.xml" in archive.namelist() else ".docx"
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ".docx"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGITS]


def _as_piped(found: RawPage | InputError, identity: str, number: int) -> RawPage | InputError:
    """Return what a reader made of the spooled file, without the name of that file."""
    if isinstance(found, InputError):
        return InputError(found.reason, origin=ORIGIN, line=found.line)
    return replace(
        found,
        key=found.url or f"stdin:{identity}#{number}",
        origin=f"{ORIGIN}, article {number}",
        path=None,
    )
