"""What came of one fixture: the one thing every metric is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LOWEST_SCORE = -100.0
"""Stands for "no evidence at all" in files: JSON has no infinity."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A footnote of an answer; `verbatim` says that the quote stands at its place."""

    marker: int
    article: str
    title: str
    url: str | None
    published: date | None
    text: str
    verbatim: bool


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """An answer's sentence: how many citations it has, and how many of them carry it.

    `supporting` is None where nobody can tell: prose that no judge has read.
    """

    text: str
    citations: int
    supporting: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """A fixture with its answer.

    `gold_ranks` are the ranks (from 1) of the passages that hold a gold answer; `score` is the
    answer's confidence, by which refusals are decided; `latency_ms` is the whole answer's; `turn`
    counts from 1 in a conversation. `prose` says that a language model wrote the text; `mark` is
    what a judge says of it, and `mark_reason` why.
    """

    id: str
    question: str
    as_of: date
    gold: tuple[str, ...]
    answerable: bool
    answered: bool
    text: str
    quotes: tuple[Quote, ...]
    sentences: tuple[SentenceCheck, ...]
    gold_ranks: tuple[int, ...]
    score: float
    latency_ms: float
    warnings: tuple[str, ...] = ()
    error: str | None = None
    turn: int = 1
    prose: bool = False
    mark: str | None = None
    mark_reason: str = ""

    def as_json(self) -> Mapping[str, object]:
        """Return the record as one JSON object of the by-question file."""
        return {
            "id": self.id,
            "question": self.question,
            "as_of": self.as_of.isoformat(),
            "gold": list(self.gold),
            "answerable": self.answerable,
            "answered": self.answered,
            "text": self.text,
            "quotes": [
                {
                    "marker": quote.marker,
                    "article": quote.article,
                    "title": quote.title,
                    "url": quote.url,
                    "published": quote.published.isoformat() if quote.published else None,
                    "text": quote.text,
                    "verbatim": quote.verbatim,
                }
                for quote in self.quotes
            ],
            "sentences": [
                {"text": item.text, "citations": item.citations, "supporting": item.supporting}
                for item in self.sentences
            ],
            "gold_ranks": list(self.gold_ranks),
            "score": self.score,
            "latency_ms": round(self.latency_ms, 1),
            "warnings": list(self.warnings),
            "error": self.error,
            "turn": self.turn,
            "prose": self.prose,
            "mark": self.mark,
            "mark_reason": self.mark_reason,
        }


def record_from_json(item: Mapping[str, object]) -> Record:
    """Return the record a line of a by-question file holds; raises `KeyError` or `ValueError`."""
    from typing import Any, cast

    raw = cast("Mapping[str, Any]", item)
    return Record(
        id=raw["id"],
        question=raw["question"],
        as_of=date.fromisoformat(raw["as_of"]),
        gold=tuple(raw["gold"]),
        answerable=raw["answerable"],
        answered=raw["answered"],
        text=raw["text"],
        quotes=tuple(
            Quote(
                marker=quote["marker"],
                article=quote["article"],
                title=quote["title"],
                url=quote["url"],
                published=date.fromisoformat(quote["published"]) if quote["published"] else None,
                text=quote["text"],
                verbatim=quote["verbatim"],
            )
            for quote in raw["quotes"]
        ),
        sentences=tuple(SentenceCheck(**sentence) for sentence in raw["sentences"]),
        gold_ranks=tuple(raw["gold_ranks"]),
        score=raw["score"],
        latency_ms=raw["latency_ms"],
        warnings=tuple(raw["warnings"]),
        error=raw["error"],
        turn=raw.get("turn", 1),
        prose=raw.get("prose", False),
        mark=raw.get("mark"),
        mark_reason=raw.get("mark_reason", ""),
    )
