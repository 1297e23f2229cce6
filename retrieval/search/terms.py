"""The words of a question that are worth looking up."""

import re

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_STOP = frozenset(
    (
        "a about an and any are as at be been being but by can could did do does for from had has "
        "have he her him his how i if in into is it its me my of on or our she should so some such "
        "than that the their them then there these they this those to us was we were what when "
        "where which who whom whose why will with would you your "
        "de del el en la las lo los que se su un una y al con por para es cual cuál qué quién como "
        "cómo cuándo cuánto cuántos dónde"
    ).split()
)
"""Words so common that they only cost time: English, and Spanish for Spanish libraries."""


def query_terms(text: str) -> list[str]:
    """Return a question's content words, once each, in order.

    Where only stop words are left ("Who is it?") all words count. Chinese, Japanese and Korean
    runs, which have no spaces, are cut into pairs of characters.
    """
    words = [_POSSESSIVE.sub("", word) for word in _WORD.findall(text.lower())]
    terms = [term for word in words for term in _cut(word) if term]
    content = [term for term in terms if term not in _STOP]
    return list(dict.fromkeys(content or terms))


def _cut(word: str) -> list[str]:
    if not _CJK.search(word) or len(word) < 3:
        return [word]
    return [word[index : index + 2] for index in range(len(word) - 1)]
