"""The page of all settings, from the models that read them."""

import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from footnote.bot.settings import FILE_NAME, PREFIX, Settings
from tools.markdown import page, table

_WORDS = {int: "whole number", float: "number", str: "text", bool: "true or false"}
_BOUNDS = {
    Ge: ("ge", "from {}"),
    Gt: ("gt", "above {}"),
    Le: ("le", "to {}"),
    Lt: ("lt", "below {}"),
}
_ORDER = (Ge, Gt, Le, Lt)

_HEAD = f"""\
Settings stand in `{FILE_NAME}` (in the working folder, else in the home folder; `FOOTNOTE_CONFIG`
names another file), then in variables of the environment, then in flags; what comes later wins,
setting by setting. A setting `passages` of the group `[search]` is the variable
`{PREFIX}SEARCH__PASSAGES`. Unknown names are refused with the nearest right one.

A secret may stand in a file that the variable with `_FILE` behind its name points to, such as
`{PREFIX}DISCORD__TOKEN_FILE=/run/secrets/discord_token`. Secrets never reach logs or messages."""


def settings_page() -> str:
    """Return the page."""
    plain = {name: field for name, field in Settings.model_fields.items() if _group(field) is None}
    parts = [_HEAD, "## General", _table(plain)]
    for name, field in Settings.model_fields.items():
        group = _group(field)
        if group is not None:
            parts += [f"## [{name}]", _summary(group), _table(group.model_fields)]
    return page("Settings", *parts)


def undescribed() -> list[str]:
    """Return the settings whose meaning nobody has written down."""
    return [
        f"{name}.{inner}" if inner else name
        for name, field in Settings.model_fields.items()
        for inner, each in (_group(field) or _Single(field)).model_fields.items()
        if not each.description
    ]


class _Single:
    """A setting without a group, as if it were a group of one."""

    def __init__(self, field: FieldInfo) -> None:
        self.model_fields = {"": field}


def _group(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _summary(group: type[BaseModel]) -> str:
    return (group.__doc__ or "").split("\n\n")[0].replace("\n", " ").strip()


def _table(fields: dict[str, FieldInfo]) -> str:
    rows = (
        (f"`{name}`", _kind(field), _default(field), field.description or "")
        for name, field in fields.items()
    )
    return table(("setting", "value", "default", "meaning"), rows)


def _kind(field: FieldInfo) -> str:
    bounds = " ".join(_bounds(field))
    return f"{_name(field.annotation)} {bounds}".strip()


def _bounds(field: FieldInfo) -> Iterator[str]:
    for kind in _ORDER:
        attribute, words = _BOUNDS[kind]
        for limit in field.metadata:
            if isinstance(limit, kind):
                yield words.format(f"{getattr(limit, attribute):,}")


def _name(kind: Any) -> str:
    if kind in _WORDS:
        return _WORDS[kind]
    if kind is SecretStr:
        return "secret"
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin in {Union, types.UnionType}:
        return " or ".join(_name(each) for each in inner if each is not type(None))
    if origin is tuple:
        return "list of texts"
    if origin is dict:
        return "table"
    return "path" if getattr(kind, "__name__", "") == "Path" else str(kind)


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if value is None or value == {}:
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{each}`" for each in value)
    return f"`{value}`"
