"""Fields people write beside an article: front matter, dates, authors, names."""

import json
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from footnote.retrieval.errors import InputError
from footnote.retrieval.text.dates import parse_moment

_INDEX_NAMES = frozenset(["index", "readme", "default"])
_DAY_IN_FRONT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_ ]+")
_DAY_AT_END = re.compile(r"(?:^|/)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[-_ /][^/]*)?$")
"""At the end of a path: a day, and at most one name behind it."""
_NO_TITLE = re.compile(
    r"(?:microsoft\s+)?(?:word|excel|powerpoint)\s+-\s|"
    r"(?:untitled|document|dokument|documento|presentation|book|slide|new \w+ document)"
    r"[\s_-]*\d*\s*(?:\(\d+\))?$|"
    r"(?:microsoft )?(?:powerpoint|word|excel)[ -]*(?:presentation|document|workbook)$|"
    r"(?:title|no title|unknown|none|template|layout \d+|scan(?:ned)?[\w ]*|[\W\d_]*)$",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\S.*\.(?:docx?|dotx?|rtf|odt|pdf|indd|qxd|qxp|pmd|fm|tex|dvi|e?ps|pptx?|xlsx?|cdr|ai|p65|"
    r"wpd|txt|html?|mif|psd|tif|jpe?g)\)?$",
    re.IGNORECASE,
)


def stated_title(value: object) -> str | None:
    """Return the title a file's properties state, or None where it is plainly none.

    Programs fill it with their own names, names of files and "untitled".
    """
    title = " ".join(str(value or "").split())
    if not title or _NO_TITLE.match(title) or _FILE_NAME.match(title):
        return None
    return title


def exact_times(published: object, updated: object) -> dict[str, str]:
    """Return `published_at` and `updated_at` where a time is given with its zone."""
    found = {"published_at": published, "updated_at": updated}
    moments = {name: parse_moment(value) for name, value in found.items()}
    return {name: moment.exact for name, moment in moments.items() if moment and moment.exact}


def text_field(record: Mapping[str, Any], name: str) -> str | None:
    """Return a text field, stripped, or None; raises `ValueError` for another type."""
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be text, not {type(value).__name__}")
    return value.strip() or None


def authors_field(value: object) -> tuple[str, ...]:
    """Return authors from a list or a text with commas or semicolons; raises `ValueError`."""
    if value is None:
        return ()
    if isinstance(value, str):
        parts = value.replace(";", ",").split(",")
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        parts = value
    else:
        raise ValueError("`authors` must be text or a list of texts")
    return tuple(part.strip() for part in parts if part.strip())


def name_in_words(path: str | Path) -> str:
    """Return a file's name as words, its folder's where the name says only that it is the index.

    A day in front, as blogs name their posts, is left out: `2019-11-07-night-ferry.md` is “Night
    ferry”.
    """
    place = Path(path)
    name = place.stem
    if name.lower().lstrip("_") in _INDEX_NAMES and place.absolute().parent.name:
        name = place.absolute().parent.name
    name = _DAY_IN_FRONT.sub("", name) or name
    words = " ".join(re.split(r"[\s_]+|(?<=[^\W\d_])-|-(?=[^\W\d_])", name)).strip()
    return words[:1].upper() + words[1:] if any(map(str.isalnum, words)) else place.name


def day_in_name(path: str | Path) -> date | None:
    """Return the day a blog puts into a file's name or into the folders right above it.

    That is `2019-11-07-title.md`, `2019/11/07/title.md`, `2019/11/07-title.md` and a folder of any
    of these names with an index in it.
    """
    place = Path(path)
    parts = [*place.parent.parts[-4:], place.stem]
    if parts[-1].lower().lstrip("_") in _INDEX_NAMES:
        parts.pop()
    match = _DAY_AT_END.search("/".join(parts))
    with suppress(ValueError):
        return date(*map(int, match.groups())) if match else None
    return None


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


def split_front_matter(content: str, origin: str) -> FrontMatter:
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
