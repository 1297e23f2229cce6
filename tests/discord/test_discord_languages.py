"""Every language says everything: sentences by key, plurals, and the words of the command menu."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from house import House

import footnote.bot.discord
from footnote.bot.discord.language import CATALOGUES, LANGUAGES, menu_word, say

BOT = Path(footnote.bot.discord.__file__).parent
OTHERS = [language for language in LANGUAGES if language != "en"]


def entries(language: str) -> dict[str, tuple[str, ...]]:
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    found = {}
    for message in catalogue:
        if message.id and message.context is None:
            plural = message.pluralizable
            key = message.id[0] if plural else message.id
            found[key] = tuple(message.string) if plural else (message.string,)
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def keys_said() -> Iterator[str]:
    """Every key that code hands to `say`, or keeps in a table for it."""
    for path in BOT.rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                for argument in ast.walk(node.args[1]) if len(node.args) > 1 else ():
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def test_every_sentence_the_code_says_is_in_the_catalogue() -> None:
    known = entries("en")
    said = [key for key in keys_said() if re.fullmatch(r"[a-z]+(_[a-z]+)*", key)]
    assert len(said) > 60
    assert not {key for key in said if key not in known and not key.endswith("_")}


def test_no_sentence_is_kept_that_nothing_says() -> None:
    trees = [ast.parse(path.read_text()) for path in BOT.rglob("*.py")]
    words = {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    begun = tuple(word for word in words if re.fullmatch(r"[a-z]+_", word))  # of an f-string
    assert [key for key in entries("en") if key not in words and not key.startswith(begun)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_sentence_with_its_placeholders(language: str) -> None:
    english, other = entries("en"), entries(language)
    assert english.keys() == other.keys()
    for key, texts in english.items():
        assert all(other[key]), key
        assert len(other[key]) > 1 or len(texts) == 1, key
        wanted = placeholders(texts[-1])
        assert placeholders(other[key][-1]) == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_follow_the_languages_own_rule(language: str) -> None:
    one = say(language, "gaps_line", question="q", count=1)
    many = say(language, "gaps_line", question="q", count=3)
    assert "1" not in one
    assert "3" in many


def test_a_third_language_is_one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import footnote.bot.discord.language as language

    polish = (
        'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : '
        'n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "gaps_line"\nmsgid_plural "gaps_line"\nmsgstr[0] "raz"\nmsgstr[1] "{count} razy"\n'
        'msgstr[2] "{count} razów"\n'
    )
    (tmp_path / "pl.po").write_text(polish, "utf-8")
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    language._catalogue.cache_clear()
    try:
        said = [language.say("pl", "gaps_line", count=n) for n in (1, 3, 5, 22)]
    finally:
        language._catalogue.cache_clear()
    assert said == ["raz", "3 razy", "5 razów", "22 razy"]


def menu_words(commands: list[dict[str, Any]]) -> Iterator[str]:
    for command in commands:
        yield command["name"]
        if command.get("description"):
            yield command["description"]
        yield from menu_words(command.get("options") or [])


@pytest.mark.parametrize("language", OTHERS)
async def test_the_whole_command_menu_is_translated(house: House, language: str) -> None:
    words = set(menu_words(house.world.commands))
    assert len(words) > 60
    assert {word for word in words if menu_word(language, word) is None} <= SAME_IN_BOTH


SAME_IN_BOTH: set[str] = set()
"""Words of the menu that another language writes the same way."""
