"""Markdown files: front matter as fields, the rest as readable text."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.article import RawPage
from retrieval.errors import InputError
from retrieval.readers.decoding import read_text
from retrieval.readers.fields import authors_field, exact_times, text_field
from retrieval.text.dates import parse_date
from retrieval.text.places import Places

if TYPE_CHECKING:
    from markdown_it.token import Token

_FENCE = "---"
_KNOWN = frozenset("title url link source date published updated lastmod author authors".split())


def read(path: Path) -> Iterator[RawPage]:
    """Yield the file as one page; raises `InputError` for front matter that is not YAML."""
    content = read_text(path)
    fields, body = _front_matter(content, str(path))
    above = content.count("\n") - body.count("\n")
    lines = shown_lines(body)
    published = fields.get("published") or fields.get("date")
    updated = fields.get("updated") or fields.get("lastmod")
    try:
        url = text_field(fields, "url") or text_field(fields, "link")
        page = RawPage(
            key=url or str(path.absolute()),
            origin=str(path),
            text="\n".join(line for line, _ in lines),
            scraped=False,
            url=url,
            path=str(path),
            title=text_field(fields, "title") or _first_heading(body),
            source=text_field(fields, "source"),
            published=parse_date(published),
            updated=parse_date(updated),
            authors=authors_field(fields.get("authors") or fields.get("author")),
            places=Places("line", [above + number for _, number in lines]),
            metadata={
                **{key: value for key, value in fields.items() if key not in _KNOWN},
                **exact_times(published, updated),
            },
        )
    except ValueError as error:
        raise InputError(f"front matter: {error}", origin=str(path)) from error
    yield page


def _front_matter(content: str, origin: str) -> tuple[dict[str, Any], str]:
    head, separator, rest = content.lstrip("\ufeff").partition("\n")
    if head.strip() != _FENCE or not separator:
        return {}, content
    block, separator, body = f"\n{rest}".partition(f"\n{_FENCE}\n")
    if not separator:
        return {}, content
    import yaml

    try:
        fields = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        raise InputError("front matter is not YAML", origin=origin, line=line) from error
    if fields is None:
        return {}, body
    if not isinstance(fields, dict):
        raise InputError("front matter must be `key: value` lines", origin=origin, line=2)
    return {str(key): value for key, value in fields.items()}, body


def _parsed(body: str) -> "list[Token]":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse(body)


def _first_heading(body: str) -> str | None:
    tokens = _parsed(body)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return _inline_text(inline) or None
    return None


def plain_text(body: str) -> str:
    """Return Markdown as the text a reader sees."""
    return "\n".join(line for line, _ in shown_lines(body))


def shown_lines(body: str) -> list[tuple[str, int]]:
    """Return the lines a reader sees, each with the number of its line in the source.

    They hold no markup, no link targets, no images and no HTML.
    """
    lines: list[tuple[str, int]] = []
    row: list[str] | None = None
    item = False
    number = 1
    for token in _parsed(body):
        number = token.map[0] + 1 if token.map else number
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            lines.append((" | ".join(row or []), number))
            row = None
        elif token.type == "list_item_open":
            item = True
        elif token.type == "inline":
            text = _inline_text(token)
            if row is not None:
                row.append(text)
            elif text:
                lines.append((f"• {text}" if item else text, number))
                item = False
        elif token.type in {"fence", "code_block"} and token.content.strip():
            first = number + (token.type == "fence")
            code = token.content.rstrip().split("\n")
            lines += [(line, first + place) for place, line in enumerate(code)]
        if token.type in {"heading_close", "paragraph_close", "table_close"} and row is None:
            lines.append(("", number))
    return lines


def _inline_text(token: "Token") -> str:
    parts = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts).strip()
