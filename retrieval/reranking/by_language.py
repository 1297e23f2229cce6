"""A cross-encoder for the language it knows, late interaction of an embedder for others."""

from collections import Counter
from collections.abc import Sequence

from footnote.retrieval.embedding import Embedder, LateScale
from footnote.retrieval.languages import Language, clear_language, language_of, without_accents
from footnote.retrieval.reranking.scorer import Remembering, Scorer
from footnote.retrieval.search.terms import query_terms

_ENDING = 2
_STEMMED_FROM = 5
"""Letters that languages decline a word with, and how long a word is that can spare them."""


class LateInteraction:
    """Scores texts against a question on the scale of the cross-encoder's logits.

    A question's tokens are matched with a text's. The sum of best matches is that of ColBERT
    (Khattab and Zaharia, SIGIR 2020), here over the token vectors of a model that was trained for
    whole texts. It reads every language its model reads, and a question in one language beside a
    text in another.
    """

    def __init__(self, embedder: Embedder, scale: LateScale) -> None:
        self._embedder = embedder
        self._scale = scale
        self._seen = Remembering(self._scored)

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one logit a text, in the order given.

        Raises:
            ModelError: The embedding model is missing or damaged.
        """
        return self._seen(query, texts)

    def _scored(self, query: str, texts: Sequence[str]) -> list[float]:
        asked = self._embedder.query_tokens(query)
        spoken, words = language_of(query), _stems(query)
        scores = []
        for text, tokens in zip(texts, self._embedder.passage_tokens(texts), strict=True):
            similarity = float((asked @ tokens.T).max(axis=1).mean())
            shared = len(words & _stems(text)) / max(len(words), 1)
            even = self._even(spoken, text)
            scores.append(
                self._scale.steepness * (similarity - even) + self._scale.overlap * shared
            )
        return scores

    def _even(self, spoken: Language, text: str) -> float:
        written = clear_language(text)
        if written is None:
            # Nobody asks this for English texts of an English question.
            written = Language.OTHER if spoken is Language.ENGLISH else spoken
        return (self._scale.even if written == spoken else self._scale.across)[written]


def _stems(text: str) -> set[str]:
    return {_stem(without_accents(word)) for word in query_terms(text)}


def _stem(word: str) -> str:
    return word[:-_ENDING] if len(word) > _STEMMED_FROM and word.isascii() else word


class ScorerByLanguage:
    """Let the cross-encoder score English questions and texts, late interaction all others.

    Both answer on one scale, so that texts of several languages can be ranked together.
    """

    def __init__(self, english: Scorer, others: LateInteraction) -> None:
        self._english = english
        self._others = others

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one logit a text, in the order given.

        Raises:
            ModelError: A model is missing or damaged.
        """
        if language_of(query) is not Language.ENGLISH:
            return self._others.score(query, texts)
        foreign = _foreign(texts)
        scores = iter(self._english.score(query, _chosen(texts, foreign, wanted=False)))
        other_scores = iter(self._others.score(query, _chosen(texts, foreign, wanted=True)))
        return [next(other_scores if each else scores) for each in foreign]

    def load(self) -> None:
        """Load the cross-encoder, if nobody has yet; search loads the embedder."""
        self._english.load()

    def warm_up(self) -> None:
        """Load the cross-encoder and run it once."""
        self._english.warm_up()

    def close(self) -> None:
        """Let the threads go."""
        self._english.close()


def _foreign(texts: Sequence[str]) -> list[bool]:
    """Tell which texts are not English; a doubtful one is what most of the others are."""
    told = [clear_language(text) for text in texts]
    counts = Counter(language == Language.ENGLISH for language in told if language)
    majority = counts[False] > counts[True]
    return [majority if language is None else language != Language.ENGLISH for language in told]


def _chosen(texts: Sequence[str], foreign: Sequence[bool], *, wanted: bool) -> list[str]:
    return [text for text, each in zip(texts, foreign, strict=True) if each == wanted]
