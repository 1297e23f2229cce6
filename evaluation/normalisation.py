"""Answer texts made comparable, as SQuAD's evaluation does (Rajpurkar et al., 2016)."""

import re
import string

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation + "“”„‘’‚«»‹›…–—−·")


def normalise_answer(text: str) -> str:
    """Return text in lower case without punctuation, articles and superfluous white space.

    Typographic quotation marks and dashes count as punctuation, as their ASCII forms do.
    """
    bare = "".join(character for character in text.lower() if character not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def contains_answer(text: str, answers: tuple[str, ...]) -> bool:
    """Tell whether any gold answer stands in a text after normalisation."""
    normal = normalise_answer(text)
    return any(gold in normal for gold in map(normalise_answer, answers) if gold)
