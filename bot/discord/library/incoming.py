"""Attachments on their way into a library."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import discord

from bot.discord.context import BotContext
from retrieval.errors import InputError
from retrieval.readers import READERS

_UNSAFE = re.compile(r"[^\w.\-]+")
_MEGABYTE = 1024 * 1024


@asynccontextmanager
async def saved(
    attachments: Sequence[discord.Attachment], context: BotContext, library: str
) -> AsyncIterator[tuple[list[Path], list[str]]]:
    """Save attachments for as long as the library reads them.

    Yields the files and, for those not taken, name and reason. The same name is the same article:
    sending a file again replaces what it said before, so of two sent at once the second is refused.
    """
    files: list[Path] = []
    refused: list[str] = []
    async with context.inbox_turn:
        try:
            for attachment in attachments:
                try:
                    files.append(await _save(attachment, context, library, files))
                except InputError as error:
                    refused.append(str(error))
            yield files, refused
        finally:
            for path in files:
                path.unlink(missing_ok=True)


async def _save(
    attachment: discord.Attachment, context: BotContext, library: str, taken: Sequence[Path]
) -> Path:
    """Save one attachment; raises `InputError` for what must not or cannot be taken."""
    name = safe_name(attachment.filename)
    if Path(name).suffix.lower() not in READERS:
        known = ", ".join(sorted(READERS))
        reason = f"no reader for this kind of file; known are {known}"
        raise InputError(reason, origin=attachment.filename)
    limit = context.settings.attachment_max_mb
    if attachment.size > limit * _MEGABYTE:
        raise InputError(f"it is larger than {limit:g} MB", origin=attachment.filename)
    folder = context.inbox / library
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if path in taken:
        raise InputError(
            "another file sent with it has the same name; rename one", origin=attachment.filename
        )
    try:
        path.write_bytes(await attachment.read())
    except discord.HTTPException as error:
        raise InputError("Discord did not hand it over", origin=attachment.filename) from error
    return path


def safe_name(filename: str) -> str:
    """Return a file name that stays inside its folder."""
    name = _UNSAFE.sub("_", Path(filename.replace("\\", "/")).name).lstrip(".")
    return name[-120:] or "article.txt"
