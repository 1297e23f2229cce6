"""Attachments on their way into a library."""

import asyncio
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import discord

from footnote.retrieval.errors import InputError
from footnote.retrieval.readers import READERS

_UNSAFE = re.compile(r"[^\w.\-]+")
_MEGABYTE = 1024 * 1024
_LONGEST_NAME_BYTES = 160


async def saved(
    attachments: Sequence[discord.Attachment], folder: Path, limit_mb: float
) -> tuple[list[Path], list[str]]:
    """Save attachments into a folder; returns the files and, for those not taken, name and reason.

    The same name is the same article: sending a file again replaces what it said before, so of two
    sent at once the second is refused.
    """
    files: list[Path] = []
    refused: list[str] = []
    for attachment in attachments:
        try:
            files.append(await _save(attachment, folder, limit_mb, files))
        except InputError as error:
            refused.append(str(error))
    return files, refused


async def _save(
    attachment: discord.Attachment, folder: Path, limit_mb: float, taken: Sequence[Path]
) -> Path:
    """Save one attachment; raises `InputError` for what must not or cannot be taken."""
    shown = name_of(attachment)
    name = safe_name(shown)
    if Path(name).suffix.lower() not in READERS:
        known = ", ".join(sorted(READERS))
        raise InputError(f"no reader for this kind of file; known are {known}", origin=shown)
    if attachment.size > limit_mb * _MEGABYTE:
        raise InputError(f"it is larger than {limit_mb:g} MB", origin=shown)
    path = folder / name
    if path in taken:
        reason = "another file sent with it has the same name; rename one"
        raise InputError(reason, origin=shown)
    try:
        content = await attachment.read()
    except discord.HTTPException as error:
        raise InputError("Discord did not hand it over", origin=shown) from error
    await asyncio.to_thread(_write, path, content)
    return path


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)


def name_of(attachment: discord.Attachment) -> str:
    """Return a file's name as its owner knows it.

    Discord reduces names to ASCII, in which two different ones may be the same; the title keeps
    the original without its ending.
    """
    if not attachment.title:
        return attachment.filename
    ending = Path(attachment.filename).suffix
    title = attachment.title
    return title if title.lower().endswith(ending.lower()) and ending else title + ending


def safe_name(filename: str) -> str:
    """Return a file name that stays inside its folder and within what file systems take."""
    name = _UNSAFE.sub("_", Path(filename.replace("\\", "/")).name).lstrip(".")
    stem, ending = Path(name).stem, Path(name).suffix
    while len((stem + ending).encode()) > _LONGEST_NAME_BYTES:
        stem = stem[:-1] if stem else ""
        if not stem:
            ending = ending[:8]
            break
    return stem + ending or "article.txt"


def placed(files: Sequence[Path], folder: Path) -> list[Path]:
    """Move files to where the library knows them by name; some may have been moved before."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in files:
        if file.is_file():
            shutil.move(file, folder / file.name)
    return [path for file in files if (path := folder / file.name).is_file()]
