"""What a reranker's model does, and which kinds there are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from footnote.retrieval.options import ModelOptions
from footnote.retrieval.reranking.cross_encoder import CrossEncoder


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
