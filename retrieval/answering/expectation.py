"""What kind of thing a question asks for, and whether a sentence carries one.

The kinds follow the coarse classes of Li and Roth, "Learning Question Classifiers" (COLING 2002),
reduced to those a surface pattern tells reliably. A question whose kind cannot be told expects
nothing, and every sentence passes.
"""

import re

from footnote.retrieval.languages import (
    Kind,
    clear_language,
    language_of,
    lexicon_of,
    lexicons,
    without_accents,
)
from footnote.retrieval.languages.base import Questions, Roles
from footnote.retrieval.search.terms import query_terms, question_stems, stems

__all__ = [
    "Kind",
    "carries",
    "expected_kind",
    "identities",
    "may_answer",
    "states_identity",
]

_SENTENCE_END = re.compile(r"[.?!]\s")
_RESTATED = 0.8
"""Share of a question's content words in a sentence that says the same as the question."""

_TELLING = 5
"""Fewer content words are too easily shared by chance."""


def expected_kind(question: str) -> Kind | None:
    """Return the kind of answer a question asks for, or None where it cannot be told."""
    lexicon = lexicon_of(language_of(question))
    if lexicon is None:
        return None
    folded, questions = without_accents(question), lexicon.questions
    for kind, pattern in questions.asks.items():
        asked = pattern.search(folded)
        if asked and not (kind in questions.spoken_of and _asks_otherwise(questions, asked)):
            return kind
    return None


def _asks_otherwise(questions: Questions, asked: re.Match[str]) -> bool:
    """Tell whether a kind is only spoken of: "How was it decided how many come?".

    An earlier question before it, as in a conversation, asks for itself.
    """
    opening = _SENTENCE_END.split(asked.string[: asked.start()])[-1]
    return questions.asking.search(opening) is not None


def may_answer(question: str, sentence: str) -> bool:
    """Tell whether a sentence can be the answer to a question, as far as its surface shows.

    A sentence that restates a long question may answer it whatever it carries: "An attorney may
    ask for exemptions …" has no name, and is who may.
    """
    kind = expected_kind(question)
    return kind is None or carries(kind, sentence) or _restates(question, sentence)


def _restates(question: str, sentence: str) -> bool:
    asked = question_stems(question)
    return len(asked) >= _TELLING and len(asked & stems(sentence)) >= _RESTATED * len(asked)


def carries(kind: Kind, sentence: str) -> bool:
    """Tell whether a sentence holds something of the kind asked for.

    In a language whose words are not known here, every sentence may.
    """
    lexicon = lexicon_of(clear_language(sentence) or lexicons.FALLBACK.language)
    return lexicon is None or lexicon.questions.says[kind].search(sentence) is not None


_NAME = r"[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*){0,3}"


def states_identity(question: str, sentence: str, title: str = "") -> bool:
    """Tell whether a sentence puts a name beside the role a question asks the holder of.

    A cross-encoder reads such a sentence ("…, spokesman James Appathurai said") for what it mainly
    says and overlooks the apposition. Every other word of the role ("of the harbour board") must
    stand in the sentence or the title.
    """
    return bool(identities(question, sentence, title))


def identities(question: str, sentence: str, title: str = "") -> set[str]:
    """Return the names a sentence puts beside the role asked for, as `states_identity` tells."""
    roles, match = _asked(question)
    if roles is None or match is None:
        return set()
    head, *rest = roles.of.split(match["role"], maxsplit=1)
    words = head.split()
    if not words or words[-1][0].isupper():
        return set()
    role = re.escape(words[-1])
    held = rf"(?i:{roles.not_held}\b{role})"
    apposition = (
        rf"{held},?\s+(?P<after>{_NAME})"
        rf"|(?P<before>{_NAME}),\s+(?:[\w’'-]+\s+){{0,5}}{held}\b"
        rf"|(?P<subject>{_NAME})\s+(?:{roles.being})\s+(?:[\w’'-]+\s+){{0,4}}{held}\b"
    )
    around = set(query_terms(f"{sentence} {title}"))
    wanted = query_terms(" ".join([*words[:-1], *rest])) if words[:-1] or rest else []
    if not all(word in around for word in wanted):
        return set()
    return {
        found["after"] or found["before"] or found["subject"]
        for found in re.finditer(apposition, sentence)
    }


def _asked(question: str) -> tuple[Roles | None, re.Match[str] | None]:
    """Return what a language knows of roles, and the role asked for in it."""
    for lexicon in lexicons.LEXICONS:
        if lexicon.roles and (match := lexicon.roles.asks.match(question)):
            return lexicon.roles, match
    return None, None
