"""Pandoc run as a program of its own, without file or network, and the words of its inlines."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Timer
from time import monotonic
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
            deadline = monotonic() + SECONDS
            late = Timer(SECONDS, process.kill)
            late.start()
            try:
                written = process.stdout.read(MAX_TREE_BYTES + 1) if process.stdout else b""
            finally:
                in_time = monotonic() < deadline  # the timer itself may be late where much runs
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


_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
_NAMED_TARGET = re.compile(r"(?P<words>.+?)\s*<[^<>]*>$", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:equation|align|gather|multline)\*?\}")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_PARAMETER = re.compile(r"\{\{\{[^{}]*\}\}\}")
_TEMPLATE = re.compile(r"\{\{([^{}]*)\}\}")
_MEASURES = frozenset(["convert", "cvt"])
_MAX_NESTED = 50
_TICKED = {"☐": "[ ]", "☒": "[x]"}
_TELLING_WORDS = 3
"""An image's description of fewer words says what it is, not what is to be seen on it."""


class Words:
    """Turns inlines into text; notes are kept for the end, links to a heading named after it."""

    def __init__(self, headings: Mapping[str, str]) -> None:
        self.notes: list[Sequence[Node]] = []
        self._headings = headings

    def of(self, inlines: Sequence[Node]) -> str:
        """Return the words of some inlines; a line broken by hand is a line."""
        return "".join(map(self._one, inlines))

    def _one(self, inline: Node) -> str:
        known = self._KINDS.get(inline["t"])
        return known(self, inline.get("c")) if known else ""

    def _text(self, content: str) -> str:
        return _TICKED.get(content, content)

    def _inner(self, content: Sequence[Node]) -> str:
        return self.of(content)

    def _quoted(self, content: Any) -> str:
        opening, closing = _QUOTES[content[0]["t"]]
        return f"{opening}{self.of(content[1])}{closing}"

    def _cited(self, content: Any) -> str:
        return self.of(content[1]) or f"[{'; '.join(one['citationId'] for one in content[0])}]"

    def _code(self, content: Any) -> str:
        (_, classes, pairs), text = content
        if "interpreted-text" not in classes:
            return str(text)
        # A role that only the site's own program knows, such as Sphinx's `ref`.
        named = _NAMED_TARGET.match(text)
        if named:
            return named["words"]
        if text.startswith("~"):
            return str(text[1:].rsplit(".", 1)[-1])
        role = dict(pairs).get("role", "")
        return self._headings.get(text, text) if role in {"ref", "numref"} else text.lstrip("!.")

    def _linked(self, content: Any) -> str:
        _, inlines, (target, _) = content
        if target.startswith(("Category:", "Kategorie:", "Categoría:")):
            return ""
        return self.of(inlines) or target.removeprefix("#")

    def _image(self, content: Any) -> str:
        words = self.of(content[1])
        return words if len(words.split()) >= _TELLING_WORDS else ""

    def _note(self, content: Sequence[Node]) -> str:
        self.notes.append(content)
        return ""

    def _span(self, content: Any) -> str:
        (_, classes, _), inlines = content
        return "" if "tag" in classes else self.of(inlines)

    _KINDS: Mapping[str, Callable[["Words", Any], str]] = {
        "Str": _text,
        "Space": lambda *_: " ",
        "SoftBreak": lambda *_: " ",
        "LineBreak": lambda *_: "\n",
        **dict.fromkeys(
            ("Emph", "Underline", "Strong", "Superscript", "Subscript", "SmallCaps"), _inner
        ),
        "Quoted": _quoted,
        "Cite": _cited,
        "Code": _code,
        "RawInline": lambda _, content: template_words(content[1]) if _is_wiki(content) else "",
        "Math": lambda _, content: _ENVIRONMENT.sub("", content[1]).strip(),
        "Link": _linked,
        "Image": _image,
        "Note": _note,
        "Span": _span,
    }
    """What is struck out is no longer meant, and other raw markup no words: they are left out."""


def _is_wiki(content: Any) -> bool:
    return bool(content[0] == "mediawiki")


def template_words(markup: str) -> str:
    """Return what a wiki's template most likely shows: the last of its unnamed fields.

    What templates look like is kept in the wiki and not in the page; of a measure both are shown.
    """
    markup = _WIKI_LINK.sub(r"\1", _PARAMETER.sub("", markup))
    for _ in range(_MAX_NESTED):
        inner = _TEMPLATE.search(markup)
        if inner is None:
            break
        name, *fields = inner[1].split("|")
        unnamed = [" ".join(field.split()) for field in fields if "=" not in field]
        of_measure = name.strip().casefold() in _MEASURES
        words = " ".join(unnamed[:2] if of_measure else unnamed[-1:])
        markup = markup[: inner.start()] + words + markup[inner.end() :]
    return "" if "{{" in markup else markup


def headings_by_id(blocks: Sequence[Node]) -> dict[str, str]:
    """Return the words of a document's headings by the ids that links name them by."""
    words = Words({})
    return {
        block["c"][1][0]: " ".join(words.of(block["c"][2]).split())
        for block in blocks
        if block["t"] == "Header" and block["c"][1][0]
    }
