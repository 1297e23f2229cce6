"""The embedder every room uses: guards, prefixes, remembers questions, loads late."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from footnote.retrieval.languages import Language

Vectors = NDArray[np.float32]

_REMEMBERED_QUERIES = 512


@dataclass(frozen=True, slots=True)
class LateScale:
    """Turns how well a text's tokens match a question's into the logits of the cross-encoder.

    `logit = steepness * (similarity - even) + overlap * shared`, where similarity is the mean,
    over the question's tokens, of the best cosine to a token of the text, and `shared` the share
    of the question's words that stand in the text. Vectors of two languages are less alike than
    those of one, and those of Chinese more than those of Spanish, so `even` depends on the text's
    language, and `across` takes its place where the question is in another.
    """

    steepness: float
    overlap: float
    even: Mapping[Language, float]
    across: Mapping[Language, float]


_UNKNOWN, _SPELLED = 0.1, 0.95
"""Tokens per letter: below the first, words are unknown; above the second, spelled out."""


class EmbeddingBackend(Protocol):
    """A loaded model; `encode` must be safe to call from several threads."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit-norm rows `(len(texts), dim)` in the order of the texts, one at least."""

    def tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Return, per text, unit-norm rows `(tokens, dim)`."""

    def pieces(self, word: str) -> int:
        """Return the number of tokens in a word; a common word is one token."""


class Embedder:
    """Texts to unit-norm vectors `(dim,)`, so that cosine similarity is a dot product.

    The model is loaded at first use, once, whichever thread comes first. `fingerprint` tells
    vectors that may be compared from those that may not, and is known without loading. A model
    that reads many languages has a `late_scale`, by which its tokens can stand in for a
    cross-encoder that does not.
    """

    def __init__(
        self,
        *,
        fingerprint: str,
        load: Callable[[], EmbeddingBackend],
        dimension: int | None = None,
        query_prefix: str = "",
        document_prefix: str = "",
        late_scale: LateScale | None = None,
    ) -> None:
        self.fingerprint = fingerprint
        self._load = load
        self._dimension = dimension
        self._query_prefix = query_prefix
        self._document_prefix = document_prefix
        self.late_scale = late_scale
        self._backend: EmbeddingBackend | None = None
        self._loading = Lock()
        self._queries: OrderedDict[str, list[float]] = OrderedDict()
        self._remembering = Lock()

    @property
    def backend(self) -> EmbeddingBackend:
        """The loaded model; loads it when nobody has yet.

        Raises:
            ModelError: Its files are missing or damaged.
        """
        if self._backend is None:
            with self._loading:
                if self._backend is None:
                    self._backend = self._load()
        return self._backend

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""
        if self._dimension is None:
            self._dimension = self.backend.dimension
        return self._dimension

    def load(self) -> None:
        """Load the model, if nobody has yet."""
        _ = self.backend

    def warm_up(self) -> None:
        """Load the model and run it once, so that the first question does not wait for it."""
        self.backend.encode(["warm"])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit-norm vector per text, in the order given."""
        return self.encode(texts).tolist() if texts else []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit-norm rows `(len(texts), dim)`: `embed_documents` as an array."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return self.backend.encode([self._document_prefix + text for text in texts])

    def query_tokens(self, text: str) -> Vectors:
        """Return unit-norm rows `(tokens, dim)` of a question."""
        return self.backend.tokens([self._query_prefix + text])[0]

    def passage_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Return, per text, unit-norm rows `(tokens, dim)`."""
        return self.backend.tokens([self._document_prefix + text for text in texts])

    def is_word(self, word: str) -> bool:
        """Tell whether the model knows a word, in lower case, as one token."""
        return self.backend.pieces(word) == 1

    def reads(self, text: str) -> bool:
        """Tell whether the model knows more of a text's script than its single letters.

        An English model has one token per letter of Russian or Hindi, and one per whole word of
        Thai; multilingual-e5-small has .2 to .9 per letter.
        """
        words = [word for word in text.split() if any(map(str.isalpha, word))]
        letters = sum(map(str.isalpha, "".join(words)))
        if self.late_scale is not None or not letters:
            return True
        pieces = sum(self.backend.pieces(word) for word in words)
        return _UNKNOWN < pieces / letters < _SPELLED

    def embed_query(self, text: str) -> list[float]:
        """Return the unit-norm vector of a question; the last few hundred are cached."""
        with self._remembering:
            known = self._queries.get(text)
            if known is not None:
                self._queries.move_to_end(text)
                return list(known)
        vector: list[float] = self.backend.encode([self._query_prefix + text])[0].tolist()
        with self._remembering:
            self._queries[text] = vector
            while len(self._queries) > _REMEMBERED_QUERIES:
                self._queries.popitem(last=False)
        return list(vector)
