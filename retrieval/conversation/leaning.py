"""Whether a question stands alone within its message."""

from retrieval.conversation.follow_ups import leans_back
from retrieval.conversation.standalone import points_back
from retrieval.languages import WORDS, language_of
from retrieval.search.terms import query_terms

_ENOUGH = 3
"""Content words of a question that says what it is about; "Where did the launch occur?" has two."""


def leans_on_what_is_before(question: str) -> bool:
    """Tell whether a question may need the sentences around it to be understood."""
    known = WORDS.get(language_of(question))
    if known is not None:
        return leans_back(known.follow_ups, question)
    return len(query_terms(question)) < _ENOUGH or points_back(question)
