"""Article text made safe to show on a terminal."""

import unicodedata

_KEPT = frozenset("\n")


def safe(text: str) -> str:
    """Return text without anything a terminal would obey or a reader could not see.

    Control characters (escape sequences start with one), bidirectional overrides and other
    invisible formatting are dropped; tabs become spaces.
    """
    return "".join(
        character
        for character in text.replace("\t", " ")
        if character in _KEPT or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
    )
