"""Which files a path, a folder or a glob stands for."""

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

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
            yield InputError("no file matches this pattern", origin=source)
    else:
        yield InputError("no such file or folder", origin=source)


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
