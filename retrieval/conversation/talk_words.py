"""What the words of a sentence tell about whether it is small talk."""

import re
from dataclasses import dataclass
from functools import cached_property

from footnote.retrieval.languages import without_accents
from footnote.retrieval.languages.base import Talk

_ASKING = re.compile(r"[?？]\W*$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word in lower case, without accents, and where it stands.

    An `acronym` is in capitals among others that are not: "the US" is not "us".
    """

    text: str
    start: int
    end: int
    acronym: bool


class TalkedText:
    """A text and its words, as the small talk of one language sees them."""

    def __init__(self, talk: Talk, text: str) -> None:
        self.talk = talk
        self.text = text

    @cached_property
    def words(self) -> list[Word]:
        """The words, marks of several words as one."""
        shouted = self.text.isupper()
        return [
            Word(
                match.group(),
                match.start(),
                match.end(),
                acronym=not shouted
                and match.end() - match.start() > 1
                and self.text[match.start() : match.end()].isupper(),
            )
            for match in self.talk.token.finditer(_folded(self.text))
        ]

    @property
    def asks(self) -> bool:
        """Whether it ends in a question mark."""
        return _ASKING.search(self.text) is not None

    @property
    def begins_asking(self) -> bool:
        """Whether a question word comes first."""
        return bool(self.words) and self.words[0].text in self.talk.asks

    @property
    def chats(self) -> bool:
        """Whether it greets, thanks, or speaks of those who talk to each other."""
        return any(self.is_mark(word) or self.is_person(word) for word in self.words)

    @property
    def greets(self) -> bool:
        """Whether it greets, thanks, excuses itself or the like."""
        return any(self.is_mark(word) for word in self.words)

    @property
    def says_set_phrase(self) -> bool:
        """Whether it holds a greeting of several words: "How are you?" asks nothing."""
        return any(" " in word.text for word in self.words)

    @property
    def dated(self) -> bool:
        """Whether it names a time."""
        return any(word.text in self.talk.times for word in self.words)

    @property
    def names(self) -> bool:
        """Whether it holds a number, or a name that is no word of talk."""
        return any(
            self.text[word.start].isdigit()
            or (self.text[word.start].isupper() and not self.knows(word))
            for word in self.words
        )

    @property
    def only_known(self) -> bool:
        """Whether all words are such as talk is made of."""
        return all(self.knows(word) for word in self.words)

    def is_mark(self, word: Word) -> bool:
        """Tell whether a word gives talk away."""
        return word.text in self.talk.marks

    def is_person(self, word: Word) -> bool:
        """Tell whether a word means who talks, or to whom."""
        return word.text in self.talk.persons and not word.acronym

    def knows(self, word: Word) -> bool:
        """Tell whether talk is made of such words."""
        others = word.text in self.talk.fillers or word.text in self.talk.times
        return self.is_mark(word) or self.is_person(word) or (others and not word.acronym)


def _folded(text: str) -> str:
    """Return a text of the same length without capitals, accents and apostrophes."""
    folded = (without_accents(character) for character in text)
    return "".join(
        " " if character in "'’`" else after if len(after) == 1 else character
        for character, after in zip(text, folded, strict=True)
    )
