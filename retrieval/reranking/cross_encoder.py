"""A cross-encoder run by onnxruntime: one logit for a question and a text read together."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from footnote.retrieval.models.onnx import OnnxModel, open_model
from footnote.retrieval.models.weights import resolve
from footnote.retrieval.options import ModelOptions
from footnote.retrieval.reranking.remembering import Remembering

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
