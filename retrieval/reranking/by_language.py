"""Chooses who reads a pair: the cross-encoder knows English only."""

from collections import Counter
from collections.abc import Sequence

from footnote.retrieval.languages import Language, clear_language, language_of
from footnote.retrieval.reranking.late_interaction import LateInteraction
from footnote.retrieval.reranking.scorer import Scorer


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
