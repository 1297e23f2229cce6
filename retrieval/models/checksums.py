"""Hashing model files once: a file that has not changed is not read again."""

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

_STAMPS = "verified.json"
_CHUNK = 1 << 20


def file_hash(path: Path, cache: Path) -> str:
    """Return the sha256 of a file, from the stamp in `cache` while size and time still match.

    Hashing 90 MB costs a quarter of a second of every cold start; a stamp costs nothing. A cache
    folder that cannot be written only makes this slower.
    """
    state = path.stat()
    key = str(path.resolve())
    mark = [state.st_size, state.st_mtime_ns]
    stamps = _read_stamps(cache)
    known = stamps.get(key)
    if isinstance(known, list) and known[:2] == mark and len(known) == 3:
        return str(known[2])
    digest = _hash(path)
    stamps[key] = [*mark, digest]
    _write_stamps(cache, stamps)
    return digest


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _read_stamps(cache: Path) -> dict[str, object]:
    try:
        stamps = json.loads((cache / _STAMPS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _write_stamps(cache: Path, stamps: dict[str, object]) -> None:
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=cache, prefix=".verified-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(stamps, file)
            Path(name).chmod(0o644)
            # Another process may be writing too: the last one wins, and both are right.
            Path(name).replace(cache / _STAMPS)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
