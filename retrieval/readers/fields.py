"""Fields people write beside an article: dates, authors, names."""

from collections.abc import Mapping
from typing import Any

from retrieval.text.dates import parse_moment


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
