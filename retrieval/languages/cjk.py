"""Chinese, Japanese and Korean writing, whose words no space divides.

Overlapping pairs of characters stand for words, in the index and in questions alike. Pairs find
what a dictionary segmenter finds, need no dictionary, and never disagree with themselves about
where a word ends (Nie et al., "On the Use of Words and N-grams for Chinese Information
Retrieval", IRAL 2000).
"""

import re

_CHARACTER = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003134f"
)
_ONE = re.compile(rf"[{_CHARACTER}]")
_RUN = re.compile(rf"[{_CHARACTER}]+")


def has_cjk(text: str) -> bool:
    """Tell whether a text has a character of these writings."""
    return _ONE.search(text) is not None


def is_cjk(character: str) -> bool:
    """Tell whether one character belongs to these writings."""
    return _ONE.match(character) is not None


def paired(text: str) -> str:
    """Return a text with each run of these characters as its overlapping pairs, set apart.

    A character alone stays as it is, and so does every other script ("在2022年成立" becomes
    " 在 2022 年成 成立 "). A text without such characters comes back unchanged.
    """
    return _RUN.sub(_pairs, text) if has_cjk(text) else text


def _pairs(match: re.Match[str]) -> str:
    run = match.group()
    if len(run) == 1:
        return f" {run} "
    pairs = (run[index : index + 2] for index in range(len(run) - 1))
    return f" {' '.join(pairs)} "
