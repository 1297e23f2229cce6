"""The page of what goes in and comes out as JSON, from the published schemas."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.markdown import page, table

SCHEMAS = Path(__file__).parents[1] / "docs" / "schemas"
NAMES = ("answer", "fixture", "article", "evaluation")

_HEAD = """\
People script against these formats, so they keep: within a major version keys are only ever added.
Each is published as a [JSON Schema](https://json-schema.org/draft/2020-12), against
which the tests hold what Footnote really reads and prints."""


def schema(name: str) -> dict[str, Any]:
    """Return a published schema."""
    path = SCHEMAS / f"{name}.schema.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def formats_page() -> str:
    """Return the page."""
    parts = [_HEAD]
    for name in NAMES:
        described = schema(name)
        parts += [
            f"## {described['title']}",
            described["description"],
            f"Schema: [{name}.schema.json](../schemas/{name}.schema.json)",
        ]
        for part in (described.get("$defs") or {"": described}).values():
            parts.append(table(("key", "value", "", "meaning"), _rows(part, "")))
    return page("Formats", *parts)


def _rows(part: Mapping[str, Any], within: str) -> Iterator[tuple[str, str, str, str]]:
    required = part.get("required", ())
    for name, value in part.get("properties", {}).items():
        presence = "" if name in required else "optional"
        yield f"`{within}{name}`", _kind(value), presence, value.get("description", "")
        if value.get("description"):
            yield from _rows(value.get("items", {}), f"{within}{name}[].")


def _kind(value: Mapping[str, Any]) -> str:
    if "enum" in value:
        return " or ".join(f"`{each}`" for each in value["enum"])
    if "anyOf" in value:
        return " or ".join(_kind(each) for each in value["anyOf"])
    kinds = value.get("type", "any")
    named = [kinds] if isinstance(kinds, str) else kinds
    if value.get("format") == "date":
        named = ["date" if kind == "string" else kind for kind in named]
    return " or ".join(named)
