"""Temporary copies inside a library's folder, and removing those of a process that was killed."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".copy-"


@contextmanager
def temporary_folder(library: Path) -> Iterator[Path]:
    """Make a folder beside the catalog and remove it after; the caller holds the write lock."""
    remove_leftovers(library)
    with tempfile.TemporaryDirectory(dir=library, prefix=_PREFIX) as folder:
        yield Path(folder)


def remove_leftovers(library: Path) -> None:
    """Remove copies that were left behind: they may hold what has been deleted since.

    The caller holds the write lock, so that nobody is at work on one.
    """
    for folder in library.glob(f"{_PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)
