"""The bytes and text of a file, and the members of an archive, within limits."""

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from footnote.retrieval.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Largest file read as one page; a text this long is no article."""

DAMAGED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    struct.error,
    zlib.error,
)
"""What parsing libraries let through on damaged files, for the seams around them."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; raises `InputError` for an empty or an oversized file."""
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise InputError(
            f"has {size / 1024 / 1024:.0f} MB, more than the {MAX_FILE_BYTES // 1024 // 1024} MB "
            "an article may have; split it",
            origin=str(path),
        )
    content = path.read_bytes()
    if not content.strip():
        raise InputError("is empty", origin=str(path))
    return content


def read_text(path: Path) -> str:
    """Return a file's text, line ends made one kind; UTF-8, or UTF-16 with a byte-order mark."""
    return decode(read_bytes(path), str(path))


def decode(content: bytes, origin: str, *, declared: str | None = None) -> str:
    """Return bytes as text: by byte-order mark, declared encoding or UTF-8, in this order.

    Raises `InputError` for binary content, and names the byte where another encoding shows.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None and b"\x00" in content:
        raise InputError("is a binary file, not text", origin=origin)
    try:
        text = content.decode(encoding or declared or "utf-8")
    except LookupError:
        return decode(content, origin)
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not {error.encoding.upper()} text (byte {error.start:,} does not fit); "
            "save it as UTF-8",
            origin=origin,
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_MEMBER_BYTES = 32 * 1024 * 1024
"""Largest part read as text."""

MAX_RATIO = 200
"""How many times larger than its archive the content may be; documents stay below 30."""


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive in memory; raises `InputError` for a broken one and for a zip bomb.

    Sizes are those the archive declares, and reading a member never yields more than it declares.
    """
    origin = str(path)
    content = read_bytes(path)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_bomb(archive, len(content), origin)
            yield archive
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise InputError("is a damaged or encrypted archive", origin=origin) from error


def _refuse_bomb(archive: zipfile.ZipFile, packed: int, origin: str) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise InputError(f"has more than {MAX_MEMBERS:,} parts", origin=origin)
    if unpacked > min(MAX_UNPACKED_BYTES, max(packed, 4096) * MAX_RATIO):
        raise InputError(
            f"unpacks to {unpacked / 1024 / 1024:.0f} MB, more than a document of its size may",
            origin=origin,
        )


def read_member(archive: zipfile.ZipFile, name: str, origin: str) -> bytes:
    """Return one part's bytes; raises `InputError` where it is missing or too large."""
    try:
        member = archive.getinfo(name)
    except KeyError as error:
        raise InputError(f"lacks its part “{name[:80]}”", origin=origin) from error
    if member.file_size > MAX_MEMBER_BYTES:
        raise InputError(f"has a part of {member.file_size:,} bytes", origin=origin)
    return archive.read(member)


def refuse_entities(content: bytes, origin: str) -> None:
    """Raise `InputError` for XML that declares entities: documents need none, attacks do."""
    if b"<!ENTITY" in content.replace(b"\x00", b"").upper():
        raise InputError("declares XML entities, which are refused", origin=origin)


def parse_xml(content: bytes, origin: str) -> "_Element":
    """Return the root of an XML part, parsed without entities, network or external files."""
    from lxml import etree

    refuse_entities(content, origin)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError("holds XML that cannot be parsed", origin=origin) from error


_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")


def transitional(content: bytes) -> bytes:
    """Return a part of a Strict Open XML document with the names all other documents use."""
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", content)
