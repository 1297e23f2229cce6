"""An answer as the published JSON contract has it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from footnote.retrieval.answer import Answer, Citation, Copy, Hit
from footnote.retrieval.article import ArticleHead
from footnote.retrieval.question import Question
from footnote.retrieval.quote_markdown import quote_markdown


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Return an answer's contract object; dates are ISO strings, times milliseconds.

    `usage` is there only where a language model was called.
    """
    found = {
        "question": answer.question,
        "as_of": answer.as_of.isoformat(),
        "status": answer.status,
        "text": answer.text,
        "citations": [_citation(citation) for citation in answer.citations],
        "passages": [_passage(hit) for hit in answer.passages],
        "confidence": round(answer.confidence, 4),
        "answerer": answer.answerer,
        "removed": [
            {"text": sentence.text, "reason": sentence.reason} for sentence in answer.removed
        ],
        "warnings": list(answer.warnings),
        "missing": answer.missing,
        "timings_ms": {stage: round(value, 1) for stage, value in answer.timings_ms.items()},
    }
    return found | {"usage": asdict(answer.usage)} if answer.usage.calls else found


def hits_as_json(question: Question, hits: Sequence[Hit]) -> dict[str, Any]:
    """Return the ranked passages of a question, each with the article it is from and its span."""
    return {
        "question": question.text,
        "as_of": question.as_of.isoformat(),
        "passages": [
            {
                **head_fields(hit.article),
                **_passage(hit),
                "start": hit.passage.start,
                "end": hit.passage.end,
                "heading": list(hit.passage.headings),
            }
            for hit in hits
        ],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        **head_fields(citation.article),
        "passage": citation.passage_id,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "kind": citation.kind,
        "heading": list(citation.heading),
        "markdown": quote_markdown(citation),
        "more": citation.more,
        "answer_start": citation.answer_start,
        "answer_end": citation.answer_end,
        "place": asdict(citation.place) if citation.place else None,
        "also_in": [_copy(copy) for copy in citation.copies],
    }


def _copy(copy: Copy) -> dict[str, Any]:
    return {**head_fields(copy.article), "verbatim": copy.verbatim}


def head_fields(head: ArticleHead) -> dict[str, Any]:
    """Return the fields that identify an article; dates are ISO strings."""
    return {
        "article": head.id,
        "title": head.title,
        "url": head.url,
        "path": head.path,
        "source": head.source,
        "published": head.published.isoformat() if head.published else None,
    }


def _passage(hit: Hit) -> dict[str, Any]:
    return {
        "passage": hit.passage.id,
        "article": hit.article.id,
        "url": hit.article.url,
        "score": round(hit.score, 4),
        "text": hit.passage.text,
    }
