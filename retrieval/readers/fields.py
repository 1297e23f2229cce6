"""Fields people write beside an article: dates, authors, names."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from retrieval.text.dates import parse_moment

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


def title_of_name(path: Path) -> str:
    """Return a file's name in words: "ferry-times-2024.pdf" is "Ferry times 2024"."""
    name = path.stem
    words = name.replace("_", " ")
    if " " not in words.strip():
        words = re.sub(r"-(?!\d)|(?<=\D)-", " ", words)
    words = " ".join(words.split()) or path.name
    return words[0].upper() + words[1:]


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
