"""The text of a file, or a sentence that says why it has none."""

import codecs
import struct
import zipfile
import zlib
from pathlib import Path

from footnote.retrieval.errors import InputError

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
