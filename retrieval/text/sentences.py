"""Sentences of a text, as exact character ranges.

A rule-based splitter in the manner of Kiss and Strunk's observations ("Unsupervised Multilingual
Sentence Boundary Detection", 2006): a full stop ends a sentence unless the word before it is an
abbreviation or an initial, and what follows must look like a beginning. One pass, linear time.
"""

import re
from collections.abc import Iterator

from footnote.retrieval.blocks import Span
from footnote.retrieval.languages import lexicons
from footnote.retrieval.languages.base import all_words

_CLOSERS = "\"'”’»)\\]」』）】"
_OPENERS = "\"'“‘«(\\[「『（【¿¡"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_END = re.compile(
    rf"(?<![.!?…])[.!?…]++[{_CLOSERS}]*+(?=\s)|[。！？]++[{_CLOSERS}]*+"
    rf"|(?<=[{_HAN}])[!?]++[{_CLOSERS}]*+(?=[{_OPENERS}{_HAN}])"
)
_BEGINNING = re.compile(rf"\s*[{_OPENERS}—–•*-]*\s*(\S+)")
_LAST_WORD = re.compile(r"[\w.&’'-]+$")
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[•◦▪‣*–—-]|\d{1,3}[.)])\s")

_KNOWN = [each.abbreviations for each in lexicons.LEXICONS]
_TITLES = all_words(each.titles for each in _KNOWN)
_BEFORE_NUMBER = all_words(each.before_number for each in _KNOWN)
_EITHER_WAY = all_words(each.either_way for each in _KNOWN)
_ROLES = all_words(each.roles for each in _KNOWN)
_STARTERS = all_words(each.starters for each in _KNOWN)

_WRAP_FROM, _WRAP_TO = 55, 100
"""Width in characters of lines that were wrapped by a machine rather than ended by an author."""


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of a text in order, without surrounding white space.

    Every character that is not white space belongs to exactly one span. A blank line ends a
    sentence, and so does a line end unless the line was plainly wrapped in mid-sentence.
    """
    return [
        sentence for paragraph in split_paragraphs(text) for sentence in _sentences(text, paragraph)
    ]


def split_paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text: its lines, with lines wrapped in mid-sentence joined."""
    paragraphs: list[Span] = []
    previous_end: int | None = None
    for match in _LINE.finditer(text):
        line = _trimmed(text, match.start(), match.end())
        if line is None:
            continue
        adjacent = previous_end is not None and "\n" not in text[previous_end + 1 : match.start()]
        if adjacent and _continues(text, paragraphs[-1], line):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
        previous_end = match.end()
    return paragraphs


def _continues(text: str, before: Span, line: Span) -> bool:
    start = max(text.rfind("\n", before.start, before.end) + 1, before.start)
    width = before.end - start
    if text[before.end - 1] in '.!?…:;。！？”"' or _BULLET.match(text, line.start, line.end):
        return False
    if text[line.start].islower():
        return width >= _WRAP_FROM // 2
    return _WRAP_FROM <= width <= _WRAP_TO and line.end - line.start >= _WRAP_FROM // 2


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if match.end() >= paragraph.end or not _ends_sentence(text, match, paragraph):
            continue
        sentence = _trimmed(text, start, match.end())
        if sentence is not None:
            yield sentence
        start = match.end()
    last = _trimmed(text, start, paragraph.end)
    if last is not None:
        yield last


def _ends_sentence(text: str, match: re.Match[str], paragraph: Span) -> bool:
    mark = match.group()
    if mark[0] in "。！？" or not text[match.end()].isspace():
        return True
    following = _BEGINNING.match(text, match.end(), min(match.end() + 80, paragraph.end))
    if following is None:
        return False
    word = following.group(1)
    if word[0].islower():
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    before = _LAST_WORD.search(text, max(paragraph.start, match.start() - 24), match.start())
    return before is None or not _is_abbreviation(before.group(), word)


def _is_abbreviation(word: str, following: str) -> bool:
    """Tell whether the stop after `word` belongs to the word, given what follows."""
    bare = word.lower().strip("'’-&")
    if bare in _TITLES:
        return True
    if word in {"a", "d"} and following.startswith("C."):
        return True
    if bare in _BEFORE_NUMBER:
        return following[0].isdigit()
    first = re.sub(r"[^\w]", "", following).lower()
    if bare in _EITHER_WAY or _is_acronym(word) or (bare in _ROLES and _heads_name(word)):
        return first not in _STARTERS
    return len(word) == 1 and word.isupper() and word != "I"


def _heads_name(word: str) -> bool:
    """Tell "Arch. Lena" and "Dr. med. Anna" from "under the arch. Lena"."""
    return word[0].isupper() or word == "med"


def _is_acronym(word: str) -> bool:
    letters = word.split(".")
    return len(letters) > 1 and all(len(letter) == 1 and letter.isalpha() for letter in letters)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
