"""E-mail: one article per message, its subject the title, its writer the author."""

import mailbox
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from itertools import groupby
from pathlib import Path
from typing import Any

from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from footnote.retrieval.readers.block_writer import BlockWriter
from footnote.retrieval.readers.blocks import BlockReader
from footnote.retrieval.readers.dom import parse
from footnote.retrieval.readers.fields import name_in_words
from footnote.retrieval.readers.files import DAMAGED, MAX_FILE_BYTES, read_bytes
from footnote.retrieval.readers.plain import PlainWriter
from footnote.retrieval.text.dates import Moment, parse_moment

_SIGNATURE = "-- "
"""The line below which mail programs put a signature."""

_MAX_AUTHORS = 12

_LONGEST_HEADER = 4_000
"""Characters of a header; subjects and senders have a hundred, and RFC 5322 lines 998."""


class _ReadShort(policy.EmailPolicy):
    """Reads the beginning of a header: the time it takes grows with the square of its length."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """Return a header as what it means."""
        return super().header_fetch_parse(name, value[:_LONGEST_HEADER])


def read(path: Path) -> Iterator[RawPage]:
    """Yield one message; what is attached to it is not read."""
    yield _page(read_bytes(path), path, str(path), str(path.absolute()), name_in_words(path))


def read_box(path: Path) -> Iterator[RawPage | InputError]:
    """Yield the messages of a mailbox (mbox); a damaged one is yielded as an `InputError`."""
    if path.stat().st_size == 0:
        raise InputError("is empty", origin=str(path))
    box = mailbox.mbox(path, create=False)
    try:
        found = False
        for number, key in enumerate(box.keys(), start=1):
            found = True
            origin = f"{path}, message {number}"
            try:
                with box.get_file(key) as file:
                    content = file.read(MAX_FILE_BYTES + 1)
                identity = f"{path.absolute()}#{number}"
                yield _page(content, path, origin, identity, f"Message {number}")
            except InputError as error:
                yield InputError(error.reason, origin=origin)
            except DAMAGED:
                yield InputError("is a damaged message", origin=origin)
        if not found:
            raise InputError("holds no message", origin=str(path))
    finally:
        box.close()


def _page(content: bytes, path: Path, origin: str, identity: str, untitled: str) -> RawPage:
    """Return a message's page; `identity` is its key where it has no id of its own."""
    if len(content) > MAX_FILE_BYTES:
        raise InputError("is longer than a message may be", origin=origin)
    try:
        message = message_from_bytes(content, policy=_ReadShort())
        if not isinstance(message, EmailMessage) or not message.keys():
            raise InputError("is no e-mail", origin=origin)
        writer = BlockWriter()
        _write_body(message, writer)
        subject, written_by = _header(message, "subject"), _header(message, "from")
        name, moment = _header(message, "message-id"), _moment(_header(message, "date"))
    except InputError:
        raise
    except DAMAGED as error:
        raise InputError("is a damaged message", origin=origin) from error
    if writer.empty:
        raise InputError("has no text", origin=origin)
    text, blocks, _ = writer.page()
    people = (shown or address for shown, address in getaddresses([written_by]))
    return RawPage(
        key=f"{path.absolute()}#{name}" if name and "#" in identity else identity,
        origin=origin,
        text=text,
        blocks=blocks,
        scraped=False,
        path=str(path),
        title=subject or untitled,
        published=moment.day if moment else None,
        authors=tuple(one for one in people if one)[:_MAX_AUTHORS],
        metadata={"published_at": moment.exact} if moment and moment.exact else {},
    )


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _moment(stated: str) -> Moment | None:
    try:
        return parse_moment(stated or None)
    except ValueError:
        return None


def _write_body(message: EmailMessage, writer: BlockWriter) -> None:
    """Write what a message says: its plain text, else its HTML."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return
    content = body.get_content()
    if not isinstance(content, str):
        return
    if body.get_content_subtype() == "html":
        root = parse(content)
        if root is not None:
            BlockReader(writer).write(root)
        return
    lines = content.replace("\r\n", "\n").split("\n")
    if _SIGNATURE in lines:
        lines = lines[: lines.index(_SIGNATURE)]
    for quoted, run in groupby(lines, key=lambda line: line.startswith(">")):
        if not quoted:
            PlainWriter("\n".join(run), writer)
            continue
        inner = "\n".join(line.lstrip("> ") for line in run)
        with writer.group():
            for part in inner.split("\n\n"):
                writer.add("quotation", part)
