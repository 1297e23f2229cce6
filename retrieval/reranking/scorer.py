"""Rerankers' models: the cross-encoder, what it scored lately, and which kinds there are."""

import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Protocol

from footnote.retrieval.models.onnx import OnnxModel, open_model
from footnote.retrieval.models.weights import resolve
from footnote.retrieval.options import ModelOptions


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
