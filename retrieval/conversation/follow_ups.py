"""What a follow-up leaves out, told by its surface and filled in from the turn before.

Languages that leave their subject out have what they lean on put before them; in others a pronoun
gives way to what it means.
"""

import re

from footnote.retrieval.answering.expectation import Kind, expected_kind
from footnote.retrieval.languages import language_of, lexicon_or_fallback
from footnote.retrieval.languages.base import FollowUps, Names, Pronouns
from footnote.retrieval.search.terms import query_terms

_FEW = 3
"""With fewer content words than these and a turn before it, a question is taken for a fragment."""

_ENOUGH = 3
"""Content words of a question that says what it is about; "Where did the launch occur?" has two."""

_WORD = re.compile(r"\w+")
_MARKER = re.compile(r"\s*\[\d+\]")
"""A footnote in an answer's text."""


def followed(text: str, previous: str, whole: str, answer: str) -> tuple[str, str]:
    """Return a question resolved, and the last one that was whole.

    A fragment goes with that one: "And a film?" and then "And a map?" ask the same of other things.
    """
    if not previous:
        return text, text
    lexicon = lexicon_or_fallback(language_of(text))
    words, names = lexicon.follow_ups, lexicon.names
    if isinstance(words, FollowUps):
        resolved = _put_behind(words, names, text, previous, answer)
    elif _only_adds(words, names, text):
        return f"{whole.rstrip()} {text}", whole
    else:
        resolved = _replaced_in(words, names, text, previous, answer)
    return resolved, resolved


def leans_on_what_is_before(question: str) -> bool:
    """Tell whether a question may need what was said before it to be understood."""
    lexicon = lexicon_or_fallback(language_of(question))
    words, names = lexicon.follow_ups, lexicon.names
    if isinstance(words, FollowUps):
        return _leans_back(words, names, question)
    return len(query_terms(question)) < _ENOUGH or _points_back(words, names, question)


def says_enough(text: str) -> bool:
    """Tell whether a follow-up can be weighed against a sentence by its own words."""
    lexicon = lexicon_or_fallback(language_of(text))
    words, terms = lexicon.follow_ups, query_terms(text)
    pointed = isinstance(words, Pronouns) and _points_at_thing(words, lexicon.names, text)
    return len(terms) > 1 or (bool(terms) and not pointed)


def _put_behind(words: FollowUps, names: Names, text: str, previous: str, answer: str) -> str:
    """Return a follow-up with the person or the question it leans on before it, or unchanged.

    Nothing is put in the place of a pronoun: the verb would no longer agree.
    """
    if not _leans_back(words, names, text):
        return text
    if words.points.search(text) and expected_kind(previous) is Kind.NAME:
        person = _first_of_several_words(names, answer)
        if person is not None:
            return f"{person}: {text}"
    return f"{previous.rstrip()} {text}"


def _leans_back(words: FollowUps, names: Names, text: str) -> bool:
    """Tell whether a question leaves out, or only points at, what was said before it."""
    points = words.points.search(text)
    if points is not None and not _names_before(names, text, points.start()):
        return True
    if words.fragment.search(text):
        return True
    few = len(query_terms(text)) < _FEW
    return few and not words.whole.search(text) and not _names_in(names, text)


def _replaced_in(words: Pronouns, names: Names, text: str, previous: str, answer: str) -> str:
    """Return a follow-up with the previous turn's subject put in, or unchanged."""
    person = words.persons.search(text)
    if person and _names_before(names, text, person.start()):
        person = None
    if person:
        name = _person(words, names, previous, answer)
        if name:
            return _replaced(words, text, person, name)
    named = _with_thing_named(words, names, text, previous)
    if named:
        return named
    if person or _points_at_thing(words, names, text) or _is_fragment(words, names, text):
        return f"{previous.rstrip()} {text}"
    return text


def _points_back(words: Pronouns, names: Names, text: str) -> bool:
    """Tell whether a pronoun of a question has nothing in the question itself to stand for."""
    person = words.persons.search(text)
    pointed = person is not None and not _names_before(names, text, person.start())
    return pointed or _points_at_thing(words, names, text)


def _points_at_thing(words: Pronouns, names: Names, text: str) -> bool:
    """Tell whether a pronoun for a thing has nothing before it to stand for."""
    found = [(match.group().lower(), match.start()) for match in _WORD.finditer(text)]
    for index, (word, start) in enumerate(found):
        if not words.things.fullmatch(word) or _names_before(names, text, start):
            continue
        before = found[index - 1][0] if index else ""
        behind = words.only_behind.get(word)
        goes_on = behind is not None and index + 1 < len(found) and before not in {"", *behind}
        if not goes_on and before not in words.never_behind.get(word, ()):
            return True
    return False


def _only_adds(words: Pronouns, names: Names, text: str) -> bool:
    """Tell a fragment that points at nothing, and so goes with the last whole question."""
    return (
        _is_fragment(words, names, text)
        and not _points_at_thing(words, names, text)
        and not words.persons.search(text)
    )


def _is_fragment(words: Pronouns, names: Names, text: str) -> bool:
    short = words.fragments.match(text) is not None or len(query_terms(text)) < _FEW
    return short and not _stands_alone(words, names, text)


def _with_thing_named(words: Pronouns, names: Names, text: str, previous: str) -> str | None:
    """Return a follow-up with "it" or "they" replaced by what the question before was about.

    That is its one name, unless it asked for a thing or a person: then the answer would be meant.
    """
    known = list(dict.fromkeys(_names_in(names, previous)))
    pronoun = words.named.search(text)
    if pronoun is None or len(known) != 1 or not words.asks_about.match(previous):
        return None
    impersonal = words.impersonal.match(text, pronoun.start())
    if _names_before(names, text, pronoun.start()) or impersonal:
        return None
    return _replaced(words, text, pronoun, known[0])


def _stands_alone(words: Pronouns, names: Names, text: str) -> bool:
    """Tell a short but whole question ("Who is the mayor?") from a fragment.

    Behind "and" it must have a name of its own: "And who is the mayor?" goes on about the same.
    """
    opening = words.joins.match(text)
    if opening:
        text = text[opening.end() :]
        if not _names_in(names, text):
            return False
    return words.whole.match(text) is not None and not words.about.match(text)


def _person(words: Pronouns, names: Names, previous: str, answer: str) -> str | None:
    """Return who "he" or "she" is: whom the question named, or the answer it was asked for."""
    in_answer = _first_of_several_words(names, answer)
    in_question = next(iter(_names_in(names, previous)), None)
    if words.asks_for.match(previous):
        return in_answer or in_question
    return in_question or in_answer


def _replaced(words: Pronouns, text: str, match: re.Match[str], name: str) -> str:
    word = match.group().lower()
    possessive = word in words.possessives or (
        word in words.possessives_before_words
        and re.match(r"\s+[a-z]", text[match.end() :]) is not None
    )
    stands_for = words.of_name.format(name) if possessive else name
    return text[: match.start()] + stands_for + text[match.end() :]


def _names_before(names: Names, text: str, end: int) -> bool:
    """Tell whether a name stands before a place in a text."""
    return bool(_names_in(names, text[:end]))


def _names_in(names: Names, text: str) -> list[str]:
    """Return the names in a text, words left out that stand before them in a question."""
    found = []
    for match in names.run.finditer(_MARKER.sub("", text)):
        words = match.group().split()
        while words and words[0].lower() in names.openers:
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return found


def _first_of_several_words(names: Names, answer: str) -> str | None:
    """Return the first name in the first line of an answer that is no single word."""
    found = _names_in(names, _MARKER.sub("", answer).split("\n", 1)[0])
    return next((name for name in found if " " in name), None)
