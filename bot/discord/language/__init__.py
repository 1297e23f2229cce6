"""What the bot says, in English and Spanish."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, get_args

from bot.discord.language.english import ENGLISH
from bot.discord.language.spanish import SPANISH

LanguageName = Literal["en", "es"]
LANGUAGES: tuple[LanguageName, ...] = get_args(LanguageName)
TEXTS: Mapping[LanguageName, Mapping[str, str]] = MappingProxyType({"en": ENGLISH, "es": SPANISH})

_MONTHS: Mapping[LanguageName, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            *("January", "February", "March", "April", "May", "June", "July"),
            *("August", "September", "October", "November", "December"),
        ),
        "es": (
            *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
            *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        ),
    }
)


def say(language: LanguageName, key: str, **values: object) -> str:
    """Return one of the bot's sentences, its placeholders filled."""
    return TEXTS[language][key].format(**values)


def day(language: LanguageName, value: date) -> str:
    """Return a date as people write it."""
    month = _MONTHS[language][value.month - 1]
    if language == "es":
        return f"{value.day} de {month} de {value.year}"
    return f"{value.day} {month} {value.year}"


def language_of(locale: str | None, default: LanguageName) -> LanguageName:
    """Return the language nearest to a Discord locale such as `es-419`."""
    wanted = (locale or "").split("-")[0]
    return next((name for name in LANGUAGES if name == wanted), default)
