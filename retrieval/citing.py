"""What was written, as an answer with its footnotes or as a refusal."""

from dataclasses import replace

from footnote.retrieval.answer import Answer, AnswererName, AnswerSentence
from footnote.retrieval.answering.draft import Draft
from footnote.retrieval.answering.quoting import shown_text
from footnote.retrieval.answering.refusal import declined_text, refusal_text
from footnote.retrieval.stages import Written
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


def _line(sentence: AnswerSentence, draft: Draft) -> str:
    """Return a sentence with its markers; a quoted list or table as it is shown."""
    quoted = [each for each in draft.citations if each.marker in sentence.markers]
    shown = sentence.text
    if len(quoted) == 1 and quoted[0].blocks and quoted[0].quote == sentence.text:
        shown = shown_text(quoted[0].blocks, quoted[0].more)
    return unmarked(shown) + "".join(f" [{marker}]" for marker in sentence.markers)
