"""Follow-ups made into questions that stand alone, so that search finds what they mean.

Without a language model this is a heuristic over the surface: a follow-up betrays itself by a
pronoun with nothing before it to point at, or by being a fragment ("And last year?"). What it
leaves out is taken from the turns before, never from anywhere else.
"""

import re
from dataclasses import dataclass, replace
from typing import Protocol

from footnote.prompts import FilledPrompt, Prompt
from footnote.retrieval.answering.fencing import fence_turns
from footnote.retrieval.conversation.follow_ups import resolved_in
from footnote.retrieval.conversation.names import MARKER, names_before, names_in
from footnote.retrieval.errors import AnswererError
from footnote.retrieval.languages import language_of, lexicon_of
from footnote.retrieval.question import Question
from footnote.retrieval.search.stems import question_stems, stems
from footnote.retrieval.search.terms import query_terms
from footnote.retrieval.text.plain_text import visible
from footnote.retrieval.usage import NOTHING_USED, Meter, OnUsage, Usage
from footnote.retrieval.verification.names import bears, names_of
from footnote.retrieval.verification.quantities import carries, quantities_of

_PERSON = re.compile(r"\b(he|she|him|her|his|hers)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_THING = re.compile(r"it|its|they|them|their|this|that|these|those|there|then")
_BEFORE_THAT = frozenset(
    "is was are were do does did will can of about after before in on at from to for by with and "
    "but or said say says mean means what how why when who".split()
)
"""Behind these "that" points back; behind a noun, with more to come, it only goes on about it."""
_FORMS_OF_BE = frozenset("is are was were be been".split())
_IT = re.compile(r"\b(?:it|its|they|them|their)\b", re.IGNORECASE)
_MEANS_NOTHING = re.compile(
    r"it (?:take|cost|rain|snow|true|possible|likely|that)\b", re.IGNORECASE
)
_ASKS_ABOUT = re.compile(
    r"^\W*(?:and\s+)?(?:how|when|where|why|is|are|was|were|did|does|do|will|has|have|had|can)\b",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"^\W*(?:and|but|so|or|also|what about|how about|what else|who else|why|how so|since when"
    r"|y|pero|qué tal)\b",
    re.IGNORECASE,
)
_ASKS_FOR = re.compile(
    r"^\W*(?:and\s+)?(?:who\b|(?:which|what)\s+\w+\s+(?!(?:did|do|does|has|have|had|is|was|are|were|"
    r"will|can|could|should|would)\b)\w)",
    re.IGNORECASE,
)
"""Questions whose answer is what they are about: "which ferry sank", not "which did he steer"."""
_AND = re.compile(r"^\W*(?:and|but|so|or|also)\b\s*", re.IGNORECASE)
_SHORT = 3
"""With so few content words and a turn before it, a question is taken for a fragment."""

TURNS_SHOWN = 4
"""Earlier turns a language model is shown."""

MOST_KNOWN = 0.6
"""Share of a rewritten question's content words that the conversation has, endings apart."""

BEGINNING = 5
"""Letters of two words that must agree where they are taken for forms of one."""

LONGER_BY = 200
"""Characters a rewritten question may be longer than the one asked."""


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """A question that needs no history; `evidence` names passages to look at again.

    `focus` is the follow-up alone where it was only put behind the question before: passages are
    looked for by both, and their sentences weighed by what is asked now. `guessed` tells that rules
    over the surface made it, which may be wrong. `usage` is what a language model used to make it.
    """

    text: str
    rewritten: bool = False
    evidence: tuple[str, ...] = ()
    usage: Usage = NOTHING_USED
    focus: str = ""
    guessed: bool = False


class Rewriter:
    """Make follow-ups stand alone by what the turns before them say."""

    def standalone(self, question: Question) -> StandaloneQuestion:
        """Return the question as it is, or with what it leaves out filled in."""
        if not question.history:
            return StandaloneQuestion(question.text)
        previous = whole = answer = ""
        for turn in question.history:
            previous, whole = _followed(turn.question, previous, whole, answer)
            answer = turn.answer
        text, _ = _followed(question.text, previous, whole, answer)
        if text == question.text:
            return StandaloneQuestion(text)
        put_behind = text.endswith(f" {question.text}") and _says_enough(question.text)
        return StandaloneQuestion(
            text,
            rewritten=True,
            evidence=question.history[-1].evidence,
            focus=question.text if put_behind else "",
            guessed=True,
        )


class Completer(Protocol):
    """A language model that completes a prompt, or raises `AnswererError`."""

    def complete(self, prompt: FilledPrompt, on_usage: OnUsage | None = None) -> str:
        """Return the whole reply; `on_usage` is told what it came to."""
        ...


class ModelRewriter(Rewriter):
    """Let a language model make follow-ups stand alone.

    The heuristic answers in its place where the model fails, and where what it wrote is no such
    question: too long, of several lines, or with names, figures or many words that neither the
    conversation nor the question has. So no name or figure that is not the asker's, or an
    answer's, is ever searched for.
    """

    def __init__(self, model: Completer, prompt: Prompt) -> None:
        self._model = model
        self._prompt = prompt

    def standalone(self, question: Question) -> StandaloneQuestion:
        """Return the question as it is, or rewritten."""
        plain = super().standalone(question)
        if not question.history or not plain.rewritten:
            return plain
        turns = question.history[-TURNS_SHOWN:]
        fenced = fence_turns(turns)
        values = {
            "question": " ".join(visible(question.text).split()),
            "history": fenced.text,
            "today": question.as_of.isoformat(),
            "fence": fenced.code,
        }
        meter = Meter()
        try:
            written = self._model.complete(self._prompt.fill(values), meter.add)
        except AnswererError:
            written = ""
        text = _first_question(written)
        if not _is_faithful(text, question):
            return replace(plain, usage=meter.total)
        return StandaloneQuestion(text, True, plain.evidence, meter.total)


def _first_question(written: str) -> str:
    lines = [line.strip(' "“”*`') for line in visible(written).strip().splitlines()]
    return " ".join(lines[0].split()) if len(lines) == 1 else ""


def _is_faithful(text: str, question: Question) -> bool:
    """Tell whether a rewritten question's names, figures and most words are the conversation's."""
    said = " ".join(
        [question.text, *(f"{turn.question} {turn.answer}" for turn in question.history)]
    )
    language = language_of(question.text)
    known, figures = quantities_of(said, language), quantities_of(text, language)
    asked, words, told = (
        {word[:BEGINNING] for word in found}
        for found in (question_stems(question.text), question_stems(text), stems(said))
    )
    longer = {word for word in asked if len(word) > 3}
    return (
        bool(words)
        and text.endswith(("?", "？"))
        and len(text) <= len(question.text) + LONGER_BY
        and all(bears(said, name) for name in names_of(text))
        and all(any(carries(have, want) for have in known) for want in figures)
        and len(words & told) >= MOST_KNOWN * len(words)
        and len(longer & words) * 2 >= len(longer)
    )


def _followed(text: str, previous: str, whole: str, answer: str) -> tuple[str, str]:
    """Return a question resolved, and the last one that was whole.

    A fragment goes with that one: "And a film?" and then "And a map?" ask the same of other things.
    """
    if not previous:
        return text, text
    known = lexicon_of(language_of(text))
    if known is not None and known.questions is not None:
        resolved = resolved_in(known.questions.follow_ups, text, previous, MARKER.sub("", answer))
        return resolved, resolved
    if _is_fragment(text) and not _points_at(text) and not _PERSON.search(text):
        return f"{whole.rstrip()} {text}", whole
    resolved = _resolved(text, previous, answer)
    return resolved, resolved


def _says_enough(text: str) -> bool:
    """Tell whether a follow-up can be weighed against a sentence by its own words."""
    return len(query_terms(text)) > 1 or (bool(query_terms(text)) and not _points_at(text))


def _is_fragment(text: str) -> bool:
    short = _FRAGMENT.match(text) is not None or len(query_terms(text)) < _SHORT
    return short and not _stands_alone(text)


def _resolved(text: str, previous: str, answer: str) -> str:
    """Return a follow-up with the previous turn's subject put in, or unchanged."""
    person = _PERSON.search(text)
    if person and names_before(text, person.start()):
        person = None
    if person:
        name = _person(previous, answer)
        if name:
            return _replace_pronoun(text, person, name)
    named = _with_thing_named(text, previous)
    if named:
        return named
    if person or _points_at(text) or _is_fragment(text):
        return f"{previous.rstrip()} {text}"
    return text


def points_back(text: str) -> bool:
    """Tell whether a pronoun of a question has nothing in the question itself to stand for."""
    person = _PERSON.search(text)
    return (person is not None and not names_before(text, person.start())) or _points_at(text)


def _points_at(text: str) -> bool:
    words = [(match.group().lower(), match.start()) for match in _WORD.finditer(text)]
    for index, (word, start) in enumerate(words):
        if not _THING.fullmatch(word) or names_before(text, start):
            continue
        before = words[index - 1][0] if index else ""
        relative = word == "that" and index + 1 < len(words) and before not in {"", *_BEFORE_THAT}
        if not relative and not (word == "there" and before in _FORMS_OF_BE):
            return True
    return False


def _with_thing_named(text: str, previous: str) -> str | None:
    """Return a follow-up with "it" or "they" replaced by what the question before was about.

    That is its one name, unless it asked for a thing or a person: then the answer would be meant.
    """
    names = list(dict.fromkeys(names_in(previous)))
    pronoun = _IT.search(text)
    if pronoun is None or len(names) != 1 or not _ASKS_ABOUT.match(previous):
        return None
    if names_before(text, pronoun.start()) or _MEANS_NOTHING.match(text, pronoun.start()):
        return None
    name = f"{names[0]}’s" if pronoun.group().lower() in {"its", "their"} else names[0]
    return text[: pronoun.start()] + name + text[pronoun.end() :]


def _stands_alone(text: str) -> bool:
    """Tell a short but whole question ("Who is the mayor?") from a fragment.

    Behind "and" it must have a name of its own: "And who is the mayor?" goes on about the same.
    """
    opening = _AND.match(text)
    if opening:
        text = text[opening.end() :]
        if not names_in(text):
            return False
    whole = re.match(
        r"^\W*(?:who|what|when|where|which|why|how|is|are|was|were|did|does|do|will|has|have|can)\b"
        r"(?:\W+\w+){2,}",
        text,
        re.IGNORECASE,
    )
    return whole is not None and not re.match(r"^\W*(?:what|how) about\b", text, re.IGNORECASE)


def _person(previous: str, answer: str) -> str | None:
    """Return who "he" or "she" is: whom the question named, or the answer it was asked for."""
    first = MARKER.sub("", answer).split("\n", 1)[0]
    asked_who = _ASKS_FOR.match(previous) is not None
    in_answer = [name for name in names_in(first) if " " in name]
    in_question = names_in(previous)
    ordered = in_answer + in_question if asked_who else in_question + in_answer
    return ordered[0] if ordered else None


def _replace_pronoun(text: str, match: re.Match[str], name: str) -> str:
    word = match.group().lower()
    possessive = word == "his" or (
        word == "her" and re.match(r"\s+[a-z]", text[match.end() :]) is not None
    )
    stands_for = f"{name}’s" if possessive else name
    return text[: match.start()] + stands_for + text[match.end() :]
