"""Rerankers' models: the cross-encoder, what it scored lately, and what scores other languages."""

import os
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Protocol

from footnote.retrieval.embedding import Embedder, LateScale
from footnote.retrieval.languages import Language, clear_language, language_of, without_accents
from footnote.retrieval.models.onnx import OnnxModel, open_model
from footnote.retrieval.models.weights import resolve
from footnote.retrieval.options import ModelOptions
from footnote.retrieval.search.terms import query_terms


class Scorer(Protocol):
    """Scores texts against a query; safe to share between threads, loads at first use."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one logit a text, in the order given; higher is better, 0 is even odds."""
        ...

    def load(self) -> None:
        """Load the model, if nobody has yet."""
        ...

    def warm_up(self) -> None:
        """Load the model and run it once."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


MAX_TOKENS = 512


class CrossEncoder:
    """Score texts against a query; higher is better, 0 is about even odds of relevance.

    Loads at first use. Pairs run one by one, on as many threads as there are processors: an int8
    graph run in batches would let a pair's score depend on its neighbours (see `OnnxModel`).
    Scores of pairs seen lately are remembered.
    """

    def __init__(self, model: str, models: ModelOptions) -> None:
        self._name = model
        self._models = models
        self._model: OnnxModel | None = None
        self._loading = Lock()
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="footnote-rerank")
        self._seen = Remembering(self._read)

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one logit a text, in the order given.

        Raises:
            ModelError: The model is missing or damaged.
        """
        return self._seen(query, texts)

    def load(self) -> None:
        """Load the model, if nobody has yet."""
        self._loaded()

    def warm_up(self) -> None:
        """Load the model and run it once."""
        self.score("warm", ["up"])

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _loaded(self) -> OnnxModel:
        if self._model is None:
            with self._loading:
                if self._model is None:
                    folder = resolve(self._name, self._models).folder
                    self._model = open_model(
                        folder / "model.onnx", folder / "tokenizer.json", max_tokens=MAX_TOKENS
                    )
        return self._model

    def _read(self, query: str, texts: Sequence[str]) -> list[float]:
        model = self._loaded()
        pairs = enumerate(model.tokenize([(query, text) for text in texts]))
        # The longest first: a thread that begins one last keeps the others waiting.
        ordered = sorted(pairs, key=lambda pair: -len(pair[1].ids))
        results = self._pool.map(lambda pair: float(model.run([pair[1]])[0, 0]), ordered)
        scores = dict(zip((place for place, _ in ordered), results, strict=True))
        return [scores[place] for place in range(len(texts))]


_REMEMBERED = 8192

Scores = Callable[[str, Sequence[str]], Sequence[float]]
"""Scores texts against a query, one number a text; higher is better."""


class Remembering:
    """A scorer that asks another only for what it has not seen; safe to share between threads."""

    def __init__(self, scorer: Scores, most: int = _REMEMBERED) -> None:
        self._scorer = scorer
        self._most = most
        self._seen: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = Lock()

    def __call__(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return one score a text, in the order given."""
        with self._lock:
            known = {text: self._seen[query, text] for text in texts if (query, text) in self._seen}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            found = dict(zip(new, self._scorer(query, new), strict=True))
            known |= found
            self._remember(query, found)
        return [known[text] for text in texts]

    def _remember(self, query: str, found: dict[str, float]) -> None:
        with self._lock:
            for text, score in found.items():
                self._seen[query, text] = score
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)


SCORERS: Mapping[str, Callable[[str, ModelOptions], Scorer]] = {
    "cross-encoder": CrossEncoder,
}
"""Kinds by name; `reranking.model` may begin with one and a colon, else the first is meant."""


def open_scorer(model: str, models: ModelOptions) -> Scorer:
    """Return the scorer that a setting names; nothing is loaded yet."""
    kind, name = _parts(model)
    return SCORERS[kind](name, models)


def model_name(model: str) -> str:
    """Return the name of the weights that a setting names, without the kind."""
    return _parts(model)[1]


def _parts(model: str) -> tuple[str, str]:
    kind, colon, name = model.partition(":")
    return (kind, name) if colon and kind in SCORERS else (next(iter(SCORERS)), model)


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
