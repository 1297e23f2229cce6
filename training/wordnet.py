"""Opposites and sister terms from WordNet's database files (Princeton University, 3.1)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FILES = ("noun", "verb", "adj", "adv")
_SISTERS_AT_MOST = 40
"""A parent with more children than this says little about what they have in common."""


@dataclass(frozen=True, slots=True)
class Synset:
    """One meaning: its words, its parents, its attributes' and its words' opposites."""

    words: tuple[str, ...]
    parents: tuple[str, ...]
    opposites: tuple[tuple[str, int, int], ...]


class WordNet:
    """Tells what could stand in a word's place and mean something else."""

    def __init__(self, folder: Path) -> None:
        """Read `data.*` and `index.*` of a WordNet `dict` folder."""
        self._synsets: dict[str, Synset] = {}
        self._meanings: dict[str, list[str]] = defaultdict(list)
        for part in _FILES:
            for line in _lines(folder / f"data.{part}"):
                key, synset = _synset(part, line)
                self._synsets[key] = synset
            for line in _lines(folder / f"index.{part}"):
                fields = line.split()
                offsets = fields[-int(fields[2]) :]
                self._meanings[fields[0]] += [f"{part}{offset}" for offset in offsets]
        self._children: dict[str, list[str]] = defaultdict(list)
        for key, synset in self._synsets.items():
            for parent in synset.parents:
                self._children[parent].append(key)

    def opposites(self, word: str) -> list[str]:
        """Return the words that mean the opposite of any meaning of a word."""
        found = []
        for key in self._meanings.get(word, ()):
            synset = self._synsets[key]
            for target, mine, theirs in synset.opposites:
                if mine == 0 or synset.words[mine - 1] == word:
                    others = self._synsets[target].words
                    found.append(others[theirs - 1] if theirs else others[0])
        return [other for other in dict.fromkeys(found) if _plain(other)]

    def sisters(self, word: str) -> list[str]:
        """Return words beside the first meaning of a word under the same parent."""
        meanings = self._meanings.get(word, [])
        if not meanings:
            return []
        same = {other for key in meanings for other in self._synsets[key].words}
        found = []
        for parent in self._synsets[meanings[0]].parents:
            children = self._children[parent]
            if len(children) <= _SISTERS_AT_MOST:
                found += [self._synsets[child].words[0] for child in children]
        return [one for one in dict.fromkeys(found) if one not in same and _plain(one)]


def _plain(word: str) -> bool:
    return word.isalpha() and word.islower() and len(word) > 2


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as lines:
        yield from (line for line in lines if not line.startswith("  "))


def _synset(part: str, line: str) -> tuple[str, Synset]:
    fields = line.split(" | ", maxsplit=1)[0].split()
    count = int(fields[3], 16)
    words = tuple(fields[4 + 2 * place].split("(")[0] for place in range(count))
    pointers = fields[5 + 2 * count :][: 4 * int(fields[4 + 2 * count])]
    parents, opposites = [], []
    for place in range(0, len(pointers), 4):
        kind, offset, letter, ends = pointers[place : place + 4]
        target = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}[letter] + offset
        if kind == "@":
            parents.append(target)
        elif kind == "!":
            opposites.append((target, int(ends[:2], 16), int(ends[2:], 16)))
    return f"{part}{fields[0]}", Synset(words, tuple(parents), tuple(opposites))
