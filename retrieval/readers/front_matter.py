"""Front matter: the fields in YAML, TOML or JSON that stand above a text."""

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from footnote.retrieval.errors import InputError

_YAML_ENDS = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML_ENDS = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"^[\"']?[\w.-]+[\"']?[ \t]*:(?:[ \t]|$)", re.MULTILINE)

_PROSE = re.compile(r"[^\s:#\-\[\]{}\"'][^:\[\]{}]*$")
"""A line at the margin that has no key, as in a note between two rules."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields above a text, the text below them, and how many lines they take."""

    body: str
    fields: dict[str, Any] = field(default_factory=dict)
    lines: int = 0


def split(content: str, origin: str) -> FrontMatter:
    """Return a text without its front matter; a text that begins with a rule has none.

    `---` opens YAML, which `---`, `...` or the end of the file closes; `+++` opens TOML; `{` opens
    JSON that stands on lines of its own. Raises `InputError` for fields that cannot be read.
    """
    text = content.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    opening = first.rstrip(" \t")
    if opening == "---":
        return _yaml(text, rest, origin)
    if opening == "+++":
        return _toml(text, rest, origin)
    if text.startswith("{"):
        return _json(text)
    return FrontMatter(text)


def _yaml(text: str, rest: str, origin: str) -> FrontMatter:
    closing = _YAML_ENDS.search(rest)
    block = rest[: closing.start()] if closing else rest
    if closing and not block.strip():
        return _below(text, rest[closing.end() :], {})
    # A note may begin with a rule: front matter has a key on its first line, or a comment.
    leading = next((line for line in block.split("\n") if not line.startswith("#")), "")
    if not leading.strip() or not _KEY.search(block) or (not closing and not _KEY.match(leading)):
        return FrontMatter(text)
    import yaml

    try:
        fields = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if not _KEY.match(leading) or any(map(_PROSE.match, block.split("\n"))):
            return FrontMatter(text)
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 2
        raise InputError("front matter is not YAML", origin=origin, line=line) from error
    if not isinstance(fields, dict) or not _KEY.match(leading):
        return FrontMatter(text)
    return _below(text, rest[closing.end() :] if closing else "", fields)


def _toml(text: str, rest: str, origin: str) -> FrontMatter:
    closing = _TOML_ENDS.search(rest)
    if closing is None:
        return FrontMatter(text)
    try:
        fields = tomllib.loads(rest[: closing.start()])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        if "=" not in rest[: closing.start()]:
            return FrontMatter(text)
        raise InputError(f"front matter is not TOML ({error})", origin=origin) from error
    return _below(text, rest[closing.end() :], fields)


def _json(text: str) -> FrontMatter:
    try:
        fields, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return FrontMatter(text)
    below = text[end:]
    if not isinstance(fields, dict) or (below and not below.lstrip(" \t").startswith("\n")):
        return FrontMatter(text)
    return _below(text, below, fields)


def _below(text: str, body: str, fields: dict[Any, Any]) -> FrontMatter:
    body = body.removeprefix("\n")
    named = {str(key): value for key, value in fields.items()}
    return FrontMatter(body, named, text.count("\n") - body.count("\n"))
