"""Secrets that stand in files, as containers and service managers hand them over."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, SecretStr

from footnote.retrieval.errors import SettingsError

SUFFIX = "_FILE"
"""Behind a secret's variable: the variable then names a file that holds the secret."""


def secret_paths(model: type[BaseModel], within: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
    """Yield where the secrets of a model and its groups are, as field names from the top."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from secret_paths(kind, (*within, name))
        elif SecretStr in (kind, *get_args(kind)):
            yield (*within, name)


def read_secret_files(
    secrets: Mapping[str, tuple[str, ...]], environment: Mapping[str, str]
) -> dict[str, Any]:
    """Return the secrets whose files the environment names, nested like the settings.

    `secrets` maps a secret's variable to its path. The end of the file's last line is dropped.

    Raises:
        SettingsError: A file cannot be read or is empty, or a secret is given both ways.
    """
    found: dict[str, Any] = {}
    for variable, path in secrets.items():
        file = environment.get(variable + SUFFIX)
        if not file:
            continue
        if environment.get(variable):
            raise SettingsError(f"{variable} and {variable}{SUFFIX} are both set: keep one.")
        group = found
        for name in path[:-1]:
            group = group.setdefault(name, {})
        group[path[-1]] = _read(variable + SUFFIX, Path(file))
    return found


def _read(variable: str, file: Path) -> str:
    try:
        secret = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(f"{variable}: {file} cannot be read ({reason}).") from error
    if not secret:
        raise SettingsError(f"{variable}: {file} is empty.")
    return secret
