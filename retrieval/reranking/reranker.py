"""The final order of the passages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from retrieval.answer import Hit
from retrieval.options import RerankingOptions
from retrieval.question import Question
from retrieval.reranking.cross_encoder import CrossEncoder

Prior = Callable[[date | None], float]
"""Maps a publication date to a value from 0 to 1, higher is better."""


class Reranker:
    """Order candidates by the cross-encoder's logit and the date prior."""

    def __init__(self, encoder: CrossEncoder, options: RerankingOptions, *, passages: int) -> None:
        self.encoder = encoder
        self._options = options
        self._passages = passages

    def rerank(self, question: Question, candidates: Sequence[Hit], prior: Prior) -> list[Hit]:
        """Return up to `passages` hits, best first, with `relevance` and the final `score`.

        Only the first `candidates` of the options are read; a text that several pages share is
        listed once, from the candidate ranked first.
        """
        read = _distinct(candidates)[: self._options.candidates]
        logits = self.encoder.score(question.text, [shown(hit) for hit in read])
        ranked = [
            replace(
                hit,
                relevance=logit,
                score=logit + self._options.date_weight * prior(hit.article.published),
            )
            for hit, logit in zip(read, logits, strict=True)
        ]
        ranked.sort(key=lambda hit: -hit.score)
        return ranked[: self._passages]


def shown(hit: Hit) -> str:
    """Return what the cross-encoder reads of a hit: the title says whom the passage is about."""
    return f"{hit.article.title}. {hit.passage.text}"


def _distinct(candidates: Sequence[Hit]) -> list[Hit]:
    seen: set[str] = set()
    kept = []
    for hit in candidates:
        words = " ".join(hit.passage.text.casefold().split())
        if words not in seen:
            seen.add(words)
            kept.append(hit)
    return kept
