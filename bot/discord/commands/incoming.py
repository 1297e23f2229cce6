"""Attachments on their way into a library."""

import re
from pathlib import Path

import discord

from bot.discord.context import BotContext
from retrieval.errors import InputError

_UNSAFE = re.compile(r"[^\w.\-]+")


async def save_attachment(
    attachment: discord.Attachment, context: BotContext, library: str
) -> Path:
    """Save an attachment where the library reads it; the same name replaces what was there."""
    limit = context.settings.attachment_max_mb
    if attachment.size > limit * 1024 * 1024:
        raise InputError(f"it is larger than {limit:g} MB", origin=attachment.filename)
    folder = context.inbox / library
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / safe_name(attachment.filename)
    path.write_bytes(await attachment.read())
    return path


def safe_name(filename: str) -> str:
    """Return a file name that stays inside its folder."""
    name = _UNSAFE.sub("_", Path(filename.replace("\\", "/")).name).lstrip(".")
    return name[-120:] or "article.txt"
