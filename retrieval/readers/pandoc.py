"""Documents through pandoc: run as a program of its own, within limits, without file or network."""

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any

from footnote.retrieval.errors import InputError

Node = Mapping[str, Any]
"""An element of pandoc's syntax tree: `t` names its type, `c` has its content."""

SECONDS = 45
"""How long one document may take; a thick book takes a few seconds."""

MAX_TREE_BYTES = 24 * 1024 * 1024
"""Largest tree taken; it is six times as long as the text, and its objects ten times that."""

_HEAP = "-M512M"


def tree(content: bytes, form: str, origin: str) -> Node:
    """Return a document's syntax tree: `meta` and `blocks`, as pandoc's JSON has them.

    `form` is one of pandoc's input formats. What a document includes is never opened. Raises
    `InputError` where pandoc is missing, refuses the document or outgrows its limits.
    """
    program = _program()
    if program is None:
        raise InputError(
            "is read through pandoc, which is not here: pip install 'footnote-bot[formats]'",
            origin=origin,
        )
    command = [program, "+RTS", _HEAP, "-RTS", "--sandbox", "--standalone"]
    command += [f"--from={form}", "--to=json"]
    written = _output(command, content, origin)
    try:
        found = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise InputError("is nested too deeply to be read", origin=origin) from error
    return found  # type: ignore[no-any-return]


def _output(command: list[str], content: bytes, origin: str) -> bytes:
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603 - our own program, without a shell
            command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            late = Timer(SECONDS, process.kill)
            late.start()
            try:
                written = process.stdout.read(MAX_TREE_BYTES + 1) if process.stdout else b""
            finally:
                in_time = late.is_alive()
                late.cancel()
                if len(written) > MAX_TREE_BYTES:
                    process.kill()
            status = process.wait()
    if len(written) > MAX_TREE_BYTES or not in_time:
        raise InputError("is too large or too tangled for one article; split it", origin=origin)
    if status:
        raise InputError("cannot be read: it is damaged, or of another kind", origin=origin)
    return written


@cache
def _program() -> str | None:
    """Return where pandoc is: in the package that carries it, else on the path."""
    package = importlib.util.find_spec("pypandoc")
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    for folder in package.submodule_search_locations or () if package else ():
        carried = Path(folder) / "files" / name
        if carried.is_file():
            return str(carried)
    return shutil.which("pandoc")
