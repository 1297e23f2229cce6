"""Pages that hold a site's request for consent where the article should be."""

import re

from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import either

_MOST_CHARACTERS = 3_000
"""Requests are short; a long text about a reader's data is a policy that somebody may want."""

_SHARE = 0.5
"""Of the characters: in RealTimeQA-dev the six walls have 0.79, the next page 0.38."""

_KNOWN = [each.walls for each in lexicons.LEXICONS]
_TO_READERS = re.compile(either(each.to_readers for each in _KNOWN), re.IGNORECASE)
_OF_THEIR_DATA = re.compile(either(each.of_data for each in _KNOWN), re.IGNORECASE)
_IN_TITLES = re.compile(either(each.titles for each in _KNOWN), re.IGNORECASE)


def is_wall(title: str, text: str) -> bool:
    """Tell whether a text speaks to readers of their data and of little else.

    Never one whose title speaks of it: a site's policy, or an article on the matter.
    """
    if len(text) > _MOST_CHARACTERS or _IN_TITLES.search(title):
        return False
    asking = sum(
        len(line)
        for line in text.split("\n")
        if _TO_READERS.search(line) and _OF_THEIR_DATA.search(line)
    )
    return asking > _SHARE * len(text)
