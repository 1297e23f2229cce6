"""The final order of the passages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from retrieval.answer import Hit
from retrieval.options import RerankingOptions
from retrieval.question import Question
from retrieval.reranking.scorer import Scorer
from retrieval.reranking.windows import windows

Prior = Callable[[date | None], float]
"""Maps a publication date to a value from 0 to 1, higher is better."""


class Reranker:
    """Order candidates by the cross-encoder's logits and the date prior.

    All candidates are read in a window of a few sentences, which takes half the time and costs
    no measurable quality; the first few are then read in full and keep the mean of both logits.
    """

    def __init__(self, encoder: Scorer, options: RerankingOptions, *, passages: int) -> None:
        self.encoder = encoder
        self._options = options
        self._passages = passages

    def rerank(self, question: Question, candidates: Sequence[Hit], prior: Prior) -> list[Hit]:
        """Return up to `passages` hits, best first, with `relevance` and the final `score`.

        Only the first `candidates` of the options are read; a text that several pages share is
        listed once, from the candidate ranked first. `relevance` is the logit of the whole
        passage for those read in full, and of the window for the others.
        """
        read = _distinct(candidates)[: self._options.candidates]
        texts = windows(question.text, [hit.passage.text for hit in read], self._options.window)
        glanced = self._scored(question, read, texts, prior)
        leading, rest = glanced[: self._options.full_reads], glanced[self._options.full_reads :]
        whole = self._scored(question, leading, [hit.passage.text for hit in leading], prior)
        first_scores = {hit.passage.id: hit.score for hit in leading}
        first = [
            replace(hit, score=(hit.score + first_scores[hit.passage.id]) / 2) for hit in whole
        ]
        first.sort(key=lambda hit: -hit.score)
        floor = first[-1].score if first else 0.0
        others = [replace(hit, score=min(hit.score, floor)) for hit in rest] if first else rest
        return (first + others)[: self._passages]

    def _scored(
        self, question: Question, hits: Sequence[Hit], texts: Sequence[str], prior: Prior
    ) -> list[Hit]:
        shown = [f"{hit.article.title}. {text}" for hit, text in zip(hits, texts, strict=True)]
        logits = self.encoder.score(question.text, shown)
        weight = self._options.date_weight
        scored = [
            replace(hit, relevance=logit, score=logit + weight * prior(hit.article.published))
            for hit, logit in zip(hits, logits, strict=True)
        ]
        return sorted(scored, key=lambda hit: -hit.score)


def _distinct(candidates: Sequence[Hit]) -> list[Hit]:
    seen: set[str] = set()
    kept = []
    for hit in candidates:
        words = " ".join(hit.passage.text.casefold().split())
        if words not in seen:
            seen.add(words)
            kept.append(hit)
    return kept
