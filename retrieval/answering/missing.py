"""What a writer says the passages leave out, held to the question before anybody reads it."""

import re
from collections.abc import Sequence

from footnote.retrieval.answer import Hit
from footnote.retrieval.languages import language_of
from footnote.retrieval.search.terms import query_terms, question_stems, stems
from footnote.retrieval.text.untrusted import visible
from footnote.retrieval.verification.names import bears, names_of
from footnote.retrieval.verification.quantities import carries, quantities_of

LONGEST = 400
"""Characters of such a sentence; a longer one is no longer about the question."""

LEAST_SHARE = 0.34
"""Share of its content words that the question must have, or the titles of what was read."""

_NO_STATEMENT = re.compile(r"https?://|www\.|[\[\]<>`]|!\[")


def checked_missing(missing: str | None, question: str, hits: Sequence[Hit]) -> str | None:
    """Return a sentence about what is missing as it may be shown, or None.

    Nothing carries such a sentence, so it may say little: its names and figures stand in the
    question or in what was read, and its words are mostly the question's.
    """
    text = " ".join(visible(missing or "").split())
    if not text or len(text) > LONGEST or _NO_STATEMENT.search(text):
        return None
    read = "\n".join([question, *(f"{hit.article.title}\n{hit.passage.text}" for hit in hits)])
    language = language_of(question)
    known = quantities_of(read, language)
    if any(
        not any(carries(have, want) for have in known) for want in quantities_of(text, language)
    ):
        return None
    if any(not bears(read, name) for name in names_of(text)):
        return None
    said = question_stems(text)
    titles = stems(" ".join(hit.article.title for hit in hits))
    shared = said & (question_stems(question) | titles)
    enough = len(shared) >= LEAST_SHARE * len(said) and bool(said & question_stems(question))
    return text if enough and query_terms(text) else None
