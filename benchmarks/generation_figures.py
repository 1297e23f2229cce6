"""A recorded run of a language model, played back through the answerer as shipped."""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from prompts import load_prompt
from retrieval import Question
from retrieval.answer import Hit
from retrieval.answering.chat_model import ChatModel
from retrieval.answering.draft import Draft
from retrieval.answering.generative import GenerativeAnswerer
from retrieval.article import ArticleHead, Passage
from retrieval.options import GenerationOptions
from retrieval.usage import OnUsage
from retrieval.verification import DraftSentence, Verdict, Verifier

Row = dict[str, Any]


@dataclass(frozen=True)
class JudgedAnswer:
    """What became of one recorded reply; times are milliseconds from the call of the model."""

    line: Mapping[str, Any]
    draft: Draft
    rows: Sequence[Row]
    first_written_ms: int | None
    first_shown_ms: int | None


class Recorded(GenerativeAnswerer):
    """Writes what a record holds, and lets a verifier that keeps its verdicts judge it."""

    def __init__(self, line: Mapping[str, Any]) -> None:
        self.verdicts = Verdicts()
        model = ChatModel(GenerationOptions())
        count = len(line["passages"])
        super().__init__(model, load_prompt("answer"), self.verdicts, passages=count)
        self._line = line
        self.now_ms = 0

    def written(
        self, question: Question, hits: Sequence[Hit], on_usage: OnUsage | None = None
    ) -> Generator[DraftSentence, None, None]:
        for item in self._line["written"]:
            self.now_ms = item["at_ms"]
            yield DraftSentence(item["text"], tuple(item["markers"]), item["whole"])


class Verdicts(Verifier):
    """Keeps what it was asked and what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def verify(
        self, sentence: str, markers: Sequence[int], offered: Mapping[int, Passage]
    ) -> Verdict:
        verdict = super().verify(sentence, markers, offered)
        written = [marker for marker in markers if marker in offered]
        self.rows.append(
            {
                "sentence": sentence,
                "written_with": list(markers),
                "right": [
                    marker
                    for marker in written
                    if super(Verdicts, self).verify(sentence, [marker], offered).outcome == "kept"
                ],
                "outcome": verdict.outcome,
                "markers": list(verdict.markers),
                "reason": verdict.reason,
                "support": [support.text for support in verdict.support],
            }
        )
        return verdict


def judged(line: Mapping[str, Any]) -> JudgedAnswer:
    """Return what the answerer makes of one recorded reply."""
    answerer = Recorded(line)
    question = Question(line["question"], date.fromisoformat(line["as_of"]))
    draft, shown_ms = Draft(), None
    if line["passages"]:
        for draft in answerer.stream(question, hits_of(line)):
            if draft.sentences and shown_ms is None:
                shown_ms = answerer.now_ms
    rows = [
        {"id": line["id"], "question": line["question"]}
        | row
        | {"passages": [passage["text"] for passage in line["passages"]]}
        for row in answerer.verdicts.rows
    ]
    removed = {sentence.text: sentence.reason for sentence in draft.removed}
    for row in rows:
        if row["sentence"] in removed:  # by the answerer, where a sentence breaks off
            row |= {"outcome": "removed", "reason": removed[row["sentence"]]}
    first = line["written"][0]["at_ms"] if line["written"] else None
    return JudgedAnswer(line, draft, rows, first, shown_ms)


def hits_of(line: Mapping[str, Any]) -> list[Hit]:
    """Return the passages of a record as the answerer takes them."""
    found = []
    for item in line["passages"]:
        names = ("id", "article_id", "position", "start", "end", "text")
        passage = Passage(**{name: item[name] for name in names})
        found.append(Hit(passage, ArticleHead(passage.article_id, item["title"]), item["score"]))
    return found


def figures(answers: Sequence[JudgedAnswer]) -> Iterator[tuple[str, str]]:
    """Yield the figures of a run, by name."""
    rows = [row for answer in answers for row in answer.rows]
    outcomes = Counter(row["outcome"] for row in rows)
    written = sum(len(row["written_with"]) for row in rows)
    right = sum(len(row["right"]) for row in rows)
    quotes = [verbatim for answer in answers for verbatim in _fidelity(answer)]
    prose = [answer for answer in answers if answer.draft.sentences]
    yield "questions", str(len(answers))
    yield "sentences written", str(len(rows))
    yield "kept, cited anew, removed", _counts(outcomes, ("kept", "recited", "removed"))
    yield "footnotes written, right by the rules", f"{written}, {right} ({_share(right, written)})"
    yield "sentences without a footnote", str(sum(not row["written_with"] for row in rows))
    yield "answers in prose, the rest quoted", f"{len(prose)}, {len(answers) - len(prose)}"
    yield "quotes verbatim", f"{sum(quotes)} of {len(quotes)}"
    yield "first sentence written, ms", _middle([a.first_written_ms for a in answers])
    yield "first sentence shown, ms", _middle([a.first_shown_ms for a in answers])
    yield "whole reply, ms", _middle([answer.line["ms"] for answer in answers])
    tokens = [answer.line["tokens"] for answer in answers]
    yield "tokens read, written", f"{sum(t[0] for t in tokens)}, {sum(t[1] for t in tokens)}"
    yield "faults", str(dict(Counter(a.line["fault"] for a in answers if a.line["fault"])))


def _fidelity(answer: JudgedAnswer) -> Iterator[bool]:
    """Tell of each quote whether it stands at its place; passages were checked when recorded."""
    passages = {item["id"]: item for item in answer.line["passages"]}
    for citation in answer.draft.citations:
        passage = passages[citation.passage_id]
        start, end = citation.start - passage["start"], citation.end - passage["start"]
        yield 0 <= start < end and passage["text"][start:end] == citation.quote


def _counts(outcomes: Counter[str], names: Sequence[str]) -> str:
    return ", ".join(str(outcomes[name]) for name in names)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _middle(values: Sequence[int | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{median(known):.0f} (median of {len(known)})" if known else "-"
