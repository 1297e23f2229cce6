"""Fields people write beside an article: dates, authors, names."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

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
    found = _DAY_AT_END.search("/".join(parts))
    with suppress(ValueError):
        return date(*map(int, found.groups())) if found else None
    return None
