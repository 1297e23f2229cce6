"""The runs of a passage's sentences on which a statement may stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.article import Passage
from retrieval.blocks import Span
from retrieval.text.sentences import split_sentences
from retrieval.verification.instructions import addresses_a_model
from retrieval.verification.words import same_meaning, words_of

_SEMICOLON = re.compile(r";\s+")

WIDEST = 3
"""Sentences a statement may be put together from."""


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences of one passage, from number `first`; offsets are the passage's."""

    text: str
    start: int
    end: int
    sentences: tuple[str, ...]
    first: int

    @property
    def statements(self) -> tuple[str, ...]:
        """The window's sentences, those with a semicolon cut at it: each part says its own."""
        return tuple(part for sentence in self.sentences for part in _SEMICOLON.split(sentence))

    @property
    def numbers(self) -> range:
        """The numbers of the window's sentences in the passage."""
        return range(self.first, self.first + len(self.sentences))


def windows_of(passage: Passage) -> Iterator[Window]:
    """Yield runs of one sentence, then of two and three; none holds orders to a model."""
    spans = split_sentences(passage.text)
    usable = _usable([passage.text[span.start : span.end] for span in spans])
    for width in range(1, WIDEST + 1):
        for first in range(len(spans) - width + 1):
            if all(usable[first : first + width]):
                yield _window(passage.text, spans[first : first + width], first)


def _usable(sentences: list[str]) -> list[bool]:
    """Tell which sentences may carry a statement: none that orders, nor the one it dictates."""
    orders = [addresses_a_model(sentence) for sentence in sentences]
    return [not (order or (number and orders[number - 1])) for number, order in enumerate(orders)]


def coverage(content: list[str], text: str) -> float:
    """Return the share of content stems that a text has, or has a near synonym of."""
    if not content:
        return 1.0
    there = {word.stem for word in words_of(text)}
    return sum(bool(same_meaning(word) & there) for word in content) / len(content)


def _window(text: str, spans: list[Span], first: int) -> Window:
    start, end = spans[0].start, spans[-1].end
    return Window(
        text=text[start:end],
        start=start,
        end=end,
        sentences=tuple(text[span.start : span.end] for span in spans),
        first=first,
    )
