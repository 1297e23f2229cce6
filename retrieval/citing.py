"""What was written, as an answer with its footnotes and their places, or as a refusal."""

import re
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from footnote.retrieval.answer import Answer, AnswererName, AnswerSentence, Citation
from footnote.retrieval.answering.quoting import shown_text
from footnote.retrieval.answering.refusal import declined_text, refusal_text
from footnote.retrieval.article import Article
from footnote.retrieval.blocks import Outline
from footnote.retrieval.stages import Draft, Written
from footnote.retrieval.storage.library import Library
from footnote.retrieval.text.laying_out import Place, place_at
from footnote.retrieval.text.untrusted import unmarked

CONTEXT_PASSAGES = 10


def cited(written: Written, in_charge: AnswererName) -> Answer:
    """Return the answer as far as it is written; a refusal names who was `in_charge` of it."""
    judged, verdict = written.judged, written.judged.verdict
    understood, hits = judged.understood, judged.evidence.hits
    answer = Answer(
        question=understood.asked.text,
        as_of=understood.asked.as_of,
        status="refused",
        text=refusal_text(verdict.reason, hits, judged.language),
        passages=hits[:CONTEXT_PASSAGES],
        confidence=verdict.confidence,
        evidence_score=verdict.score,
        answerer=in_charge,
        usage=understood.usage,
        language=judged.language,
        complete=written.complete,
    )
    if written.failed is not None:
        answer = _unwritten(answer, written.failed, written.fault, quoted=verdict.answered)
    return _with(answer, written.draft, written.answerer) if written.draft.sentences else answer


def _with(base: Answer, draft: Draft, answerer: AnswererName) -> Answer:
    return replace(
        base,
        status="answered",
        text=_text(draft, apart="\n" if answerer == "extractive" else " "),
        sentences=draft.sentences,
        citations=draft.citations,
        removed=(*base.removed, *draft.removed),
        warnings=(*base.warnings, *draft.warnings),
        answerer=answerer,
        usage=base.usage + draft.usage,
        missing=draft.missing,
    )


def _text(draft: Draft, *, apart: str) -> str:
    """Return sentences with their markers, and behind them what is missing."""
    text = ""
    own_line = False
    for sentence in draft.sentences:
        if text:
            text += "\n" if own_line or sentence.own_line else apart
        text += _line(sentence, draft)
        own_line = sentence.own_line
    return text + (f"\n{unmarked(draft.missing)}" if draft.missing else "")


def _unwritten(base: Answer, draft: Draft, fault: str, *, quoted: bool) -> Answer:
    """Return what is answered where a writer gave nothing, with what happened as a warning."""
    base = replace(base, usage=base.usage + draft.usage, removed=draft.removed)
    if draft.declined and not fault:
        declined = "The language model declined: the passages do not answer."
        text = declined_text(draft.missing, base.passages, base.language)
        return replace(base, text=text, missing=draft.missing, warnings=(*draft.warnings, declined))
    told = fault or "Nothing the language model wrote stood up to the articles."
    told += " The answer is quoted instead." if quoted else ""
    return replace(base, warnings=(*draft.warnings, told))


_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)


def _line(sentence: AnswerSentence, draft: Draft) -> str:
    """Return a sentence with its markers; a quoted list or table as it is shown.

    Code keeps its signs: `items[0]` is no footnote.
    """
    quoted = [each for each in draft.citations if each.marker in sentence.markers]
    if not any(each.quote == sentence.text for each in quoted):
        parts = enumerate(_CODE.split(sentence.text))
        shown = "".join(part if place % 2 else unmarked(part) for place, part in parts)
    elif len(quoted) == 1 and quoted[0].blocks:
        shown = shown_text(quoted[0].blocks, quoted[0].more)
    else:
        shown = unmarked(sentence.text)
    return shown + "".join(f" [{marker}]" for marker in sentence.markers)


_REMEMBERED = 32


class Outlines:
    """The outlines of one library's articles; remembered until a search finds it changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, Outline | None] = {}
        self._generation = -1
        self._lock = Lock()

    def __call__(self, article_id: str) -> Outline | None:
        """Return the outline of an article, None where it is gone."""
        generation = self._library.last_generation
        with self._lock:
            if generation != self._generation or len(self._known) >= _REMEMBERED:
                self._known, self._generation = {}, generation
            if article_id in self._known:
                return self._known[article_id]
        article = self._library.article(article_id)
        outline = None if article is None else article.outline()
        with self._lock:
            if generation == self._generation:
                self._known[article_id] = outline
        return outline


class Locator:
    """Find the places of citations in one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def located(self, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        """Return the citations with their places, where their files have any."""
        ids = {citation.article.id for citation in citations if citation.article.path}
        articles = {name: self._library.article(name) for name in ids}
        return tuple(
            replace(citation, place=_place(citation, articles.get(citation.article.id)))
            for citation in citations
        )


def _place(citation: Citation, article: Article | None) -> Place | None:
    if article is None or article.text[citation.start : citation.end] != citation.quote:
        return None
    return place_at(article.metadata, article.text, citation.start)
