"""What the bot says, in every language that has a catalogue beside this file."""

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).with_name("catalogues")
MENU = "menu"
"""The context of the command menu's words in a catalogue; other entries are sentences by key."""

LanguageName = str
LANGUAGES: tuple[LanguageName, ...] = tuple(sorted(path.stem for path in CATALOGUES.glob("*.po")))


@dataclass(frozen=True)
class _Catalogue:
    translations: gettext.GNUTranslations
    plurals: frozenset[str]


@cache
def _catalogue(language: LanguageName) -> _Catalogue:
    """Read a catalogue; its plural rule is the one it states."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    plurals = frozenset(m.id[0] for m in catalogue if m.pluralizable)
    return _Catalogue(gettext.GNUTranslations(compiled), plurals)


def say(language: LanguageName, key: str, /, **values: object) -> str:
    """Return one of the bot's sentences, its placeholders filled, in the number of `count`."""
    catalogue = _catalogue(language)
    if key in catalogue.plurals:
        text = catalogue.translations.ngettext(key, key, int(str(values["count"])))
    else:
        text = catalogue.translations.gettext(key)
    return text.format(**values)


def menu_word(language: LanguageName, word: str) -> str | None:
    """Return a word of the command menu in a language; None where it has none."""
    translated = _catalogue(language).translations.pgettext(MENU, word)
    return translated if translated != word else None


def day(value: date) -> str:
    """Return a date that Discord shows in each reader's own form.

    Noon, so that it is the same day from eleven hours west of Greenwich to eleven hours east.
    """
    noon = datetime.combine(value, time(12), UTC)
    return f"<t:{int(noon.timestamp())}:D>"


def language_of(locale: str | None, default: LanguageName) -> LanguageName:
    """Return the language nearest to a Discord locale such as `es-419`."""
    wanted = (locale or "").split("-")[0]
    return next((name for name in LANGUAGES if name == wanted), default)


def language_names() -> Mapping[LanguageName, str]:
    """Return what each language calls itself."""
    from babel import Locale

    return {name: Locale.parse(name).get_display_name() or name for name in LANGUAGES}
