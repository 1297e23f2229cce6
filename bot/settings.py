"""All settings in one typed place: `footnote.toml`, then `FOOTNOTE_*`, then flags."""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from footnote.bot.discord.options import DiscordSettings
from footnote.retrieval.errors import SettingsError
from footnote.retrieval.options import RetrievalOptions

PREFIX = "FOOTNOTE_"
FILE_NAME = "footnote.toml"
_DELIMITER = "__"
FILE_SUFFIX = "_FILE"
"""Behind a secret's variable: the variable then names a file that holds the secret."""
_NOT_SETTINGS = frozenset(["FOOTNOTE_CONFIG"])


class McpSettings(BaseModel):
    """Where `footnote mcp --http` listens, and who may ask there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(
        default="127.0.0.1", description="address; any but this machine's own needs a token"
    )
    port: int = Field(default=8765, ge=0, le=65_535, description="0 takes one that is free")
    token: SecretStr | None = Field(
        default=None, description="what clients must send as `Authorization: Bearer …`"
    )

    @field_validator("token")
    @classmethod
    def _not_empty(cls, token: SecretStr | None) -> SecretStr | None:
        """Take an empty variable for no token: it would let everybody in."""
        return token if token and token.get_secret_value().strip() else None


class Settings(BaseSettings, RetrievalOptions):
    """Everything an operator can set.

    In the file a group is a table (`[search]`), in the environment a group and its setting are
    joined by two underscores (`FOOTNOTE_SEARCH__PASSAGES`). A secret may stand in a file instead,
    which the variable with `_FILE` behind it names (`FOOTNOTE_DISCORD__TOKEN_FILE`).
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter=_DELIMITER, extra="forbid", frozen=True
    )

    home: Path = Field(default=Path("~/.footnote"), description="the folder of all state")
    library: str = Field(default="default", description="the library in use")
    discord: DiscordSettings = DiscordSettings()
    mcp: McpSettings = McpSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what `load_settings` has merged and nothing else."""
        return (init_settings,)

    def retrieval(self) -> RetrievalOptions:
        """Return the part that libraries and chains are opened with."""
        return RetrievalOptions(
            **{name: getattr(self, name) for name in RetrievalOptions.model_fields}
        )


def load_settings(flags: Mapping[str, Any] | None = None) -> Settings:
    """Return the settings of this run; flags are nested like the file and may hold None.

    Raises:
        SettingsError: A setting is unknown or malformed; the sentence names file or variable.
    """
    _refuse_unknown_variables(os.environ)
    path = _file(flags or {})
    content = _read(path) if path else {}
    place = str(path) if path else FILE_NAME
    _refuse_unknown(content, Settings, place, "")
    secrets = read_secret_files(_secrets(), os.environ)
    merged = _merged(content, _from_environment(), secrets, _without_none(flags or {}))
    try:
        return Settings(**merged)
    except ValidationError as error:
        raise SettingsError(_sentence(error, place)) from error


def _from_environment() -> Mapping[str, Any]:
    source = EnvSettingsSource(Settings)
    files = {name + FILE_SUFFIX for name in _secrets()}
    source.env_vars = {
        name: value for name, value in source.env_vars.items() if name.upper() not in files
    }
    return source()


def _merged(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """Return one nested mapping; later layers win, setting by setting."""
    result: dict[str, Any] = {}
    for layer in layers:
        for name, value in layer.items():
            before = result.get(name)
            if isinstance(value, Mapping) and isinstance(before, Mapping):
                result[name] = _merged(before, value)
            else:
                result[name] = value
    return result


def _file(flags: Mapping[str, Any]) -> Path | None:
    named = os.environ.get("FOOTNOTE_CONFIG")
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise SettingsError(f"FOOTNOTE_CONFIG names {path}, which is no file.")
        return path
    home = Path(flags.get("home") or os.environ.get("FOOTNOTE_HOME") or "~/.footnote").expanduser()
    for path in (Path(FILE_NAME), home / FILE_NAME):
        if path.is_file():
            return path
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not TOML ({error}).") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}).") from error


def _refuse_unknown(
    content: Mapping[str, Any], model: type[BaseModel], place: str, group: str
) -> None:
    for name, value in content.items():
        field = model.model_fields.get(name)
        if field is None:
            raise SettingsError(
                f"{place}: unknown setting `{group}{name}`.{_nearest(name, model.model_fields)}"
            )
        inner = field.annotation
        if isinstance(value, Mapping) and isinstance(inner, type) and issubclass(inner, BaseModel):
            _refuse_unknown(value, inner, place, f"{group}{name}.")


def _refuse_unknown_variables(environment: Mapping[str, str]) -> None:
    known = {PREFIX + name.upper() for name in _paths(Settings)} | _NOT_SETTINGS
    known |= {name + FILE_SUFFIX for name in _secrets()}
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(
                f"Unknown setting {name} in the environment.{_nearest(name, known)}"
            )


def _secrets() -> dict[str, tuple[str, ...]]:
    return {PREFIX + _DELIMITER.join(path).upper(): path for path in secret_paths(Settings)}


def _paths(model: type[BaseModel]) -> list[str]:
    paths = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            paths += [f"{name}{_DELIMITER}{path}" for path in _paths(inner)]
        else:
            paths.append(name)
    return paths


def _nearest(name: str, known: Mapping[str, Any] | set[str]) -> str:
    match = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean {match[0]}?" if match else ""


def _without_none(flags: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in flags.items():
        inner = _without_none(value) if isinstance(value, Mapping) else value
        if inner is not None and inner != {}:
            kept[name] = inner
    return kept


def _sentence(error: ValidationError, place: str) -> str:
    """Return the first fault as a sentence, without the value: it may be a secret."""
    fault = error.errors(include_input=False, include_url=False)[0]
    parts = [str(part) for part in fault["loc"]]
    variable = PREFIX + _DELIMITER.join(parts).upper()
    where = variable if variable in os.environ else f"{place}: `{'.'.join(parts)}`"
    return f"{where}: {fault['msg'][0].lower()}{fault['msg'][1:]}."


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
    secrets_read: dict[str, Any] = {}
    for variable, path in secrets.items():
        file = environment.get(variable + FILE_SUFFIX)
        if not file:
            continue
        if environment.get(variable):
            raise SettingsError(f"{variable} and {variable}{FILE_SUFFIX} are both set: keep one.")
        group = secrets_read
        for name in path[:-1]:
            group = group.setdefault(name, {})
        group[path[-1]] = _secret_in(variable + FILE_SUFFIX, Path(file))
    return secrets_read


def _secret_in(variable: str, file: Path) -> str:
    try:
        secret = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(f"{variable}: {file} cannot be read ({reason}).") from error
    if not secret:
        raise SettingsError(f"{variable}: {file} is empty.")
    return secret
